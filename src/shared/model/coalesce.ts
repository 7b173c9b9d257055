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
 * Merges two updates of one thing; undefined if the result would differ. What ended does not start again,
 * and a tool's updates are joined only within one status, since a step back is ignored but one within it fills gaps.
 */
function joined(before: AgentEvent, event: AgentEvent): AgentEvent | undefined {
  if (before.type !== 'part.upserted' || event.type !== 'part.upserted') return event;
  const same = before.part.type !== 'tool' || event.part.type !== 'tool' || before.part.status === event.part.status;
  return same ? { type: 'part.upserted', part: laterPart(before.part, event.part) } : undefined;
}

/**
 * Fewer events with the same outcome: adjacent deltas of one part become one, and of adjacent
 * updates of one thing only the last stays.
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
