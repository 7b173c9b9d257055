// Turns of the real OpenCode 2 server with interruptions: prompts in between, requests of sub-agents, restarts.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { toolState } from '../../../src/shared/model/states.js';
import { opencode2 as dialect } from '../../support/dialect.js';
import { asksColor } from '../../support/steps.js';
import { makeTemp, removeTemp } from '../../support/temp.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

/** Outside of the agent's folder, whose changes it reports. */
const signals = makeTemp('signals');
/** Runs until the test makes a file of this name. */
const waitsFor = (file: string) =>
  dialect.command(`echo begun; until test -e ${join(signals, file)}; do sleep 0.1; done; echo over`);
const delegates = (words: string) => ({
  name: 'subagent',
  args: { agent: 'general', description: 'Sub job', prompt: words },
});

const scripts = {
  first: [{ text: 'First.' }],
  second: [{ text: 'Second.' }],
  long: [{ text: 'Listing.', tools: [waitsFor('go')] }, { text: 'Done.' }],
  killed: [{ text: 'Listing.', tools: [waitsFor('never')] }, { text: 'Done.' }],
  git: [{ tools: [dialect.command('git status --short')] }, { text: 'After all.' }],
  parent: [{ text: 'Delegating.', tools: [delegates('[[child]]')] }, { text: 'Delegated.' }],
  child: [{ tools: [dialect.command('git status --short')] }, { text: 'Child done.' }],
  ask: asksColor('You chose.'),
  priced: [{ text: 'Priced.', usage: { prompt: 100_000, completion: 1_000, cached: 40_000 } }],
};

