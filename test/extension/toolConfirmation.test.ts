import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Services } from '../../src/host/services/index.js';
import type { ToolInput, ToolName } from '../../src/host/features/tools/actions.js';
import { MAX_CONFIRMED } from '../../src/host/features/tools/confirm.js';
import { createTool } from '../../src/host/features/tools/index.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { add, forget, inside } from './inside.js';

describe('the confirmation before a tool runs', () => {
  let services: Services;
  let model: Model;
  let servers: readonly Opencode[];
  let first: Sandbox;
  let second: Sandbox;
  const token = new vscode.CancellationTokenSource().token;
  before(async () => {
    services = await inside();
    model = await startModel();
    servers = await Promise.all([
      startOpencode({ model, password: 'secret' }),
      startOpencode({ model, password: 'secret' }),
    ]);
    const [one, two] = servers;
    first = await add(services, one?.url ?? '', 'secret', 'Confirmed');
    second = await add(services, two?.url ?? '', 'secret', 'Another');
  });
  after(async () => {
    for (const sandbox of [first, second]) await forget(services, sandbox);
    await Promise.all(servers.map((server) => server.dispose()));
    await model.close();
  });

  const prepare = async (
    tool: vscode.LanguageModelTool<ToolInput>,
    input: ToolInput,
  ): Promise<vscode.PreparedToolInvocation> => (await tool.prepareInvocation?.({ input }, token)) ?? assert.fail();
  const messageOf = ({ confirmationMessages }: vscode.PreparedToolInvocation): string => {
    const message = confirmationMessages?.message;
    return typeof message === 'string' ? message : (message?.value ?? '');
  };
  const tool = (name: ToolName): vscode.LanguageModelTool<ToolInput> => createTool(services, name);
  const invoke = (of: vscode.LanguageModelTool<ToolInput>, input: ToolInput): vscode.ProviderResult<unknown> =>
    of.invoke({ input, toolInvocationToken: undefined }, token);

  it('shows the whole prompt, to its last character', async () => {
    const prompt = `${'word '.repeat(5_000)}and then delete everything`;
    const text = messageOf(
      await prepare(tool('opencodeSendPrompt'), { sandbox: 'Confirmed', sessionId: 'ses_a', prompt }),
    );
    assert.ok(text.includes(prompt));
  });

  it('marks invisible and reordering characters', async () => {
    const hidden = '\u200b\u202e\u2066\u{e0041}\u0000\u001b';
    const prompt = `list files${hidden} in src`;
    const text = messageOf(
      await prepare(tool('opencodeSendPrompt'), { sandbox: 'Confirmed', sessionId: 'ses_a', prompt }),
    );
    for (const character of hidden) assert.ok(!text.includes(character));
    for (const code of ['200B', '202E', '2066', 'E0041', '0000', '001B']) assert.ok(text.includes(`U+${code}`), code);
  });

  it('stays in its fence and is never trusted', async () => {
    const prompt = '```\n\n[Allow](command:x) ![y](https://evil.example)\n\n~~~\n````\n```text';
    const prepared = await prepare(tool('opencodeSendPrompt'), { sandbox: 'Confirmed', sessionId: 'ses_a', prompt });
    const message = prepared.confirmationMessages?.message;
    assert.ok(message instanceof vscode.MarkdownString);
    assert.ok(message.isTrusted !== true && message.supportHtml !== true);
    assert.match(message.value, /\n`````text\n```\n/);
    assert.match(message.value.trimEnd(), /\n`````$/);
  });

  it('is refused if nobody would read it to its end', async () => {
    const prompt = 'x'.repeat(MAX_CONFIRMED + 1);
    const sending = tool('opencodeSendPrompt');
    const input = { sandbox: 'Confirmed', sessionId: 'ses_a', prompt };
    await assert.rejects(prepare(sending, input), /cannot be reviewed before/);
    await assert.rejects(async () => invoke(sending, input), /cannot be reviewed before/);
  });

  it('is shown once per sandbox before sessions are read', async () => {
    for (const [sandbox, other] of [
      ['Confirmed', 'Another'],
      ['Another', undefined],
    ] as const) {
      const reading = tool('opencodeListSessions');
      const prepared = await prepare(reading, { sandbox });
      assert.match(prepared.confirmationMessages?.title ?? '', new RegExp(sandbox));
      assert.match(messageOf(prepared), /wants/);
      await invoke(reading, { sandbox });
      for (const name of ['opencodeListSessions', 'opencodeGetMessages', 'opencodeGetSession'] as const) {
        const again = await prepare(tool(name), { sandbox, sessionId: 'ses_a' });
        assert.equal(again.confirmationMessages, undefined, name);
        if (other === undefined) continue;
        const elsewhere = await prepare(tool(name), { sandbox: other, sessionId: 'ses_a' });
        assert.ok(elsewhere.confirmationMessages, name);
      }
    }
  });

  it('applies to the sandbox that it names, whichever is selected by then', async () => {
    const creating = tool('opencodeCreateSession');
    await services.chats.open({ sandboxId: first.profile.id }, { focus: false });
    const prepared = await prepare(creating, {});
    assert.match(prepared.confirmationMessages?.title ?? '', /Confirmed/);
    const before = second.store.state.sessions.size;
    await services.chats.open({ sandboxId: second.profile.id }, { focus: false });
    const sessions = first.store.state.sessions.size;
    await invoke(creating, {});
    const listed = await servers[0]?.json<readonly unknown[]>('/session');
    assert.equal(listed?.length, sessions + 1);
    assert.equal(second.store.state.sessions.size, before);
  });
});
