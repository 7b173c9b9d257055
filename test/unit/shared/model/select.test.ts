import assert from 'node:assert/strict';
import { messageId, partId, sessionId } from '../../../../src/shared/model/ids.js';
import type { FileChange, TextPart, UserMessage } from '../../../../src/shared/model/entities.js';
import {
  sessionState,
  byParent,
  changesOf,
  contextUse,
  costOf,
  family,
  isInterrupted,
  userText,
  topSession,
  wroteTodos,
} from '../../../../src/shared/model/select.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { assistant, opened, run, said, SES, session, tool, user } from './build.js';

const id = sessionId;
const tree: readonly AgentEvent[] = [
  { type: 'session.upserted', session: session({ id: id('ses_top'), updated: 5, cost: 0.5 }) },
  {
    type: 'session.upserted',
    session: session({ id: id('ses_sub'), parentId: id('ses_top'), updated: 9, cost: 0.25 }),
  },
  { type: 'session.upserted', session: session({ id: id('ses_deep'), parentId: id('ses_sub'), updated: 1 }) },
  { type: 'session.upserted', session: session({ id: id('ses_other'), updated: 7, cost: 1 }) },
];
const change = (path: string, status: FileChange['status'], additions: number, deletions: number): FileChange => ({
  path,
  status,
  additions,
  deletions,
});

describe('a selector', () => {
  it('nests sub-agents below their sessions, newest first', () => {
    const lists = byParent(run(tree));
    assert.deepEqual(
      lists.get(undefined)?.map((one) => one.id),
      ['ses_other', 'ses_top'],
    );
    assert.deepEqual(
      lists.get(id('ses_top'))?.map((one) => one.id),
      ['ses_sub'],
    );
  });

  it('shows every session of a cycle of parents once, below its smallest ID', () => {
    const circle = ['ses_c', 'ses_a', 'ses_b'].map((name, index, all) =>
      session({ id: id(name), parentId: id(all[(index + 1) % 3] ?? '') }),
    );
    const below = session({ id: id('ses_x'), parentId: id('ses_b') });
    const self = session({ id: id('ses_s'), parentId: id('ses_s') });
    const state = run([...circle, below, self].map((one) => ({ type: 'session.upserted', session: one })));
    const lists = byParent(state);
    assert.deepEqual(
      lists
        .get(undefined)
        ?.map((one) => one.id)
        .toSorted(),
      ['ses_a', 'ses_s'],
    );
    assert.equal([...lists.values()].flat().length, 5);
    for (const one of [...circle, below]) assert.equal(topSession(state, one.id), 'ses_a');
    assert.equal(topSession(state, self.id), 'ses_s');
  });

  it('ends for sessions that are their own ancestors', () => {
    const state = run([
      { type: 'session.upserted', session: session({ id: id('ses_a'), parentId: id('ses_b') }) },
      { type: 'session.upserted', session: session({ id: id('ses_b'), parentId: id('ses_a') }) },
    ]);
    assert.deepEqual([...family(state, id('ses_a'))].toSorted(), ['ses_a', 'ses_b']);
    assert.equal(topSession(state, id('ses_b')), 'ses_a');
  });

  it('adds up cost and activity of sub-agents', () => {
    const state = run([...tree, { type: 'session.status', sessionId: id('ses_deep'), status: { type: 'busy' } }]);
    const all = family(state, id('ses_top'));
    assert.equal(costOf(state, all), 0.75);
    assert.equal(sessionState(state, session({ id: id('ses_top') }), all, 'connected'), 'inProgress');
    assert.equal(costOf(state, [id('ses_deep')]), undefined);
  });

  it('combines the turns of a session: the last status of a file wins and counts add up', () => {
    const messages = [
      user('u1', 1, {
        changes: [change('new', 'added', 3, 0), change('old', 'modified', 1, 1), change('tmp', 'added', 1, 0)],
      }),
      assistant('a', 2),
      user('u2', 3, {
        changes: [change('new', 'modified', 1, 1), change('tmp', 'deleted', 0, 1), change('old', 'deleted', 0, 4)],
      }),
    ];
    assert.deepEqual(changesOf(messages), [change('new', 'added', 4, 1), change('old', 'deleted', 1, 5)]);
  });

  it('shows the list of tasks of the last turn only', () => {
    const wrote = assistant('a', 2, {
      parts: [tool('a', 'prt_t', 'completed', { call: { kind: 'todos', todos: [] } })],
    });
    assert.equal(wroteTodos([user('u1', 1), wrote, assistant('b', 3)]), true);
    assert.equal(wroteTodos([user('u1', 1), wrote, user('u2', 4), assistant('c', 5)]), false);
    assert.equal(wroteTodos([wrote]), true);
  });

  it('calls a message that never ended in an idle session interrupted', () => {
    assert.equal(isInterrupted(assistant('a', 1), false), true);
    assert.equal(isInterrupted(assistant('a', 1), true), false);
    assert.equal(isInterrupted(assistant('a', 1, { completed: 2 }), false), false);
  });
});

describe('the text of a user’s message', () => {
  const text = (id: string, words: string, more: Partial<TextPart> = {}): TextPart => ({
    id: partId(id),
    sessionId: sessionId('ses_1'),
    messageId: messageId('msg_1'),
    type: 'text',
    text: words,
    ...more,
  });
  const message = (...parts: readonly TextPart[]): UserMessage => ({
    id: messageId('msg_1'),
    sessionId: sessionId('ses_1'),
    role: 'user',
    created: 1,
    parts,
  });
  const read = (...parts: readonly TextPart[]): unknown => {
    const { words, contexts } = userText(message(...parts));
    return [words, ...contexts.map(({ name }) => name)];
  };

  it('is its words, and the names of what was attached', () => {
    assert.deepEqual(read(text('prt_1', 'Why?'), text('prt_2', 'code', { context: 'a.ts:3' })), ['Why?', 'a.ts:3']);
    assert.deepEqual(read(text('prt_1', 'code', { context: 'a.ts:3' })), ['', 'a.ts:3']);
  });

  it('never includes what the server added', () => {
    assert.deepEqual(read(text('prt_1', 'Why?'), text('prt_2', 'content', { synthetic: true })), ['Why?']);
  });

  it('has names even if the server drops them', () => {
    const along = text('prt_2', 'From `src/a.ts:3`:\n\n```\nx\n```');
    assert.deepEqual(read(text('prt_1', 'Why?'), along, text('prt_3', 'more\nlines')), ['Why?', 'src/a.ts:3', 'more']);
  });
});

describe('the use of the context', () => {
  const model = { providerId: 'p', modelId: 'm' };
  const tokens = { input: 700, output: 100, reasoning: 50, cacheRead: 100, cacheWrite: 50 };
  const messages = [assistant('msg_a', 1, { tokens, model }), assistant('msg_b', 2, { model })];
  const state = run([...opened, ...messages.map(said)]);
  const info = { ...model, name: 'M', providerName: 'P', variants: [], images: false };

  it('is the tokens of the last counted step out of the model’s limit', () => {
    const catalog = { ...state.catalog, models: [{ ...info, context: 10_000 }] };
    assert.deepEqual(contextUse({ ...state, catalog }, SES), { tokens: 1_000, window: 10_000 });
  });
  it('is unknown for other models and for sessions that are not open', () => {
    assert.deepEqual(contextUse(state, SES), { tokens: 1_000, window: undefined });
    assert.deepEqual(contextUse(state, sessionId('ses_other')), { tokens: 0, window: undefined });
  });
});
