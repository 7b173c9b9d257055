import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { FileChange, Session } from '../../../shared/model/entities.js';
import { isDraftSession, type SandboxId, type SessionId } from '../../../shared/model/ids.js';
import type { SandboxState } from '../../../shared/model/state.js';
import { parentOf } from '../../../shared/model/select.js';
import { sessionTreeOf } from '../../services/sessionTree.js';

/** Placeholder row of a sandbox without sessions, which also determines its command. */
export type Hint = 'signIn' | 'edit' | 'allowInsecure' | 'retry' | 'connect' | 'newSession' | 'loading';

/** A row of the tree. Contains only IDs; the content is read from the state when it is rendered. */
export type Row =
  | { readonly kind: 'sandbox'; readonly sandboxId: SandboxId }
  | { readonly kind: 'session'; readonly sandboxId: SandboxId; readonly sessionId: SessionId }
  /** A draft session with a pending first prompt. */
  | { readonly kind: 'draft'; readonly sandboxId: SandboxId; readonly draft: SessionId }
  | { readonly kind: 'archive'; readonly sandboxId: SandboxId }
  | { readonly kind: 'hint'; readonly sandboxId: SandboxId; readonly hint: Hint }
  /** The files that a session changed; loaded when shown. */
  | { readonly kind: 'changes'; readonly sandboxId: SandboxId; readonly sessionId: SessionId }
  | ChangeRow;

/** One file that a session changed. */
export interface ChangeRow extends Omit<FileChange, 'patch'> {
  readonly kind: 'change';
  readonly sandboxId: SandboxId;
  readonly sessionId: SessionId;
}

/** The identity of a row across refreshes. */
export function rowKey(row: Row): string {
  switch (row.kind) {
    case 'sandbox':
      return row.sandboxId;
    case 'session':
      return `${row.sandboxId}/${row.sessionId}`;
    case 'draft':
      return `${row.sandboxId}/${row.draft}`;
    case 'archive':
      return `${row.sandboxId}#archive`;
    case 'hint':
      return `${row.sandboxId}#${row.hint}`;
    case 'changes':
      return `${row.sandboxId}/${row.sessionId}#changes`;
    case 'change':
      return `${row.sandboxId}/${row.sessionId}#change/${row.path}`;
  }
}

/** The fields of a sandbox that determine its rows. */
export type Facts = Pick<Sandbox, 'connection'> & {
  readonly profile: Pick<Sandbox['profile'], 'id'>;
  readonly store: { readonly state: SandboxState };
  readonly pending?: Sandbox['pending'];
};

/** Draft sessions with pending prompts, oldest first. */
const draftsOf = ({ pending = [] }: Facts): readonly SessionId[] => [
  ...new Set(pending.map(({ sessionId }) => sessionId).filter(isDraftSession)),
];

const isArchived = (session: Session): boolean => session.archived !== undefined;

/** The placeholder under an empty sandbox. */
function hintOf({ connection }: Facts): Hint {
  switch (connection.phase) {
    case 'refused':
      if (connection.reason === 'unauthorized') return 'signIn';
      return connection.reason === 'insecure' ? 'allowInsecure' : 'edit';
    case 'offline':
      return 'retry';
    case 'disconnected':
    case 'sleeping':
      return 'connect';
    case 'connected':
      return 'newSession';
    case 'connecting':
    case 'waking':
    case 'catching-up':
    case 'reconnecting':
      return 'loading';
  }
}

/** Whether a session is known to have changed files, and the server can list them. */
export const hasChanges = ({ server, store }: Pick<Facts, 'store'> & Pick<Sandbox, 'server'>, id: SessionId): boolean =>
  server?.changes !== undefined && (store.state.changedFiles.get(id) ?? 0) > 0;

/** The children of a row, in order. */
export function childRows(sandbox: Facts, row: Row): readonly Row[] {
  const { id } = sandbox.profile;
  const { state } = sandbox.store;
  const tree = sessionTreeOf(state);
  const session = ({ id: sessionId }: Session): Row => ({ kind: 'session', sandboxId: id, sessionId });
  const top = tree.get(undefined) ?? [];
  switch (row.kind) {
    case 'sandbox': {
      const drafts = draftsOf(sandbox).map((draft): Row => ({ kind: 'draft', sandboxId: id, draft }));
      const shown = [...drafts, ...top.filter((each) => !isArchived(each)).map(session)];
      const archive: readonly Row[] = top.some(isArchived) ? [{ kind: 'archive', sandboxId: id }] : [];
      const hint = hintOf(sandbox);
      const wanted = (hint !== 'newSession' && hint !== 'loading') || shown.length === 0;
      return [...(wanted ? [{ kind: 'hint', sandboxId: id, hint } as const] : []), ...shown, ...archive];
    }
    case 'archive':
      return top.filter(isArchived).map(session);
    case 'session':
      return (tree.get(row.sessionId) ?? []).map(session);
    case 'draft':
    case 'hint':
    case 'changes':
    case 'change':
      return [];
  }
}

/** The parent of a row. */
export function parentRow(sandbox: Facts, row: Row): Row | undefined {
  const { id } = sandbox.profile;
  if (row.kind === 'sandbox') return undefined;
  if (row.kind === 'changes') return { kind: 'session', sandboxId: id, sessionId: row.sessionId };
  if (row.kind === 'change') return { kind: 'changes', sandboxId: id, sessionId: row.sessionId };
  if (row.kind !== 'session') return { kind: 'sandbox', sandboxId: id };
  const { sessions } = sandbox.store.state;
  const session = sessions.get(row.sessionId);
  const parent = parentOf(sessions, row.sessionId);
  if (parent !== undefined) return { kind: 'session', sandboxId: id, sessionId: parent };
  return session !== undefined && isArchived(session)
    ? { kind: 'archive', sandboxId: id }
    : { kind: 'sandbox', sandboxId: id };
}
