import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../../../src/core/agent/opencode1/events.js';
import { parseRemoteCommand, type RemoteCommand } from '../../../../src/core/sandbox/remote.js';

const meaning = (type: string, properties: unknown): RemoteCommand | undefined => {
  const event = decode({ type, properties });
  return event?.type === 'remote.control' ? parseRemoteCommand(event.control) : undefined;
};

describe('remote control', () => {
  it('supports four actions', () => {
    assert.deepEqual(meaning('tui.prompt.append', { text: 'more\n' }), { type: 'append', text: 'more\n' });
    assert.deepEqual(meaning('tui.toast.show', { title: 'Done', message: 'ok', variant: 'error' }), {
      type: 'toast',
      message: 'Done: ok',
      severity: 'warning',
    });
    assert.deepEqual(meaning('tui.command.execute', { command: 'prompt.submit' }), { type: 'submit' });
    assert.deepEqual(meaning('tui.command.execute', { command: 'session.list' }), { type: 'listSessions' });
    assert.deepEqual(meaning('tui.session.select', { sessionID: 'ses_1' }), {
      type: 'openSession',
      sessionId: 'ses_1',
    });
  });

  it('never runs a command of VS Code or an unsupported command of the client', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('workbench.action.quit', 'session.delete', '__proto__')),
        (command) => {
          const known = ['prompt.submit', 'prompt_submit', 'session.list', 'session_list'].includes(command);
          assert.equal(meaning('tui.command.execute', { command }) === undefined, !known);
        },
      ),
    );
  });

  it('accepts only session IDs', () => {
    for (const sessionID of ['../config', 'ses_1/../x', '', 5, null])
      assert.equal(meaning('tui.session.select', { sessionID }), undefined);
  });

  it('shows a message as one line without links and invisible characters', () => {
    const shown = meaning('tui.toast.show', { message: 'a\n[b](command:x)\u202e\u0007' });
    assert.deepEqual(shown, { type: 'toast', message: 'a [b] (command:x)', severity: 'info' });
    const long = meaning('tui.toast.show', { message: 'x'.repeat(10_000) });
    assert.ok(long?.type === 'toast' && long.message.length < 500);
  });

  it('limits the text of one event and removes invisible characters', () => {
    const long = meaning('tui.prompt.append', { text: `\u202e\u0000${'x'.repeat(100_000)}` });
    assert.ok(long?.type === 'append' && /^x{20000}$/.test(long.text));
    assert.equal(meaning('tui.prompt.append', { text: '' }), undefined);
  });
});
