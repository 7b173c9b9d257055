import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  MAX_LOOKS,
  outboxFiles,
  thisProcess,
  type OutboxFiles,
} from '../../../../../src/host/platform/node/outboxStorage.js';
import { messageId, sandboxId, sessionId } from '../../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../../src/shared/model/pending.js';
import { makeTemp } from '../../../../support/temp.js';

const BOX = sandboxId('https://box/ä@1');
const prompt = (text: string): PendingPrompt => ({
  sessionId: sessionId('ses_1'),
  messageId: messageId(`msg_${text}`),
  partIds: [],
  text,
  attachments: [],
  created: 1,
  state: 'queued',
});

/** Windows on one folder, by number; `close` ends one as a crash does. */
function windows() {
  const folder = join(makeTemp('outbox'), 'deep', 'outbox');
  const living = new Set<number>();
  return {
    folder,
    files: () => readdirSync(folder),
    open(pid: number, sandbox = BOX): OutboxFiles {
      living.add(pid);
      return outboxFiles(folder, sandbox, { pid, alive: (other) => living.has(other), now: Date.now });
    },
    close: (pid: number) => void living.delete(pid),
  };
}
const texts = (sandbox: OutboxFiles): readonly string[] => sandbox.claim().prompts.map(({ text }) => text);

describe('unsent prompts on disk', () => {
  it('stay with the window that wrote them while it runs', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    const second = at.open(2);
    assert.deepEqual(second.claim(), { prompts: [], others: true });
    await second.save([prompt('two')]);
    assert.deepEqual(texts(at.open(1)), ['one'], 'what the second keeps takes nothing away');
  });

  it('are adopted by exactly one window after their owner exits, and removed there when they are sent', async () => {
    const at = windows();
    await at.open(1).save([prompt('one'), prompt('more')]);
    const [second, third] = [at.open(2), at.open(3)];
    at.close(1);
    assert.deepEqual([texts(second), texts(third)], [['one', 'more'], []]);
    assert.deepEqual(second.claim(), { prompts: [], others: false }, 'told once');
    await second.save([]);
    assert.deepEqual(at.files(), []);
  });

  it('are found again when the window that adopted them exits before storing them', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    at.close(1);
    assert.deepEqual(texts(at.open(2)), ['one']);
    at.close(2);
    assert.deepEqual(texts(at.open(3)), ['one']);
  });

  describe('whose window was killed while it wrote them', () => {
    /** The file of a window, moved to the name that it has until it is complete. */
    const interrupt = (at: ReturnType<typeof windows>, pid: number): string => {
      const [file = ''] = at.files().filter((name) => name.includes(`@${pid}.`));
      renameSync(join(at.folder, file), join(at.folder, `${file}.new`));
      return join(at.folder, file);
    };

    it('are adopted as they were written, by exactly one window', async () => {
      const at = windows();
      await at.open(1).save([prompt('one'), prompt('two')]);
      const file = interrupt(at, 1);
      writeFileSync(file, JSON.stringify([prompt('one')]));
      at.close(1);
      const [second, third] = [at.open(2), at.open(3)];
      assert.deepEqual([texts(second), texts(third)], [['one', 'two'], []]);
      await second.save([]);
      assert.deepEqual(at.files(), [], 'nothing of them stays on disk');
    });

    it('are adopted if they were the first', async () => {
      const at = windows();
      await at.open(1).save([prompt('one')]);
      interrupt(at, 1);
      at.close(1);
      assert.deepEqual(texts(at.open(2)), ['one']);
    });

    it('are those of the last complete write if this one is incomplete', async () => {
      const at = windows();
      await at.open(1).save([prompt('one')]);
      const [file = ''] = at.files();
      writeFileSync(join(at.folder, `${file}.new`), '[{"sessionId":"ses_1","te');
      at.close(1);
      const second = at.open(2);
      assert.deepEqual(texts(second), ['one']);
      await second.save([]);
      assert.deepEqual(at.files(), []);
    });

    it('stay with a window that is writing its first ones', async () => {
      const at = windows();
      await at.open(1).save([prompt('one')]);
      const file = interrupt(at, 1);
      assert.deepEqual(at.open(2).claim(), { prompts: [], others: true });
      assert.ok(existsSync(`${file}.new`));
    });

    it('are found by a window that has the process id of that one', async () => {
      const at = windows();
      await at.open(1).save([prompt('one')]);
      interrupt(at, 1);
      assert.deepEqual(texts(at.open(1)), ['one']);
    });
  });

  it('stay with a running window, however old its file seems after sleep or a clock change', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    const old = Date.now() / 1000 - 2 * 3_600;
    for (const file of at.files()) utimesSync(join(at.folder, file), old, old);
    assert.deepEqual(at.open(2).claim(), { prompts: [], others: true });
  });

  it('can be adopted once their window has given no sign of life for a while', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    const second = at.open(2);
    for (let looks = 0; looks < MAX_LOOKS; looks++) assert.deepEqual(texts(second), []);
    assert.deepEqual(texts(second), ['one'], 'the id of its process may be another’s by now');
  });

  it('stay with a window that gives signs of life', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    const second = at.open(2);
    for (let looks = 0; looks < 3 * MAX_LOOKS; looks++) {
      if (looks % 50 === 0) for (const file of at.files()) utimesSync(join(at.folder, file), looks, looks);
      assert.deepEqual(texts(second), []);
    }
  });

  it('are stored separately for each sandbox, and removed with it', async () => {
    const at = windows();
    const other = sandboxId('https://box/ä');
    await at.open(1).save([prompt('one')]);
    await at.open(1, other).save([prompt('other')]);
    at.open(1).forget();
    assert.deepEqual([texts(at.open(1)), texts(at.open(1, other))], [[], ['other']]);
  });

  it('are kept in the order they were saved in, and the last version counts', async () => {
    const at = windows();
    const sandbox = at.open(1);
    const saved = Array.from({ length: 50 }, (_, index) => sandbox.save(index === 49 ? [] : [prompt(`${index}`)]));
    await Promise.all(saved);
    assert.deepEqual(at.files(), []);
  });

  it('are ignored if they cannot be read', async () => {
    const at = windows();
    await at.open(1).save([prompt('one')]);
    for (const file of at.files()) writeFileSync(join(at.folder, file), '{"half');
    assert.deepEqual(texts(at.open(1)), []);
  });

  it('recognize this process as running, and a nonexistent one as not running', () => {
    assert.deepEqual([thisProcess.alive(process.pid), thisProcess.alive(2 ** 30)], [true, false]);
  });
});
