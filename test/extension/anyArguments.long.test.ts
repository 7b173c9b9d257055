// Other extensions and keybindings can call every command with any arguments.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { COMMAND_NAMES } from '../support/commandNames.js';
import { commandId, type CommandName } from '../../src/host/vscode/ids.js';
import type { Services } from '../../src/host/services/index.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

/** Excluded commands, whose effects a test cannot undo, each with the reason. */
const LEFT_OUT: Partial<Readonly<Record<CommandName, string>>> = {
  startLocalSandbox:
    'starts a program of this machine; what it is given is no more than a folder, driven in the browser scenarios',
};
/**
 * Without a target these act on the session in the chat, as from the palette, so here they always get
 * one. The index of that argument.
 */
const ON_CURRENT: Partial<Readonly<Record<CommandName, number>>> = {
  archiveSession: 0,
  restoreSession: 0,
  forkSession: 0,
  abortSession: 0,
  compactSession: 0,
  sendPrompt: 1,
};
const isPointed = (name: CommandName, args: readonly unknown[]): boolean => {
  const at = ON_CURRENT[name];
  return at === undefined || (args[at] !== undefined && args[at] !== null);
};
/** Called less often: each call opens UI that has to be closed again. */
const COSTLY: ReadonlySet<CommandName> = new Set([
  'openSandboxTerminal',
  'attachTerminal',
  'deployToFly',
  'newSession',
  'openInBrowser',
  'forkSession',
  'compactSession',
  'sendPrompt',
  'editConfiguration',
  'openSessionInEditor',
]);
/** Calls of a command, with three arguments each, other ones for every command. */
const MANY = 30;
const FEW = 5;
/** Concurrent calls: a question replaces the previous one, which then counts as canceled. */
const AT_ONCE = 30;

/** Requests that change a session, a turn or a file in the sandbox; without a confirmation a call may only create a session. */
const ACTS =
  /^(DELETE|PATCH|PUT) (?!\/pty\/)|^POST .*(prompt_async|\/command|\/shell|\/abort|\/reply|\/reject|revert|summarize|\/fork|\/apply)/;

const trap = (): unknown =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('a getter that throws');
      },
      has: () => true,
      ownKeys: () => {
        throw new Error('keys that throw');
      },
    },
  );
const word = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '',
    '../../etc/passwd',
    'ses_1',
    'ses_x/../y',
    '__proto__',
    'constructor',
    'command:workbench.action.quit',
  ),
  fc.constant('x'.repeat(1_000_000)),
);
const uri = fc
  .constantFrom(
    'file:///etc/passwd',
    'command:workbench.action.quit',
    'http://127.0.0.1:20990/x',
    'untitled:x',
    'opencode-sandbox:/x/..',
    'vscode://x',
  )
  .map((text) => vscode.Uri.parse(text));
