import type { SandboxId } from '../../../shared/model/ids.js';
import { childRows, type Facts } from './rows.js';

/** Limit of sessions that stay listed when a sandbox is added. */
const MAX_LISTED = 10;

const countSessions = (sandbox: Facts): number =>
  childRows(sandbox, { kind: 'sandbox', sandboxId: sandbox.profile.id }).filter(({ kind }) => kind === 'session')
    .length;

/** The sandboxes to collapse when one is added, so that it is visible: all others, if they list many sessions. */
export function sandboxesToCollapse(sandboxes: readonly Facts[], added: SandboxId): readonly SandboxId[] {
  const others = sandboxes.filter(({ profile }) => profile.id !== added);
  const listed = others.reduce((sum, sandbox) => sum + countSessions(sandbox), 0);
  return listed > MAX_LISTED ? others.map(({ profile }) => profile.id) : [];
}
