import type { Delivery, Prompt } from '../../shared/model/entities.js';
import { isDraftSession, type MessageId, type PartId, type SessionId } from '../../shared/model/ids.js';
import { isConfirmedBy, type PendingPrompt } from '../../shared/model/pending.js';
import { createdFor } from '../../shared/model/select.js';
import { SHELL_COMMAND, slashCommandIn } from '../../shared/model/slashCommand.js';
import { emptyCatalog } from '../../shared/model/state.js';
import type { AgentServer, OutgoingPrompt } from '../agent/ports.js';
import { createBag, createEmitter, type Disposable, type Event } from '../emitter.js';
import { Failure, toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import type { Store } from '../sync/store.js';
import { firstAgent, isChoiceGone } from '../../shared/model/choice.js';
import { withAbsolutePaths } from './attachmentPaths.js';
import { held, placed, released } from './heldPrompts.js';
import { nextPrompt } from './nextPrompt.js';
import type { OutboxStorage } from './sandbox.js';
import { formerSessions, forNewSession, moveBack, moveToDraft } from './lostSessions.js';
import { createSessionCreator } from './sessionCreator.js';
import { createSetbacks, hasSession, showsSession } from './setbacks.js';

/** Ms after which a recovered prompt is not sent without asking. */
export const STALE = 5 * 60_000;
/** Ms to wait for the event that confirms an accepted prompt. */
const CONFIRM = 5_000;
/** Interval in ms of checking for prompts of closed windows. */
const LOOKUP_DELAY_MS = 1_000;
/** Limit of attempts for a prompt that the server accepts but does not store. */
const ATTEMPTS = 3;

/** Pending prompts: none is lost, none is sent twice, those of a session in order. */
export interface Outbox extends Disposable {
  readonly pending: readonly PendingPrompt[];
  readonly onDidChange: Event<readonly PendingPrompt[]>;
  add(sessionId: SessionId, prompt: Prompt & { command?: string }): Promise<MessageId>;
  retry(id: MessageId): void;
  cancel(id: MessageId): PendingPrompt | undefined;
  /** Lets one that waits for the end of a turn be taken into it. Whether it was still here. */
  sendNow(id: MessageId): boolean;
  /** What waits for the end of this session's turn is not sent when that ends, but when it is released. */
  hold(session: SessionId): void;
  /** Whether any prompts were held. */
  release(session: SessionId): boolean;
  /** Something changed that may allow sending: a connection, an idle session. */
  pump(): void;
  /** A new connection: pending calls may hang on the old one forever. */
  reconnected(): void;
}

/** Options of an outbox. `server` is undefined without a live connection. */
export interface OutboxNeeds {
  readonly store: Store;
  readonly server: () => AgentServer | undefined;
  readonly storage: OutboxStorage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ids: <P extends 'msg' | 'prt'>(prefix: P) => string;
  /** A call failed for lack of credentials, or without a response. */
  readonly failed: (failure: Failure) => void;
}

const restored = (entry: PendingPrompt, now: number): PendingPrompt => {
  if (now - entry.created > STALE && entry.state !== 'failed')
    return { ...entry, state: 'failed', reason: 'It was written a while ago and never confirmed. Send it now?' };
  return entry.state === 'sending' ? { ...entry, state: 'unknown' } : entry;
};

/** A server with a queue tells prompts apart by their IDs; one that another session has is refused. */
const isIdTaken = ({ status }: Failure, { prompts }: AgentServer): boolean =>
  status === 409 && prompts.queue !== undefined;

/** Creates the outbox and adopts prompts of earlier windows. */
export function createOutbox(needs: OutboxNeeds): Outbox {
  const { store, clock, logger } = needs;
  const changed = createEmitter<readonly PendingPrompt[]>();
  const bag = createBag(changed);
  let pending: PendingPrompt[] = [];
  /** Prompts in a call right now. */
  const busy = new Set<MessageId>();
  const attempts = new Map<MessageId, number>();
  /** Recovered from disk: its window may have sent it just before it closed. */
  const found = new Set<MessageId>();
  const setbacks = createSetbacks();
  const reissued = new Set<MessageId>();
  const timers = new Set<() => void>();
  /** Calls without a response yet. */
  const out = new Map<MessageId, { readonly stop: AbortController; readonly done: Promise<void> }>();

  const keep = (next: readonly PendingPrompt[]): Promise<void> => {
    pending = [...next];
    changed.fire(pending);
    return needs.storage
      .save(pending)
      .catch((error: unknown) => logger.error(`Could not keep the prompts: ${String(error)}`));
  };
  const find = (id: MessageId): PendingPrompt | undefined => pending.find((entry) => entry.messageId === id);
  const update = (id: MessageId, change: Partial<PendingPrompt>): void => {
    if (find(id) !== undefined)
      void keep(pending.map((entry) => (entry.messageId === id ? { ...entry, ...change } : entry)));
  };
  const create = createSessionCreator(store);
  const forget = (id: MessageId): void => {
    attempts.delete(id);
    setbacks.forget(id);
    if (find(id) !== undefined) void keep(pending.filter((entry) => entry.messageId !== id));
  };

  /** Creates the session of a draft once; all prompts of the draft are sent there. */
  const inSession = async (server: AgentServer, entry: PendingPrompt, signal: AbortSignal): Promise<PendingPrompt> => {
    const draft = entry.sessionId;
    if (!isDraftSession(draft)) return entry;
    update(entry.messageId, { state: 'sending' });
    const mayExist = entry.state === 'unknown' || found.has(entry.messageId);
    const { id: sessionId } = await create(server, draft, mayExist, signal);
    await keep(pending.map((each) => (each.sessionId === draft ? { ...each, sessionId } : each)));
    return { ...entry, sessionId };
  };
  /** A typed text is a command if the server has one of that name. */
  const asCommand = async (entry: PendingPrompt): Promise<PendingPrompt> => {
    if (entry.slash !== true) return entry;
    const { slash: _, ...rest } = entry;
    const called = slashCommandIn(entry.text, store.state.catalog.commands);
    const decided = called === undefined ? rest : { ...rest, command: called.name, text: called.args };
    await keep(pending.map((each) => (each.messageId === entry.messageId ? { ...decided, state: each.state } : each)));
    return decided;
  };

  /** What goes to a server where an earlier prompt was left waiting goes before that. */
  const deliveryOf = ({ sessionId, delivery }: PendingPrompt): Delivery => {
    const { status, inbox } = store.state;
    return delivery ?? (inbox.has(sessionId) && !status.has(sessionId) ? 'steer' : 'queue');
  };

  const call = async (server: AgentServer, stored: PendingPrompt, signal: AbortSignal): Promise<void> => {
    const entry = withAbsolutePaths(stored, store.state.sessions.get(stored.sessionId)?.directory ?? '');
    // A server with a queue takes any name and fails the turn for it, minutes later perhaps.
    if (server.prompts.queue !== undefined && isChoiceGone(entry, store.state.catalog))
      throw new Failure('rejected', 'The chosen model or agent is no longer available. Choose another one.');
    const prompt: OutgoingPrompt = {
      sessionId: entry.sessionId,
      messageId: entry.messageId,
      partIds: entry.partIds,
      text: entry.text,
      attachments: entry.attachments,
      ...(entry.model === undefined ? {} : { model: entry.model }),
      ...(entry.agent === undefined ? {} : { agent: entry.agent }),
      ...(server.prompts.queue === undefined ? {} : { delivery: deliveryOf(entry) }),
    };
    if (entry.command === undefined) return server.prompts.submit(prompt, signal);
    const { command, shell } = server.prompts;
    if (entry.command === SHELL_COMMAND && shell !== undefined)
      return shell(entry.sessionId, entry.text, entry.agent ?? firstAgent(store.state.catalog), signal);
    if (command === undefined) throw new Failure('rejected', 'This server cannot run that command.');
    return command(entry.command, prompt);
  };

  /** The server does not have the session: its prompts are shown as not sent, but for those whose call is still out. */
  const lose = (session: SessionId, refused?: MessageId): void => {
    const next = moveToDraft(pending, session, clock, (id) => id !== refused && busy.has(id));
    if (next === pending) return;
    void keep(next);
    if (refused === undefined) return;
    // The refusal may have come from a server that was gone from the address by then.
    const cancel = clock.after(CONFIRM, () => {
      timers.delete(cancel);
      const server = needs.server();
      if (server !== undefined) lookForSessions(server);
    });
    timers.add(cancel);
  };
  const moveBackTo = (session: SessionId): void => {
    void keep(moveBack(pending, session, (entry) => restored(entry, clock.now())));
    pump();
  };
  /** Another server may have stood at the address: on a new connection a session that was not there may be. */
  const lookForSessions = (server: AgentServer): void => {
    for (const session of formerSessions(pending))
      void hasSession(server, session).then((isThere) => {
        if (isThere) moveBackTo(session);
      });
  };

  /** The server took it. If no event says so soon, ask; a server with a queue has stored it before it answers. */
  const taken = ({ messageId, command }: PendingPrompt, { prompts }: AgentServer): void => {
    if (command !== undefined) return forget(messageId);
    const cancel = clock.after(CONFIRM, () => {
      timers.delete(cancel);
      if (find(messageId)?.state !== 'sending') return;
      if (prompts.queue !== undefined) return forget(messageId);
      update(messageId, { state: 'unknown' });
      pump();
    });
    timers.add(cancel);
  };

  /** Another session has the ID: the prompt gets a new one, once. */
  const reissue = (id: MessageId): void => {
    const messageId = needs.ids('msg') as MessageId;
    reissued.add(messageId);
    setbacks.forget(id);
    void keep(pending.map((entry) => (entry.messageId === id ? { ...entry, messageId, state: 'queued' } : entry)));
  };

  const deliver = async (server: AgentServer, next: PendingPrompt, signal: AbortSignal): Promise<void> => {
    const { messageId: id } = next;
    try {
      const entry = await asCommand(await inSession(server, next, signal));
      // A command is stored with its session before it is sent: one stored without a session was never sent.
      const isFresh = entry.command !== undefined && entry.sessionId !== next.sessionId;
      const mayBeThere = next.state === 'unknown' && !isFresh;
      if (mayBeThere || (found.delete(id) && entry.command === undefined)) {
        // Where one ID is one prompt, however often it is sent, asking first would be a detour.
        const mustAsk = entry.command !== undefined || server.prompts.queue === undefined;
        if (mustAsk && (await server.prompts.find(entry.sessionId, id)) !== undefined) return forget(id);
        // It may run before its message arrives.
        if (entry.command !== undefined)
          return update(id, {
            state: 'failed',
            reason: 'The connection broke while this command was sent; it may have run.',
          });
      }
      const count = attempts.get(id) ?? 0;
      if (count >= ATTEMPTS)
        return update(id, { state: 'failed', reason: 'The sandbox took this prompt but did not keep it.' });
      update(id, { state: 'sending' });
      await call(server, entry, signal);
      attempts.set(id, count + 1);
      const now = find(id);
      if (now !== undefined) taken(now, server);
    } catch (error) {
      const failure = toFailure(error);
      const entry = find(id) ?? next;
      if (isIdTaken(failure, server) && !attempts.has(id) && !reissued.has(id)) return reissue(id);
      const outcome = await setbacks.after(failure, entry, server);
      if (find(id) === undefined) return;
      if (outcome === 'failed') return update(id, { state: 'failed', reason: failure.message });
      if (outcome === 'absent') return lose(entry.sessionId, id);
      update(id, { state: outcome });
      needs.failed(failure);
    }
  };

  const next = (server: AgentServer): PendingPrompt | undefined =>
    nextPrompt(pending, {
      prompts: server.prompts,
      inCall: busy,
      isBusy: (id) => store.state.status.has(id),
      knowsCommands: store.state.catalog !== emptyCatalog,
    });

  const pump = (): void => {
    const server = needs.server();
    if (server === undefined) return;
    for (let entry = next(server); entry !== undefined; entry = next(server)) {
      const { messageId: id } = entry;
      busy.add(id);
      const stop = new AbortController();
      const done = deliver(server, entry, stop.signal).finally(() => {
        busy.delete(id);
        out.delete(id);
        if (find(id)?.state !== 'unknown') pump();
      });
      out.set(id, { stop, done });
    }
  };

  /** A hanging call: resend the prompt unless the server has it. */
  const recover = async (server: AgentServer, id: MessageId): Promise<void> => {
    const entry = find(id);
    const hanging = out.get(id);
    if (entry === undefined || hanging === undefined || entry.state !== 'sending' || entry.command !== undefined)
      return;
    const created = !isDraftSession(entry.sessionId) && server.prompts.queue === undefined;
    if (created && (await server.prompts.find(entry.sessionId, id)) !== undefined) return forget(id);
    if (out.get(id) !== hanging) return;
    hanging.stop.abort();
    await hanging.done;
    pump();
  };

  let cancelLook = (): void => {};
  /** Adopts prompts of closed windows. */
  const takeUp = (): void => {
    cancelLook();
    const { prompts, others } = needs.storage.take();
    if (others) cancelLook = clock.after(LOOKUP_DELAY_MS, takeUp);
    const more = prompts.filter(({ messageId }) => find(messageId) === undefined);
    if (more.length === 0) return;
    for (const { messageId } of more) found.add(messageId);
    const all = [...pending, ...more.map((entry) => ({ ...restored(entry, clock.now()), adopted: true as const }))];
    void keep(all.toSorted((one, other) => one.created - other.created));
    pump();
  };

  bag.add({ dispose: () => cancelLook() });
  bag.add(
    store.onDidCommit(({ events }) => {
      const settled = pending.filter((entry) => events.some((event) => isConfirmedBy(entry, event)));
      for (const entry of settled) attempts.delete(entry.messageId);
      if (settled.length > 0) void keep(pending.filter((entry) => !settled.includes(entry)));
      for (const event of events) if (event.type === 'session.removed') lose(event.sessionId);
      for (const session of formerSessions(pending))
        if (events.some((event) => showsSession(event, session))) moveBackTo(session);
      if (pending.length > 0) pump();
    }),
  );

  takeUp();
  return {
    get pending() {
      return pending;
    },
    onDidChange: changed.event,
    async add(target, prompt) {
      // A chat may not know yet that the session of its draft was created.
      const sessionId = createdFor(store.state.sessions.values(), target)?.id ?? target;
      const messageId = needs.ids('msg') as MessageId;
      const partIds = Array.from({ length: prompt.attachments.length + 1 }, () => needs.ids('prt') as PartId);
      const { slash, ...rest } = prompt;
      const entry: PendingPrompt = {
        ...rest,
        // Only such a text waits for the server's commands.
        ...(slash === true && prompt.text.startsWith('/') ? { slash } : {}),
        sessionId,
        messageId,
        partIds,
        created: clock.now(),
        state: 'queued',
      };
      await keep(placed(entry, pending));
      pump();
      return messageId;
    },
    retry(id) {
      attempts.delete(id);
      setbacks.forget(id);
      const entry = find(id);
      if (entry?.state !== 'failed') return pump();
      const state = entry.command === undefined ? 'unknown' : 'queued';
      const { held: _, ...again } = { ...forNewSession(entry), state, created: clock.now() } as const;
      void keep(pending.map((one) => (one === entry ? again : one)));
      pump();
    },
    cancel(id) {
      const entry = find(id);
      if (entry === undefined || entry.state === 'sending' || entry.state === 'unknown') return undefined;
      forget(id);
      return entry;
    },
    sendNow(id) {
      const entry = find(id);
      if (entry?.state !== 'queued') return false;
      const { held: _, ...rest } = entry;
      void keep(pending.map((each) => (each === entry ? { ...rest, delivery: 'steer' } : each)));
      pump();
      return true;
    },
    hold(session) {
      const next = held(pending, session);
      if (next !== pending) void keep(next);
    },
    release(session) {
      const next = released(pending, session);
      if (next === pending) return false;
      void keep(next);
      pump();
      return true;
    },
    pump,
    reconnected() {
      const server = needs.server();
      if (server === undefined) return;
      for (const id of out.keys())
        void recover(server, id).catch((error: unknown) =>
          logger.warn(`Could not ask for a prompt: ${toFailure(error).message}`),
        );
      takeUp();
      lookForSessions(server);
    },
    dispose() {
      for (const cancel of timers) cancel();
      bag.dispose();
    },
  };
}
