import assert from 'node:assert/strict';
import type { AssistantMessage, Message, Part } from '../../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { messageId, partId } from '../../../../../src/shared/model/ids.js';
import {
  assistant,
  delta,
  loaded,
  messagesOf,
  opened,
  run,
  said,
  SES,
  session,
  status,
  text,
  upsert,
  user,
  words,
} from '../build.js';

describe('reloading a transcript', () => {
  const midway = run([
    ...opened,
    loaded([user('u', 1)]),
    status('busy'),
    said(assistant('m', 2)),
    upsert(text('m', 'p', '', { start: 3 })),
    delta('m', 'p', 'Hello wor'),
  ]);
  const asRead = assistant('m', 2, { parts: [text('m', 'p', '', { start: 3 })] });

  it('does not overwrite text that is being written with the empty text of a reload', () => {
    const state = run([loaded([user('u', 1), asRead]), delta('m', 'p', 'ld')], midway);
    assert.equal(words(state), 'Hello world');
  });

  it('ignores deltas after a gap until the whole text arrives', () => {
    const gap = run([loaded([user('u', 1), asRead], { afterGap: true }), delta('m', 'p', ' again')], midway);
    assert.equal(words(gap), 'Hello wor');
    const part = messagesOf(gap)[1]?.parts[0];
    assert.equal(part?.type === 'text' && part.gap, true);
    const whole = run([upsert(text('m', 'p', 'Hello world, again', { start: 3, end: 4 }))], gap);
    assert.equal(words(whole), 'Hello world, again');
  });

  const step = (id: string): Part => ({
    id: partId(id),
    sessionId: SES,
    messageId: messageId('m'),
    type: 'step-start',
  });
  /** The request was retried: the server keeps the dropped beginning without its text. */
  const retried = (parts: readonly Part[], more: Partial<AssistantMessage> = {}): Message =>
    assistant('m', 2, { ...more, parts: [step('s1'), text('m', 'p', '', { start: 3 }), step('s2'), ...parts] });
  const answer = text('m', 'q', 'Hello world', { start: 4, end: 5 });

  it('shows the text of GET, without a dropped beginning, once a retried message is complete', () => {
    const complete = retried([answer], { completed: 6 });
    const fresh = run([...opened, loaded([user('u', 1), complete])]);
    const { parts: _, ...head } = complete;
    for (const afterGap of [true, false]) {
      const reread = run([loaded([user('u', 1), complete], { afterGap })], midway);
      assert.deepEqual(messagesOf(reread), messagesOf(fresh));
      const rest = [upsert(answer), said({ ...head, parts: [] } as Message)];
      const streamed = run([loaded([user('u', 1), retried([])], { afterGap }), ...rest], midway);
      assert.equal(
        words(streamed),
        'step-start|step-start|Hello world',
        `the rest of the stream, after a gap: ${afterGap}`,
      );
    }
  });

  it('shows no text of a step that the model restarted while the message is running', () => {
    const state = run(
      [loaded([user('u', 1), retried([text('m', 'q', '', { start: 4 })])], { afterGap: true })],
      midway,
    );
    assert.equal(words(state), 'step-start||step-start|');
  });

  it('shows the text of GET for an interrupted turn', () => {
    const idle: AgentEvent = { type: 'snapshot.loaded', sessions: [session()], status: [], requests: [] };
    const read = loaded([user('u', 1), asRead], { afterGap: true });
    assert.deepEqual(messagesOf(run([idle, read], midway)), messagesOf(run([...opened, idle, read])));
  });

  it('keeps a part whose beginning arrived on the stream after the reconnect', () => {
    const state = run(
      [
        loaded([user('u', 1), asRead], { afterGap: true }),
        upsert(text('m', 'p', '', { start: 3 })),
        delta('m', 'p', 'from the start'),
      ],
      run([...opened, said(assistant('m', 2))]),
    );
    assert.equal(words(state), 'from the start');
  });

  it('removes parts after a gap that the server no longer has, and without a gap keeps parts that arrived meanwhile', () => {
    const state = run([...opened, loaded([user('u', 1)]), said(user('new', 5))]);
    assert.equal(messagesOf(run([loaded([user('u', 1)], { afterGap: true })], state)).length, 1);
    assert.equal(messagesOf(run([loaded([user('u', 1)])], state)).length, 2);
  });

  it('keeps older pages when the newest is reloaded', () => {
    const older = loaded([user('u0', 1)], { page: 'older' });
    const state = run([...opened, loaded([user('u1', 5)], { older: 'cursor' }), older]);
    assert.equal(state.transcripts.get(SES)?.older, undefined);
    const again = run([loaded([user('u1', 5), user('u2', 6)], { older: 'cursor', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(again).map((message) => message.id),
      ['u0', 'u1', 'u2'],
    );
    assert.equal(again.transcripts.get(SES)?.older, undefined);
  });

  it('drops older messages that the newest page does not overlap; they reload on scroll', () => {
    const state = run([...opened, loaded([user('u1', 1), user('u2', 2)])]);
    const far = run([loaded([user('u8', 8), user('u9', 9)], { older: 'before u8', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(far).map((message) => message.id),
      ['u8', 'u9'],
    );
    assert.equal(far.transcripts.get(SES)?.older, 'before u8');
    const near = run([loaded([user('u2', 2), user('u9', 9)], { older: 'before u2', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(near).map((message) => message.id),
      ['u1', 'u2', 'u9'],
    );
  });

  it('keeps the parts of a running message that the server returns without any', () => {
    const state = run([...opened, said(assistant('m', 2)), upsert(text('m', 'p', 'by the stream'))]);
    assert.equal(words(run([loaded([assistant('m', 2)], { afterGap: true })], state)), 'by the stream');
  });
});
