import type { Session } from '../../../../shared/model/entities.js';
import { isDraftSession, messageId, sessionId } from '../../../../shared/model/ids.js';
import { boundedTitle } from '../../opencode1/entities/limits.js';
import { DRAFT } from '../../opencode1/entities/session.js';
import { tokens } from '../../opencode1/entities/turn.js';
import { beginning } from '../../../text/copy.js';
import { compact, defined, field, list, number, text } from '../../opencode1/read.js';
import { modelRef } from './catalog.js';

/** The title of a session; empty before its first turn, and then shown as "New session". */
export const titleOf = (value: unknown): string => boundedTitle(text(value, 'title') ?? '');

const OUTCOMES = new Set(['succeeded', 'failed', 'interrupted']);
const outcomeOf = (value: unknown): Session['outcome'] => {
  const outcome = text(value, 'outcome') ?? '';
  return OUTCOMES.has(outcome) ? (outcome as Session['outcome']) : undefined;
};

/** The draft session that a session was created for. */
export const draftOf = (value: unknown): string | undefined => {
  const draft = text(field(value, 'metadata'), DRAFT);
  return isDraftSession(draft) ? draft : undefined;
};

/** Size limit of the patches of a staged revert, in characters. */
const MAX_DIFF = 1_000_000;

/** A revert that can still be undone, with the patches of its changes. */
export const revert = (value: unknown): Session['revert'] => {
  const id = text(value, 'messageID');
  if (id === undefined) return undefined;
  const diff = beginning(compact(list(value, 'files'), (file) => text(file, 'patch')).join('\n'), MAX_DIFF);
  return { messageId: messageId(id), ...(diff === '' ? {} : { diff }) };
};

export const session = (value: unknown): Session | undefined => {
  const id = text(value, 'id');
  if (id === undefined) return undefined;
  const time = field(value, 'time');
  const parent = text(value, 'parentID');
  return defined({
    id: sessionId(id),
    parentId: parent === undefined ? undefined : sessionId(parent),
    title: titleOf(value),
    directory: text(field(value, 'location'), 'directory') ?? '',
    created: number(time, 'created') ?? 0,
    updated: number(time, 'updated') ?? 0,
    idle: number(time, 'idle'),
    viewed: number(time, 'viewed'),
    outcome: outcomeOf(value),
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    agent: text(value, 'agent'),
    model: modelRef(field(value, 'model')),
    revert: revert(field(value, 'revert')),
    draft: draftOf(value),
  });
};
