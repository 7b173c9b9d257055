// `npm run demo`: runs the packaged extension in a real workbench with a real OpenCode server and a scripted model.
// `--server opencode2` runs OpenCode 2. Stops everything on Ctrl-C. With --check, sends one prompt through the browser
// and exits.
import { openWindow } from '../test/e2e/workbench.js';
import { endAll, startDemo, type Endings } from '../test/support/demo.js';
import { openBrowser, type WorkbenchServer } from '../test/support/workbench.js';

const endings: Endings = [];
const stop = (): Promise<void> => endAll(endings);

/** Sends one prompt as a user would, and checks the result. */
async function check(workbench: WorkbenchServer, password: string | undefined): Promise<void> {
  const browser = await openBrowser();
  endings.push(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  const window = await openWindow(workbench, browser, { context });
  await window.activity('OpenCode Sandbox');
  await window.makeRoom(150, 200);
  await window.row('Demo').waitFor();
  if (password !== undefined) {
    await window.command('OpenCode Sandbox: Sign In…');
    await window.input(password);
  }
  const chat = window.chat();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Add a way to say goodbye');
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
  await chat
    .getByRole('group', { name: /^Permission/ })
    .getByRole('button', { name: 'Allow once' })
    .click({ timeout: 60_000 });
  await chat.getByText('The tests pass.').waitFor({ timeout: 60_000 });
  await chat.getByRole('button', { name: 'Review' }).first().click();
  await window.page.locator('.monaco-diff-editor .view-line', { hasText: 'farewell' }).first().waitFor();
  await window.screenshot('demo');
  console.log('demo: prompt answered, out/screenshots/demo.png written');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stop().finally(() => process.exit(0)));
}
try {
  const at = process.argv.indexOf('--server');
  const kind = at < 0 ? 'opencode' : process.argv[at + 1];
  if (kind !== 'opencode' && kind !== 'opencode2') throw new Error('--server takes opencode or opencode2');
  const { workbench, password } = await startDemo(endings, kind);
  if (process.argv.includes('--check')) {
    await check(workbench, password);
    await stop();
    process.exit(0);
  }
  console.log(
    `\nOpenCode Sandbox is at work. Open this in a browser:\n\n  ${workbench.url()}\n\nThen choose OpenCode Sandbox on the left, and ask for anything.${password === undefined ? '' : ` The password of the sandbox is “${password}”.`} Ctrl-C stops everything.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop();
  process.exit(1);
}
