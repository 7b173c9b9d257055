import assert from 'node:assert/strict';
import { createStorage } from '../../../../src/host/vscode/storage.js';
import { makeTemp } from '../../../support/temp.js';
import { messageId, sandboxId, sessionId } from '../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../src/shared/model/pending.js';

/** The storage of an extension: keys and JSON values. */
const memento = () => {
  const values = new Map<string, string>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => {
      const value = values.get(key);
      return value === undefined ? otherwise : (JSON.parse(value) as T);
    },
    update: async (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
    setKeysForSync() {},
  };
};
const make = () => {
  const workspaceState = memento();
  const globalState = memento();
  const globalStorageUri = { fsPath: makeTemp('storage') };
  return {
    workspaceState,
    globalState,
    storage: createStorage({ workspaceState, globalState, globalStorageUri } as never),
  };
};
const BOX = sandboxId('box');
const SES = sessionId('ses_1');
const ref = { sandboxId: BOX, sessionId: SES };
const prompt: PendingPrompt = {
  sessionId: SES,
  messageId: messageId('msg_1'),
  partIds: [],
  text: 'hello',
  attachments: [],
  created: 1,
  state: 'queued',
};

describe('stored state', () => {
  it('holds unsent prompts until they are sent', async () => {
    const { storage } = make();
    await storage.outbox(BOX).save([prompt]);
    assert.deepEqual(storage.outbox(BOX).claim().prompts, [prompt]);
    await storage.outbox(BOX).save([]);
    assert.deepEqual(storage.outbox(BOX).claim().prompts, []);
  });

  it('holds a draft for each session and one for a new session', () => {
    const { storage } = make();
    storage.saveDraft(ref, 'one');
    storage.saveDraft({ sandboxId: BOX }, 'new');
    assert.equal(storage.draft(ref), 'one');
    assert.equal(storage.draft({ sandboxId: BOX }), 'new');
    storage.saveDraft(ref, '');
    assert.equal(storage.draft(ref), '');
  });

  it('moves what was chosen for a new session into that session', () => {
    const { storage } = make();
    const choice = { agent: 'plan' };
    storage.saveChoice({ sandboxId: BOX }, choice);
    assert.deepEqual(storage.moveChoice({ sandboxId: BOX }, ref), choice);
    assert.deepEqual([storage.choice(ref), storage.choice({ sandboxId: BOX })], [choice, {}]);
  });
  it('holds the recently used models, newest first and each once', () => {
    const { storage } = make();
    for (const name of ['a/1', 'b/2', 'a/1', 'c/3', 'd/4', 'e/5', 'f/6']) storage.addRecentModel(name);
    assert.deepEqual(storage.recentModels, ['f/6', 'e/5', 'd/4', 'c/3', 'a/1']);
  });

  it('knows which sandboxes the settings had, including those with a secret from an earlier version', () => {
    const { storage, globalState } = make();
    void globalState.update('secretOrigin:old', 'https://x');
    assert.deepEqual(storage.configured, ['old']);
    storage.saveConfigured([BOX]);
    assert.deepEqual(storage.configured, [BOX]);
  });

  it('is empty if it is malformed', () => {
    const { storage, workspaceState } = make();
    void workspaceState.update('open', { sandboxId: 7 });
    assert.equal(storage.open, undefined);
  });

  it('lets tools read a sandbox only if the user allowed it, at the address it had then', () => {
    const { storage } = make();
    const [one, two] = [sandboxId('one'), sandboxId('two')];
    assert.equal(storage.mayToolsRead(one, 'https://a/x'), false);
    storage.letToolsRead(one, 'https://a/x');
    assert.equal(storage.mayToolsRead(one, 'https://a/x'), true);
    assert.equal(storage.mayToolsRead(one, 'https://a/y'), false);
    assert.equal(storage.mayToolsRead(two, 'https://a/x'), false);
    storage.forget(one);
    assert.equal(storage.mayToolsRead(one, 'https://a/x'), false);
  });

  it('loses all of a removed sandbox and nothing of others', async () => {
    const { storage } = make();
    const other = sandboxId('other');
    for (const id of [BOX, other]) {
      await storage.outbox(id).save([prompt]);
      storage.saveDraft({ sandboxId: id }, 'text');
      storage.setOff(id, true);
    }
    storage.forget(BOX);
    assert.deepEqual(storage.outbox(BOX).claim().prompts, []);
    assert.equal(storage.draft({ sandboxId: BOX }), '');
    assert.equal(storage.isOff(BOX), false);
    assert.deepEqual(storage.outbox(other).claim().prompts, [prompt]);
    assert.equal(storage.isOff(other), true);
  });
});
