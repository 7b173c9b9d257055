// All hostile inputs of a server in the real chat: nothing runs, nothing is requested, nothing hides.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { watchConsumed } from '../support/hostileCoverage.js';
import { isAsked } from './hostile/asking.js';
import { BEACONS, lightBeacons, type Beacons } from './hostile/beacons.js';
import type { Actions } from './hostile/actions.js';
import { seesMarkupAsText } from './hostile/markup.js';
import { readsEverything } from './hostile/reading.js';
import { startServer, type AskingServer } from './hostile/server.js';
import { isTold } from './hostile/telling.js';
import { looksIntoTools } from './hostile/tools.js';
import { addSandbox, closes, openDesk, type WorkbenchFixture } from './fixture.js';
import type { Workbench } from './workbench.js';

watchConsumed('e2e');

/** Every file below a folder, with its content. */
const tree = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.git/') && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => `${name}\0${readFileSync(join(folder, name), 'base64')}`);

describe('a person with a hostile server', () => {
  let server: AskingServer;
  let desk: WorkbenchFixture;
  let window: Workbench;
  let beacons: Beacons;
  const asked: string[] = [];
  const dialogs: string[] = [];
  let files: readonly string[] = [];

  before(async function () {
    this.timeout(180_000);
    beacons = lightBeacons();
    server = await startServer();
    desk = await openDesk();
    ({ window } = desk);
    files = tree(desk.workbench.folder);
    window.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    window.context.on('request', (request) => asked.push(request.url()));
    await addSandbox(window, server.url, undefined, 'Hostile');
  });
  closes(
    () => desk,
    () => server?.close(),
    () => beacons?.close(),
  );

  const actions: Actions = {
    window: () => window,
    server: () => server,
    log: () => window.chat().getByRole('log', { name: 'Conversation' }),
  };
  readsEverything(actions);
  seesMarkupAsText(actions);
  looksIntoTools(actions);
  isAsked(actions);
  isTold(actions);

  it('loses nothing, leaks nothing, and breaks no rule of the page', () => {
    assert.deepEqual(beacons.hits, [], 'no beacon was hit');
    assert.deepEqual(dialogs, [], 'no script ran');
    const strange = asked.filter(
      (url) => BEACONS.some((port) => url.includes(`:${port}`)) || /evil|attacker|\.example/.test(url),
    );
    assert.deepEqual(strange, []);
    const violations = window.errors.filter(
      (text) =>
        /Content Security Policy|Trusted ?Type|TrustedHTML|TrustedScript/i.test(text) &&
        !/code-server|service ?worker/i.test(text),
    );
    assert.deepEqual(violations, []);
    assert.deepEqual(tree(desk.workbench.folder), files, 'no file of the workspace changed');
  });
});
