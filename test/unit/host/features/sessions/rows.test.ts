import type { AgentServer } from '../../../../../src/core/agent/ports.js';
import assert from 'node:assert/strict';
import { childRows, hasChanges, parentRow, rowKey, type Row } from '../../../../../src/host/features/sessions/rows.js';
import type { ConnectionInfo } from '../../../../../src/shared/chat.js';
import type { Session } from '../../../../../src/shared/model/entities.js';
import { draftSession, messageId, sandboxId, sessionId } from '../../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../../src/shared/model/pending.js';
import { emptyState } from '../../../../../src/shared/model/state.js';
import { session } from '../../../shared/model/build.js';

const BOX = sandboxId('box');
const root: Row = { kind: 'sandbox', sandboxId: BOX };
const make = (sessions: readonly Session[], connection: ConnectionInfo = { phase: 'connected' }) => ({
  profile: { id: BOX },
  connection,
  store: { state: { ...emptyState, sessions: new Map(sessions.map((each) => [each.id, each])) } },
});
const one = (id: string, more: Partial<Session> = {}): Session => session({ id: sessionId(id), ...more });
const keys = (rows: readonly Row[]): readonly string[] => rows.map(rowKey);

describe('the tree of sessions', () => {
  it('shows the newest session first', () => {
    const sandbox = make([one('ses_a', { updated: 1 }), one('ses_b', { updated: 3 }), one('ses_c', { updated: 2 })]);
    assert.deepEqual(keys(childRows(sandbox, root)), ['box/ses_b', 'box/ses_c', 'box/ses_a']);
  });

  it('shows a session that is still to be created first, once for all its prompts', () => {
    const draft = draftSession(1, Math.random);
    const entry = (of: string, id: string): PendingPrompt => ({
      sessionId: sessionId(of),
      messageId: messageId(id),
      partIds: [],
      text: 'hello',
      attachments: [],
      created: 1,
      state: 'queued',
    });
    const pending = [entry(draft, 'msg_1'), entry('ses_a', 'msg_2'), entry(draft, 'msg_3')];
    const rows = childRows({ ...make([one('ses_a')]), pending }, root);
    assert.deepEqual(keys(rows), [`box/${draft}`, 'box/ses_a']);
    assert.ok(rows[0] !== undefined && !('sessionId' in rows[0]), 'commands take it for no session');
  });

  it('nests sub-agents under the session that started them', () => {
    const sandbox = make([one('ses_a'), one('ses_b', { parentId: sessionId('ses_a') })]);
    assert.deepEqual(keys(childRows(sandbox, root)), ['box/ses_a']);
    const parent: Row = { kind: 'session', sandboxId: BOX, sessionId: sessionId('ses_a') };
    assert.ok(keys(childRows(sandbox, parent)).includes('box/ses_b'));
    assert.deepEqual(parentRow(sandbox, { kind: 'session', sandboxId: BOX, sessionId: sessionId('ses_b') }), parent);
  });

  it('keeps archived sessions in a row of their own', () => {
    const sandbox = make([one('ses_a'), one('ses_b', { archived: 5 })]);
    assert.deepEqual(keys(childRows(sandbox, root)), ['box/ses_a', 'box#archive']);
    assert.deepEqual(keys(childRows(sandbox, { kind: 'archive', sandboxId: BOX })), ['box/ses_b']);
  });

  it('has changes to expand only if the session changed something and the server reports it', () => {
    const { id } = one('ses_a');
    const facts = (files: number | undefined, canTell: boolean): Parameters<typeof hasChanges>[0] => ({
      server: canTell ? ({ changes: {} } as AgentServer) : undefined,
      store: { state: { ...emptyState, changedFiles: new Map(files === undefined ? [] : [[id, files]]) } },
    });
    assert.equal(hasChanges(facts(2, true), id), true);
    assert.equal(hasChanges(facts(2, false), id), false);
    for (const files of [0, undefined]) assert.equal(hasChanges(facts(files, true), id), false);
  });

  it('offers a new session if there is none', () => {
    assert.deepEqual(keys(childRows(make([]), root)), ['box#newSession']);
  });

  it('says what to do without a connection, and keeps the sessions below', () => {
    const hints: readonly (readonly [ConnectionInfo, string])[] = [
      [{ phase: 'refused', reason: 'unauthorized' }, 'box#signIn'],
      [{ phase: 'refused', reason: 'insecure' }, 'box#allowInsecure'],
      [{ phase: 'refused', reason: 'wrongAddress' }, 'box#edit'],
      [{ phase: 'offline' }, 'box#retry'],
      [{ phase: 'disconnected' }, 'box#connect'],
      [{ phase: 'sleeping' }, 'box#connect'],
    ];
    for (const [connection, hint] of hints)
      assert.deepEqual(keys(childRows(make([one('ses_a')], connection), root)), [hint, 'box/ses_a']);
  });

  it('shows progress only while there is nothing else to show', () => {
    assert.deepEqual(keys(childRows(make([], { phase: 'connecting' }), root)), ['box#loading']);
    assert.deepEqual(keys(childRows(make([one('ses_a')], { phase: 'reconnecting' }), root)), ['box/ses_a']);
  });

  it('shows sessions whose parents form a cycle', () => {
    const sandbox = make([
      one('ses_a', { parentId: sessionId('ses_b') }),
      one('ses_b', { parentId: sessionId('ses_a') }),
    ]);
    assert.deepEqual(keys(childRows(sandbox, root)), ['box/ses_a']);
  });
});
