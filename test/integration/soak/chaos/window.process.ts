// A window without its workbench: the core and the prompts on disk, in a process that can be killed at any moment.
import { systemClock, type Fetch } from '../../../../src/core/ports.js';
import type { OutboxStorage } from '../../../../src/core/sandbox/sandbox.js';
import { outboxFiles, thisProcess } from '../../../../src/host/platform/node/outboxStorage.js';
import { sandboxId, sessionId, type SessionId } from '../../../../src/shared/model/ids.js';
import { createTestSandbox } from '../../../support/testSandbox.js';
import type { FromWindow, ToWindow, WindowStart } from './messages.js';

const { url, secret, folder, sessions } = JSON.parse(process.argv[2] ?? '{}') as WindowStart;
const clock = { ...systemClock, shift: 0, now: () => systemClock.now() + clock.shift };
const broken = { disk: false, names: false };
/** Accepted while the disk was full, and neither kept nor confirmed since. */
const unkept = new Set<string>();
/** Texts of what is on the disk. */
let kept = new Set<string>();
const failed = new Set<string>();
const say = (message: FromWindow): void => void process.send?.(message);

const files = outboxFiles(folder, sandboxId('box'), { ...thisProcess, now: () => clock.now() });
const outbox: OutboxStorage = {
  claim: () => files.claim(),
  async save(pending) {
    if (broken.disk) throw new Error('ENOSPC: no space left on device, write');
    await files.save(pending);
    kept = new Set(pending.map(({ text }) => text));
    settle();
  },
};
const reach: Fetch = (input, init) =>
  broken.names ? fetch('http://sandbox.invalid/', { signal: init?.signal ?? null }) : fetch(input, init);
const sandbox = createTestSandbox({ url, secret, clock, outbox, fetch: reach });

/** Reports prompts that were at risk as safe. */
function settle(): void {
  const pending = new Set(sandbox.pending.map(({ text }) => text));
  for (const text of unkept) {
    if (pending.has(text) && !kept.has(text)) continue;
    unkept.delete(text);
    say({ type: 'kept', text });
  }
}

async function write(id: string, text: string): Promise<void> {
  await sandbox.send(sessionId(id), { text, attachments: [] });
  const isKept = kept.has(text) || !sandbox.pending.some((entry) => entry.text === text);
  if (!isKept) unkept.add(text);
  say({ type: 'accepted', text, isKept });
}

const ids = sessions.map(sessionId);
const inboxOf = (id: SessionId): readonly string[] => (sandbox.store.state.inbox.get(id) ?? []).map(({ text }) => text);
const idle = (): readonly SessionId[] => ids.filter((id) => !sandbox.store.state.status.has(id));

const handlers: { readonly [K in ToWindow['type']]: (message: Extract<ToWindow, { type: K }>) => void } = {
  write: (message) => void write(message.sessionId, message.text),
  clock: ({ shift }) => void (clock.shift = shift),
  disk: ({ isFull }) => void (broken.disk = isFull),
  names: ({ isBroken }) => void (broken.names = isBroken),
  focus: () => sandbox.checkAlive(),
  // By hand, one whose session is not there would go to a new one.
  retry: () =>
    sandbox.pending.forEach(
      ({ state, messageId, formerSession }) =>
        state === 'failed' && formerSession === undefined && sandbox.retryPending(messageId),
    ),
  continue: () => {
    for (const id of idle()) if (inboxOf(id).length > 0) void sandbox.continueQueue(id).catch(() => undefined);
  },
  report: () =>
    say({
      type: 'report',
      phase: sandbox.connection.phase,
      pending: sandbox.pending.map(({ text }) => text),
      waits: sandbox.pending.map(
        ({ text, state, reason = '', sessionId: id }) =>
          `${text}: ${state} ${reason} in ${id}, ${sandbox.store.state.status.get(id)?.type ?? 'idle'}`,
      ),
      inbox: ids.flatMap(inboxOf),
      stopped: idle().flatMap(inboxOf),
    }),
};
process.on('message', (message: ToWindow) => handlers[message.type](message as never));
// Nothing to do without the run.
process.on('disconnect', () => process.exit());

sandbox.onDidChangePending((pending) => {
  settle();
  for (const { text, state, reason = '' } of pending)
    if (state === 'failed' && !failed.has(text)) {
      failed.add(text);
      say({ type: 'failed', text, reason });
    }
});
// The user signs in a moment after being asked.
setInterval(() => {
  if (sandbox.connection.phase === 'refused') sandbox.credentialsChanged();
}, 700);
for (const id of ids) sandbox.openTranscript(id);
sandbox.connect();
