import { sessionId } from '../../../../shared/model/ids.js';
import type { Snapshot } from '../../ports.js';
import { compact, list, text } from '../read.js';
import { isObject } from '../../../../shared/json.js';
import { permission, question } from './request.js';
import { session, status } from './session.js';

/** Responses that make up a snapshot. */
export interface SnapshotAnswers {
  readonly sessions: unknown;
  readonly statuses: unknown;
  readonly permissions: unknown;
  readonly questions: unknown;
  readonly path: unknown;
}

/** Busy sessions and open requests. */
export const activityFrom = ({
  statuses,
  permissions,
  questions,
}: Pick<SnapshotAnswers, 'statuses' | 'permissions' | 'questions'>): Pick<Snapshot, 'status' | 'requests'> => ({
  status: Object.entries(isObject(statuses) ? statuses : {}).map(
    ([id, value]) => [sessionId(id), status(value)] as const,
  ),
  requests: [...compact(list(permissions), permission), ...compact(list(questions), question)],
});

/** The snapshot from responses that were requested together. */
export const snapshotFrom = (answers: SnapshotAnswers): Snapshot => ({
  ...activityFrom(answers),
  sessions: compact(list(answers.sessions), session),
  directory: text(answers.path, 'directory') ?? '',
});
