import type { SandboxId } from '../../../shared/model/ids.js';
import { childRows, type Facts } from './rows.js';

/** Sessions that may stay listed above a sandbox that is added. */
const MAX_LISTED = 10;

const countSessions = (sandbox: Facts): number =>
  childRows(sandbox, { kind: 'sandbox', sandboxId: sandbox.profile.id }).filter(({ kind }) => kind === 'session')
    .length;

/** Sandboxes to collapse when one is added, so that it is in sight: all others, if they list many sessions. */
export function sandboxesToCollapse(sandboxes: readonly Facts[], added: SandboxId): readonly SandboxId[] {
  const others = sandboxes.filter(({ profile }) => profile.id !== added);
  const listed = others.reduce((sum, sandbox) => sum + countSessions(sandbox), 0);
  return listed > MAX_LISTED ? others.map(({ profile }) => profile.id) : [];
}