/** Created when called, because generators of random values inspect them. */
class Made {
  readonly make: () => unknown;
  constructor(make: () => unknown) {
    this.make = make;
  }
}
const hostile = fc.constantFrom(
  trap,
  () => ({
    get sandboxId(): string {
      throw new Error('a getter that throws');
    },
  }),
  () => ({ sandboxId: { toString: () => 'any' }, sessionId: ['ses_1'] }),
  () => Object.create(null) as unknown,
  () => [[[[]]]],
  () => () => 'a function',
  () => Symbol('any'),
  () => 10n,
  () => new Date(Number.NaN),
);
const ref = fc.record(
  {
    sandboxId: word,
    sessionId: word,
    messageId: word,
    requestId: word,
    path: word,
    uri: fc.oneof(word, uri),
    resourceUri: uri,
    what: word,
    files: fc.oneof(word, fc.array(word, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);
const argument = fc.oneof(
  fc.constantFrom(undefined, null, true, -1, 0, Number.NaN, Infinity),
  word,
  uri,
  ref,
  fc.array(fc.oneof(word, uri, ref), { maxLength: 3 }),
  fc.jsonValue(),
  hostile.map((make) => new Made(make)),
);
const calls = fc.array(argument, { minLength: 3, maxLength: 3 });
const made = (args: readonly unknown[]): readonly unknown[] =>
  args.map((each) => (each instanceof Made ? each.make() : each));

/** Every file below a folder, with its content. */
const tree = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.git') && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => `${name}\0${readFileSync(join(folder, name), 'base64')}`);

describe('every command, called with any arguments', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  let watching: vscode.Disposable | { dispose(): void } = { dispose() {} };
  const asked: string[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail();
  const settings = (): string => JSON.stringify(vscode.workspace.getConfiguration('opencodeSandbox'));
  const sessions = async (): Promise<readonly string[]> =>
    (await server.json<readonly { readonly id: string; readonly title: string }[]>('/session')).map(
      ({ id, title }) => `${id} ${title}`,
    );

  before(async () => {
    services = await inside();
    model = await startModel({});
    server = await startOpencode({ model, password: 'canary-of-arguments' });
    sandbox = await add(services, server.url, 'canary-of-arguments', 'Arguments');
    const { id } = await server.json<{ readonly id: SessionId }>('/session', { title: 'not to be touched' });
    await services.chats.open({ sandboxId: sandbox.profile.id, sessionId: id });
    watching = services.onTraffic(({ entry }) => {
      if (entry.kind === 'request') asked.push(entry.title);
    });
    process.on('unhandledRejection', note);
  });
  after(async () => {
    process.off('unhandledRejection', note);
    watching.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await forget(services, sandbox);
    await server.dispose();
    await model.close();
  });

  /** Settles when all calls have; open questions are canceled in the meantime, as by Escape. */
  const settled = async (work: readonly Thenable<unknown>[]): Promise<readonly PromiseSettledResult<unknown>[]> => {
    let over = false;
    const all = Promise.allSettled(work).finally(() => (over = true));
    while (!over) {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 5))]);
    }
    await vscode.commands.executeCommand('notifications.clearAll');
    return all;
  };

  for (const [seed, name] of COMMAND_NAMES.entries()) {
    if (LEFT_OUT[name] !== undefined) continue;
    it(`${name} ends, reveals no secret and does nothing unrequested`, async () => {
      const [before, files, wanted] = [settings(), tree(folder()), await sessions()];
      asked.length = 0;
      const pointed = calls.filter((args) => isPointed(name, args));
      const list = fc.sample(pointed, { numRuns: COSTLY.has(name) ? FEW : MANY, seed });
      for (let at = 0; at < list.length; at += AT_ONCE) {
        const batch = list.slice(at, at + AT_ONCE);
        const results = await settled(
          batch.map((args) => vscode.commands.executeCommand(commandId(name), ...made(args))),
        );
        for (const [index, result] of results.entries()) {
          assert.equal(
            result.status,
            'fulfilled',
            `${String(result.status === 'rejected' && result.reason)} of call ${at + index}`,
          );
          assert.doesNotMatch(
            String(result.status === 'fulfilled' ? JSON.stringify(result.value) : ''),
            /canary-of-arguments|Y2FuYXJ5LW9m/,
          );
        }
      }
      await until('nothing is on its way', () => sandbox.pending.every(({ state }) => state === 'failed'));
      assert.deepEqual(
        asked.filter((line) => ACTS.test(line)),
        [],
      );
      const now = await sessions();
      assert.deepEqual(
        wanted.filter((each) => !now.includes(each)),
        [],
        'no session is gone or renamed',
      );
      assert.equal(settings(), before);
      assert.deepEqual(tree(folder()), files);
      assert.equal(await services.secrets.get(sandbox.profile), 'canary-of-arguments');
      assert.deepEqual(unhandled.map(String), []);
    });
  }

  it('that destroys something asks first, even with a target that exists', async () => {
    const [session] = await server.json<readonly { readonly id: string }[]>('/session');
    assert.ok(session);
    const existing = { sandboxId: sandbox.profile.id, sessionId: session.id };
    asked.length = 0;
    // In tests VS Code refuses to show a modal question, which is an answer other than yes.
    for (const name of ['deleteSession', 'removeSandbox', 'applyChanges', 'pushLocalChanges'] as const)
      await settled([vscode.commands.executeCommand(commandId(name), existing)]);
    assert.deepEqual(
      asked.filter((line) => ACTS.test(line)),
      [],
    );
    assert.ok((await sessions()).some((each) => each.startsWith(session.id)));
    assert.ok(services.sandboxes.get(sandbox.profile.id));
  });

  it('that is excluded exists', () => {
    for (const name of Object.keys(LEFT_OUT)) assert.ok((COMMAND_NAMES as readonly string[]).includes(name), name);
  });
});
