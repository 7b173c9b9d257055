import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { costOf } from '../../../shared/model/select.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';

/** Cost of a session with its sub-agents, in USD. */
export const totalCost = ({ store }: Sandbox, id: SessionId): number =>
  costOf(store.state, sessionWithSubagents(store.state, id)) ?? 0;
