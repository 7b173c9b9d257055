import type { SessionId } from '../../shared/model/ids.js';
import { byParent } from '../../shared/model/select.js';
import type { SandboxState } from '../../shared/model/state.js';

const trees = new WeakMap<SandboxState['sessions'], ReturnType<typeof byParent>>();

/** Sessions by parent; computed once per list of sessions. */
export function sessionTreeOf(state: SandboxState): ReturnType<typeof byParent> {
  const known = trees.get(state.sessions) ?? byParent(state);
  trees.set(state.sessions, known);
  return known;
}

/** A session and all sub-agents' sessions below it. */
export function sessionWithSubagents(state: SandboxState, id: SessionId): ReadonlySet<SessionId> {
  const tree = sessionTreeOf(state);
  const result = new Set<SessionId>([id]);
  for (const known of result) for (const child of tree.get(known) ?? []) result.add(child.id);
  return result;
}
