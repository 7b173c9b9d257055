import type { Session } from './entities.js';

/** When a session last changed or ended a turn; servers that count ends do not count them as changes. */
export const lastActive = ({ updated, idle }: Pick<Session, 'updated' | 'idle'>): number =>
  Math.max(updated, idle ?? 0);

/** The end of a turn that nobody has seen, where the server counts what was seen. Those of sub-agents are nobody's to see. */
export const isUnread = ({ idle, viewed, parentId }: Pick<Session, 'idle' | 'viewed' | 'parentId'>): boolean =>
  parentId === undefined && idle !== undefined && idle > (viewed ?? 0);
