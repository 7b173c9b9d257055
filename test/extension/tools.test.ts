import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SandboxApi } from '../../src/api.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { TOOLS } from '../../src/host/features/tools/actions.js';
import type { Services } from '../../src/host/services/index.js';
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
  let testSandboxes: readonly Sandbox[];
  before(async () => {
    services = await inside();
    model = await startModel({ scripts: { held: [{ text: 'Wait.', hold: 'held' }] } });
    [server, agent] = await Promise.all([startOpencode({ model, password: 'secret' }), startSandboxAgent()]);
    testSandboxes = [
      await add(services, server.url, server.password, 'Tools box'),
      await add(services, agent.origin, agent.token, 'Tools agent'),
    ];
  });
  after(async () => {
    for (const testSandbox of testSandboxes ?? []) await forget(services, testSandbox);
    await Promise.all([server.dispose(), agent.dispose()]);
    await model.close();
  });

  for (const sandbox of ['Tools box', 'Tools agent'])
    it(`work as language model tools on ${sandbox}, with exactly their schemas`, async () => {
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

  it('accept only a session ID, a prompt and a sandbox', async () => {
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

  it('accept nothing that could address another server', async () => {
    const [first, agent] = testSandboxes;
    const asked: string[] = [];
    // Changes of an earlier turn may still be counted.
    const isCounting = (title: string): boolean => /^(POST \/v1\/processes\/run|GET .*\/message\/msg_\w+)$/.test(title);
    const listening = services.onTraffic(({ sandbox, entry }) => {
      if (entry.kind === 'request' && !(sandbox === agent && isCounting(entry.title))) asked.push(entry.title);
    });
    const ids: readonly unknown[] = [
      undefined,
      null,
      7,
      '',
      'ses_',
      'ses_a b',
      'ses_a/../../vcs',
      'ses_a%2F..',
      'ses_a?x=1',
      'ses_a#x',
      'ses_a\n',
      'SES_a',
      ' ses_a',
      `ses_${'a'.repeat(200)}`,
      ['ses_a'],
      { toString: () => 'ses_a' },
      'ses_ä',
    ];
    const prompts: readonly unknown[] = [undefined, null, 7, '', ' \n', ['x'], {}, 'x'.repeat(1_000_001)];
    const sandboxes: readonly unknown[] = [
      7,
      null,
      {},
      ['Tools box'],
      '__proto__',
      'constructor',
      'tools box ',
      '../x',
    ];
    const reading = ['opencodeGetMessages', 'opencodeGetSession'];
    const inputs: readonly (readonly [string, object])[] = [
      ...ids.flatMap((sessionId) => reading.map((name) => [name, { sandbox: 'Tools box', sessionId }] as const)),
      ...ids.map((id) => ['opencodeSendPrompt', { sandbox: 'Tools box', sessionId: id, prompt: 'x' }] as const),
      ...prompts.map((prompt) => ['opencodeSendPrompt', { sandbox: 'Tools box', sessionId: 'ses_a', prompt }] as const),
      ...sandboxes.map((sandbox) => ['opencodeCreateSession', { sandbox }] as const),
      ...sandboxes.map((sandbox) => ['opencodeListSessions', { sandbox }] as const),
    ];
    const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
    const api = (await extension?.activate()) as unknown as Record<string, (input: object) => Promise<unknown>>;
    for (const [name, input] of inputs) {
      await assert.rejects(api[name]?.(input) ?? assert.fail(), Error, JSON.stringify([name, input]));
      // Tools are asked with JSON.
      await assert.rejects(invoke(name, JSON.parse(JSON.stringify(input)) as object), Error, JSON.stringify(input));
    }
    listening.dispose();
    // Models, agents and commands are reloaded automatically whenever the server reports a change.
    const byItself = /^GET \/(config|config\/providers|agent|command)$/;
    assert.deepEqual(
      asked.filter((line) => !byItself.test(line)),
      [],
    );
    assert.deepEqual(first?.pending, []);
  });

  it('are the whole API', async () => {
    const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
    const own = Object.keys((await extension?.activate()) ?? {}).filter(
      (name) => name !== 'services' && name !== 'version',
    );
    assert.deepEqual(own.toSorted(), [...TOOLS].toSorted());
    const offered = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('opencode'));
    assert.deepEqual(offered.toSorted(), [...TOOLS].toSorted());
  });

  for (const sandbox of ['Tools box', 'Tools agent'])
    it(`return the same through the API, in objects with only the documented fields (${sandbox})`, async () => {
      const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
      const api = (await extension?.activate()) ?? assert.fail();
      const keys = (value: object): readonly string[] => Object.keys(value).toSorted();
      const created = await api.opencodeCreateSession({ sandbox });
      assert.deepEqual(keys(created), ['session']);
      const { id: sessionId } = created.session;
      const sent = await api.opencodeSendPrompt({ sandbox, sessionId, prompt: 'by the API' });
      assert.deepEqual(sent, { success: true, result: '' });
      const answered = await until('the answer is complete', async () => {
        const read = await api.opencodeGetMessages({ sandbox, sessionId });
        return read.messages.length === 2 && read.messages[1]?.info.time.completed !== undefined && read;
      });
      assert.deepEqual(keys(answered), ['messages']);
      for (const message of answered.messages) assert.deepEqual(keys(message), ['info', 'parts']);
      const read = await api.opencodeGetSession({ sandbox, sessionId });
      assert.deepEqual(keys(read), ['session']);
      assert.equal(read.session.id, sessionId);
      const listed = await api.opencodeListSessions({ sandbox });
      assert.deepEqual(keys(listed), ['sessions']);
      assert.ok(listed.sessions.some(({ id }) => id === sessionId));
    });

  it('report when the user canceled the prompt before it was sent', async () => {
    const [testSandbox] = testSandboxes;
    const sandbox = 'Tools box';
    const { session } = await invoke('opencodeCreateSession', { sandbox });
    await invoke('opencodeSendPrompt', { sandbox, sessionId: session.id, prompt: '[[held]]' });
    await model.asked('held');
    const second = invoke('opencodeSendPrompt', { sandbox, sessionId: session.id, prompt: 'never mind' });
    const waiting = await until('it waits for the turn', () => testSandbox?.pending[0]);
    testSandbox?.cancelPrompt(waiting.messageId);
    await assert.rejects(second, /removed before it was sent/);
    model.release('held');
  });

  it('leave no prompt behind for a session that does not exist', async () => {
    const extension = vscode.extensions.getExtension<SandboxApi>('opencode-sandbox.opencode-sandbox');
    const api = await extension?.activate();
    await assert.rejects(
      api?.opencodeSendPrompt({ sandbox: 'Tools box', sessionId: 'ses_doesnotexist', prompt: 'lost?' }) ??
        assert.fail(),
    );
    assert.deepEqual(testSandboxes[0]?.pending, []);
  });
});
