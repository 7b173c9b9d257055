// What VS Code's extension host loads for the suite: desktop and browser workbench alike.
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Runs every test file beside this one; results go, a line each as they happen, into the file that the runner names. */
export async function run(): Promise<void> {
  const file = process.env['EXTENSION_TEST_RESULTS'];
  const say = (result: object): void => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(result)}\n`);
  };
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, reporter: file === undefined ? 'spec' : 'min' });
  for (const name of readdirSync(__dirname)) if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => say({ state: 'passed', title: test.fullTitle() }))
      .on('pending', (test) => say({ state: 'skipped', title: test.fullTitle() }))
      .on('fail', (test, error: Error) =>
        say({ state: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) }),
      );
  });
  say({ state: 'end', failures });
  if (failures > 0) throw new Error(`${failures} failed`);
}
