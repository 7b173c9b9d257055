import type { AgentEvent } from '../../../shared/model/events.js';
import type { MessageId, SessionId } from '../../../shared/model/ids.js';
import { isOpen } from '../../../shared/model/parts.js';
import type { PromptsPort } from '../ports.js';
import { beginsTurn } from './entities/continued.js';
import type { Memory } from './memory.js';

async function readMessage(
  memory: Memory,
  prompts: PromptsPort,
  id: SessionId,
  of: MessageId,
): Promise<readonly AgentEvent[]> {
  const message = await prompts.find(id, of);
  if (message === undefined) return [];
  memory.rememberMessages([message]);
  const parentId = memory.prompts.get(id);
  const head = beginsTurn(message) || parentId === undefined ? message : { ...message, parentId };
  return [
    { type: 'message.upserted', message: head },
    // The stream has more of unfinished text than the response.
    ...message.parts.filter((part) => !isOpen(part)).map((part): AgentEvent => ({ type: 'part.upserted', part })),
  ];
}

/** Runs work sequentially in each session. */
function createTurns(): <T>(id: SessionId, work: () => Promise<T>) => Promise<T> {
  const last = new Map<SessionId, Promise<unknown>>();
  return (id, work) => {
    const done = (last.get(id) ?? Promise.resolve()).then(work);
    const settled = done
      .catch(() => {})
      .then(() => {
        if (last.get(id) === settled) last.delete(id);
      });
    last.set(id, settled);
    return done;
  };
}

/** Loads messages whose start was missed: a prompt before its answer, which names it. */
export function readMissed(
  memory: Memory,
  prompts: PromptsPort,
  give: (events: Promise<readonly AgentEvent[]>) => void,
): void {
  const inTurn = createTurns();
  /** Messages that are being loaded; true if events for them have arrived in the meantime. */
  const beingRead = new Map<MessageId, boolean>();
  memory.missing = (id, of) => {
    if (beingRead.has(of)) return void beingRead.set(of, true);
    beingRead.set(of, false);
    const done = inTurn(id, () => readMessage(memory, prompts, id, of)).finally(() => {
      const isOutdated = beingRead.get(of) === true;
      beingRead.delete(of);
      if (memory.unread.get(id) === of) memory.unread.delete(id);
      if (isOutdated) memory.missing(id, of);
    });
    give(done);
  };
}