(dialect.available() ? describe : describe.skip)('a turn of OpenCode 2', () => {
  const at = realServer(scripts, dialect);
  after(() => removeTemp(signals));
  const request = (sandbox: Sandbox, id?: SessionId) =>
    until(sandbox, 'a request', (state) => state.requests.find((one) => id === undefined || one.sessionId === id));
  const texts = (id: SessionId): readonly string[] =>
    messages(at().sandbox, id).map(({ role, parts }) =>
      [role, ...parts.map((part) => (part.type === 'text' ? part.text : part.type))].join(' '),
    );

  it('is steered once its command has ended, and shows the prompt where the agent read it', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[long]]');
    await until(sandbox, 'the command', () =>
      messages(sandbox, id).some(({ parts }) =>
        parts.some((part) => part.type === 'tool' && part.status === 'running'),
      ),
    );
    const now = await sandbox.send(id, { ...prompt('[[second]] Mind the gap'), delivery: 'steer' });
    await until(sandbox, 'it in the inbox', (state) => state.inbox.get(id)?.some((entry) => entry.id === now));
    assert.deepEqual(texts(id), ['user [[long]]', 'assistant Listing. tool']);
    writeFileSync(join(signals, 'go'), '');
    await until(sandbox, 'the answer', (state) => said(sandbox, id).includes('Second.') && !state.status.has(id));
    const shown = ['user [[long]]', 'assistant Listing. tool', 'user [[second]] Mind the gap', 'assistant Second.'];
    assert.deepEqual(texts(id), shown);
    assert.equal(sandbox.store.state.inbox.size, 0);
    const second = await at().open();
    second.openTranscript(id);
    await until(second, 'the same after a reload', () => messages(second, id).length === shown.length);
    assert.deepEqual(messages(second, id), messages(sandbox, id));
  });

  for (const decision of ['once', 'reject'] as const)
    it(`continues after the permission of its sub-agent was answered with “${decision}”`, async () => {
      const { sandbox, begin } = at();
      const id = await begin(`[[parent]] ${decision}`);
      const asked = await request(sandbox);
      assert.notEqual(asked.sessionId, id, 'the sub-agent asks');
      assert.equal(sandbox.store.state.sessions.get(asked.sessionId)?.parentId, id);
      await sandbox.replyPermission(asked.id, decision);
      await until(sandbox, 'the end', (state) => !state.status.has(id) && !state.status.has(asked.sessionId));
      assert.deepEqual([sandbox.store.state.requests, sandbox.store.state.failures.get(id)], [[], undefined]);
      if (decision === 'once') assert.match(said(sandbox, id), /Delegated\./);
    });

  it('continues after its question is dismissed', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[ask]]');
    await sandbox.rejectQuestion((await request(sandbox, id)).id);
    await until(sandbox, 'the end', (state) => !state.status.has(id) && state.requests.length === 0);
    assert.equal(sandbox.store.state.failures.get(id), undefined);
    await sandbox.send(id, prompt('[[first]]'));
    await until(sandbox, 'the next answer', () => said(sandbox, id).includes('First.'));
  });

  it('ends with its question when the server reloads its folder', async () => {
    const { sandbox, begin, server } = at();
    const id = await begin('[[git]] reloaded');
    await request(sandbox, id);
    await server.fetch('/api/location/reload', { method: 'POST' });
    await until(sandbox, 'no question', (state) => state.requests.length === 0);
    await until(sandbox, 'the end', (state) => !state.status.has(id));
  });

  it('counts cost, tokens and context as the server does', async () => {
    const { sandbox, server, begin } = at();
    const id = await begin('[[priced]]');
    await rested(sandbox, id);
    interface Counted {
      readonly cost: number;
      readonly tokens: { readonly input: number; readonly output: number; readonly cache: { readonly read: number } };
    }
    const counted = await until(sandbox, 'its cost', (state) => {
      const { cost = 0, tokens } = state.sessions.get(id) ?? {};
      return cost > 0 && { cost, tokens };
    });
    const { data } = await server.json<{ data: Counted }>(`/api/session/${id}`);
    assert.ok(data.cost > 0.1, String(data.cost));
    assert.deepEqual(
      [counted.cost, counted.tokens?.input, counted.tokens?.output, counted.tokens?.cacheRead],
      [data.cost, data.tokens.input, data.tokens.output, data.tokens.cache.read],
    );
    const answer = messages(sandbox, id).at(-1);
    assert.ok(answer?.role === 'assistant');
    assert.deepEqual([answer.tokens?.input, answer.tokens?.cacheRead], [60_000, 40_000]);
    const used = sandbox.store.state.catalog.models.find(({ modelId }) => modelId === answer.model?.modelId);
    assert.equal(used?.context, 200_000);
  });

  // The last two: they restart the server.
  it('that waits for a permission ends with a restart of the server, and its request can no longer be answered', async () => {
    const { sandbox, begin, server } = at();
    const id = await begin('[[git]] restarted');
    const asked = await request(sandbox, id);
    await server.restart();
    await assert.rejects((await sandbox.ready()).requests.replyPermission({ id: asked.id, sessionId: id }, 'once'), {
      status: 404,
    });
    await until(
      sandbox,
      'no question',
      (state, { connection }) => connection.phase === 'connected' && state.requests.length === 0,
    );
    await assert.rejects(sandbox.replyPermission(asked.id, 'once'), /already answered/);
    await until(sandbox, 'the end', (state) => !state.status.has(id));
    await sandbox.send(id, prompt('[[first]]'));
    await until(sandbox, 'the next answer', () => said(sandbox, id).includes('First.'));
  });

  it('whose server is killed while a command runs is shown as interrupted, and the next prompt works', async () => {
    const { sandbox, begin, server } = at();
    const id = await begin('[[killed]]');
    await until(sandbox, 'the command', () =>
      messages(sandbox, id).some(({ parts }) =>
        parts.some((part) => part.type === 'tool' && part.status === 'running'),
      ),
    );
    await server.kill();
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    await server.restart();
    await until(
      sandbox,
      'a connection',
      (state, { connection }) => connection.phase === 'connected' && !state.status.has(id),
    );
    const call = messages(sandbox, id)
      .flatMap(({ parts }) => parts)
      .find((part) => part.type === 'tool');
    assert.ok(call?.type === 'tool');
    assert.equal(toolState(call, false), 'interrupted', 'the server never says how it ended');
    await sandbox.send(id, prompt('[[first]]'));
    await until(sandbox, 'the next answer', () => said(sandbox, id).includes('First.'));
    await rested(sandbox, id);
  });
});
