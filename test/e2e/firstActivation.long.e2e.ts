import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { files } from './sendTargets/files.js';
import { closes, openDesk, type WorkbenchFixture } from './fixture.js';

describe('a person who never opened the view in this window', () => {
  let model: Model;
  let server: Opencode;
  let desk: WorkbenchFixture;
  before(async function () {
    this.timeout(180_000);
    model = await startModel();
    server = await startOpencode({ model, password: null });
    const sandboxes = [{ id: 'my-box', name: 'My box', url: server.url }];
    desk = await openDesk({ workspace: files, settings: { 'opencodeSandbox.sandboxes': sandboxes } });
  });
  closes(
    () => desk,
    () => server?.dispose(),
    () => model?.close(),
  );

  it('can still send', async () => {
    const { window } = desk;
    await window.openFile('app.ts');
    await window.menu(window.line('export const two'), 'Send to Sandbox');
    await window.input('From the start.', { title: 'attachment' });
    await window.choose('New session');
    await until('the prompt is there', async () => {
      const [session] = await server.json<readonly { readonly id: string }[]>('/session');
      return (
        session !== undefined &&
        JSON.stringify(await server.json(`/session/${session.id}/message`)).includes('From the start.')
      );
    });
  });
});
