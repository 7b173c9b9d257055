import type { AgentEvent } from './events.js';
import { laterPart } from './parts.js';

const sameDelta = (a: AgentEvent | undefined, b: AgentEvent): boolean =>
  a?.type === 'part.delta' && b.type === 'part.delta' && a.partId === b.partId && a.messageId === b.messageId;

/** The key under which a later adjacent event replaces this one; undefined if nothing replaces it. */
function key(event: AgentEvent): string | undefined {
  switch (event.type) {
    case 'session.upserted':
      return `s ${event.session.id}`;
    case 'part.upserted':
      return `p ${event.part.messageId} ${event.part.id}`;
    case 'todos.updated':
      return `t ${event.sessionId}`;
    default:
      return undefined;
  }
}

/**
 * Merges two updates of the same item; undefined if the outcome would differ. An ended item does not restart. Updates
 * of a tool are merged only if their status is equal: one with an earlier status is ignored, one with the same status
 * fills in missing fields.
 */
function joined(before: AgentEvent, event: AgentEvent): AgentEvent | undefined {
  if (before.type !== 'part.upserted' || event.type !== 'part.upserted') return event;
  const same = before.part.type !== 'tool' || event.part.type !== 'tool' || before.part.status === event.part.status;
  return same ? { type: 'part.upserted', part: laterPart(before.part, event.part) } : undefined;
}

/**
 * Returns fewer events with the same outcome: merges adjacent deltas of one part, and keeps only the last of adjacent
 * updates of one item.
 */
export function coalesce(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const result: AgentEvent[] = [];
  let run: string[] = [];
  const endRun = (): void => {
    const last = result.at(-1);
    if (run.length > 1 && last?.type === 'part.delta') result[result.length - 1] = { ...last, delta: run.join('') };
    run = [];
  };
  for (const event of events) {
    const last = result.at(-1);
    if (event.type === 'part.delta' && sameDelta(last, event)) {
      run.push(event.delta);
      continue;
    }
    endRun();
    if (event.type === 'part.delta') run = [event.delta];
    const name = key(event);
    const join = name !== undefined && last !== undefined && key(last) === name ? joined(last, event) : undefined;
    if (join === undefined) result.push(event);
    else result[result.length - 1] = join;
  }
  endRun();
  return result;
}
