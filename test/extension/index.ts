// What VS Code's extension host loads (extensionTestsPath), in desktop VS Code and in code-server alike.
import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { selectTests } from '../support/testSelection.js';
import { writeResult } from '../support/results.js';

/** Runs every built test beside this file; throws when one fails. */
export async function run(): Promise<void> {
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({ color: false, timeout: 180_000, reporter: 'min', ...(grep ? { grep } : {}) });
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.cjs'),
  );
  for (const file of selectTests(names.toSorted().map((name) => join(__dirname, name)))) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => writeResult({ state: 'passed', title: test.fullTitle(), ms: test.duration ?? 0 }));
    runner.on('pending', (test) => writeResult({ state: 'skipped', title: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      writeResult({ state: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) }),
    );
  });
  writeResult({ state: 'end' });
  if (failures) throw new Error(`${failures} failed`);
}
