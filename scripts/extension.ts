// Runs the extension suite in a real extension host, and prints which one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findDesktop, runInDesktop, runInServer } from '../test/support/extensionHost.js';
import { ensurePrograms } from '../test/support/programs.js';
import { readResults, resultsVariable, summary, totalsOf } from '../test/support/results.js';
import { makeTemp, removeTemp } from '../test/support/temp.js';

ensurePrograms('ripgrep', 'git');
const temp = makeTemp('results');
const results = process.env[resultsVariable] ?? join(temp, 'results.jsonl');
const grep = process.argv.find((argument) => argument.startsWith('--grep='))?.slice('--grep='.length);

const desktop = await findDesktop();
if ('path' in desktop) {
  console.log('extension host: desktop VS Code');
  await runInDesktop(desktop.path, { results, grep });
} else {
  console.log(`extension host: VS Code's server in a browser (desktop VS Code: ${desktop.reason})`);
  await runInServer({ results, grep });
}

const lines = readResults(results);
const marks = { passed: '✔', failed: '✖', skipped: '-', end: '' };
for (const { state, title, error, ms = 0 } of lines) {
  if (state !== 'end')
    console.log(`  ${marks[state]} ${title ?? ''}${ms < 1000 ? '' : ` (${ms}ms)`}${error ? `\n${error}` : ''}`);
}
if (existsSync(results) && !lines.some(({ state }) => state === 'end'))
  console.log('the extension host ended before the suite did');
const totals = totalsOf(lines);
if (!process.env[resultsVariable]) console.log(summary(totals));
removeTemp(temp);
process.exit(totals.failed || !totals.passed ? 1 : 0);
