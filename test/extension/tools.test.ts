import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SandboxApi } from '../../src/api.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Services } from '../../src/host/services.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

interface Answer {
  readonly session: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly sessions: readonly {
    readonly id: string;
    readonly title: string;
    readonly time: { readonly created: number };
  }[];
  readonly messages: readonly {
    readonly info: { readonly id: string; readonly role: string; readonly time: { readonly completed?: number } };
    readonly parts: readonly { readonly type: string; readonly text?: string }[];
  }[];
  readonly success: boolean;
  readonly result: string;
}

const invoke = async (name: string, input: object): Promise<Answer> => {
  const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = result.content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Answer;
};

describe('the five actions', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let agent: SandboxAgent;
  let boxes: readonly Sandbox[];
  before(async () => {
    services = await inside();
    model = await startModel();
    [server, agent] = await Promise.all([startOpencode({ model, password: 'secret' }), startSandboxAgent()]);
    boxes = [
      await add(services, server.url, server.password, 'Tools box'),
      await add(services, agent.origin, agent.token, 'Tools agent'),
    ];
  });
  after(async () => {
    for (const box of boxes ?? []) await forget(services, box);
    await Promise.all([server.dispose(), agent.dispose()]);
    await model.close();
  });

  for (const sandbox of ['Tools box', 'Tools agent'])
    it(`work as language model tools on ${sandbox}, in exactly their shapes`, async () => {
      const { session } = await invoke('opencodeCreateSession', { sandbox });
      assert.match(session.id, /^ses_/);
      for (const key of ['slug', 'version', 'directory', 'title']) assert.equal(typeof session[key], 'string', key);
      assert.deepEqual(
        await invoke('opencodeSendPrompt', { sandbox, sessionId: session.id, prompt: 'hello from another program' }),
        {
          success: true,
          result: '',
        },
      );
      const { messages } = await until('the answer is complete', async () => {
        const read = await invoke('opencodeGetMessages', { sandbox, sessionId: session.id });
        return read.messages.at(-1)?.info.time.completed === undefined || read.messages.length < 2 ? undefined : read;
      });
      assert.deepEqual(
        messages.map(({ info }) => info.role),
        ['user', 'assistant'],
      );
      assert.ok(
        messages[1]?.parts.some(({ text }) => text?.includes('hello from another program')),
        JSON.stringify(messages),
      );
      const read = (await invoke('opencodeGetSession', { sandbox, sessionId: session.id })).session;
      assert.equal(read.id, session.id);
      const { time, summary } = read as unknown as { time: object; summary: object };
      assert.deepEqual(Object.keys(time).filter((key) => key === 'created' || key === 'updated').length, 2);
      for (const key of ['additions', 'deletions', 'files']) assert.ok(key in summary, key);
      const { sessions } = await invoke('opencodeListSessions', { sandbox });
      const [listed] = sessions.filter(({ id }) => id === session.id);
      assert.equal(typeof listed?.title, 'string');
      assert.equal(typeof listed?.time.created, 'number');
    });

  it('take only what is a session id, a prompt and a sandbox', async () => {
    const sandbox = 'Tools box';
    const bad: readonly (readonly [string, object, RegExp])[] = [
      ['opencodeGetSession', { sandbox, sessionId: '../config' }, /id of a session/],
      ['opencodeGetMessages', { sandbox, sessionId: 'ses_1/../x' }, /id of a session/],
      ['opencodeSendPrompt', { sandbox, sessionId: 'ses_1', prompt: '  ' }, /not empty/],
      ['opencodeListSessions', { sandbox: 'nowhere' }, /no such sandbox/],
    ];
    const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
    const api = (await extension?.activate()) as unknown as Record<string, (input: object) => Promise<unknown>>;
    for (const [name, input, said] of bad) await assert.rejects(api[name]?.(input) ?? assert.fail(), said);
    await assert.rejects(
      api['opencodeGetSession']?.({ sandbox, sessionId: 'ses_doesnotexist' }) ?? assert.fail(),
      /^Error: Tools box: /,
    );
  });

  it('leave no prompt behind for a session that is not there', async () => {
    const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
    const api = await extension?.activate();
    await assert.rejects(
      api?.opencodeSendPrompt({ sandbox: 'Tools box', sessionId: 'ses_doesnotexist', prompt: 'lost?' }) ??
        assert.fail(),
    );
    assert.deepEqual(boxes[0]?.pending, []);
  });
});
