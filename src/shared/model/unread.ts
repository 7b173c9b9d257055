import type { Session } from './entities.js';

/** When a session last changed or ended a turn; servers that track the ends of turns do not count them as changes. */
export const lastActive = ({ updated, idle }: Pick<Session, 'updated' | 'idle'>): number =>
  Math.max(updated, idle ?? 0);

/** Whether the user has not seen the end of the last turn, if the server tracks that. Sub-agents are never unread. */
export const isUnread = ({ idle, viewed, parentId }: Pick<Session, 'idle' | 'viewed' | 'parentId'>): boolean =>
  parentId === undefined && idle !== undefined && idle > (viewed ?? 0);
