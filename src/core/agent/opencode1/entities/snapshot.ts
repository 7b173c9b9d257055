import { sessionId } from '../../../../shared/model/ids.js';
import type { Snapshot } from '../../ports.js';
import { compact, isObject, list, text } from '../read.js';
import { permission, question } from './request.js';
import { session, status } from './session.js';

/** Answers that make up a snapshot, as they came. */
export interface SnapshotAnswers {
  readonly sessions: unknown;
  readonly statuses: unknown;
  readonly permissions: unknown;
  readonly questions: unknown;
  readonly path: unknown;
}

/** Where everything stands, from what was asked at once. */
export const snapshotFrom = ({ sessions, statuses, permissions, questions, path }: SnapshotAnswers): Snapshot => ({
  sessions: compact(list(sessions), session),
  status: Object.entries(isObject(statuses) ? statuses : {}).map(
    ([id, value]) => [sessionId(id), status(value)] as const,
  ),
  requests: [...compact(list(permissions), permission), ...compact(list(questions), question)],
  directory: text(path, 'directory') ?? '',
});
