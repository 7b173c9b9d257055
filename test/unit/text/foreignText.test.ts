import assert from 'node:assert/strict';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ARGUMENTS, modules, SIZE_TEXT, texts } from './foreignText.js';

/** Calls every function of a module with every text; it may throw but has to end. */
async function callAll(name: string): Promise<number> {
  let calls = 0;
  for (const [exported, value] of Object.entries(modules[name] ?? {})) {
    if (typeof value !== 'function' || exported.startsWith('create')) continue;
    for (const [what, text] of texts()) {
      parentPort?.postMessage(`${exported} with ${SIZE_TEXT} of ${what}`);
      try {
        const result: unknown = await (value as (...args: unknown[]) => unknown)(
          ...(ARGUMENTS[exported]?.(text) ?? [text]),
        );
        // Factories of functions of text, such as a redactor.
        if (typeof result === 'function') (result as (text: string) => unknown)(text);
        calls++;
      } catch {
        // Not meant for such values.
      }
    }
  }
  return calls;
}

if (isMainThread)
  describe('functions that read foreign text', () => {
    let worker: Worker | undefined;
    let last = '';
    // An endless loop blocks its thread, so it runs in its own thread, which the test's timeout can end.
    afterEach(async function () {
      await worker?.terminate();
      if (this.currentTest?.state === 'failed') console.error(`The last call was ${last}.`);
    });
    for (const name of Object.keys(modules))
      it(`of ${name} finish on ${SIZE_TEXT} of any character and of alternations`, async () => {
        worker = new Worker(new URL(import.meta.url), { workerData: name });
        worker.on('message', (message: unknown) => (last = String(message)));
        const [code] = (await once(worker, 'exit')) as [number];
        assert.equal(code, 0);
        assert.ok(/^\d+$/.test(last), last);
      }).timeout(180_000);
  });
else void callAll(String(workerData)).then((calls) => parentPort?.postMessage(calls));
