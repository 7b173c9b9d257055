import type { Delivery } from '../../shared/model/entities.js';
import { firstAgent, isChoiceGone } from '../../shared/model/choice.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import { SHELL_COMMAND } from '../../shared/model/slashCommand.js';
import type { SandboxState } from '../../shared/model/state.js';
import type { AgentServer, OutgoingPrompt } from '../agent/ports.js';
import { Failure } from '../failure.js';
import { withAbsolutePaths } from './attachmentPaths.js';

/** The delivery of a prompt; it steers if an earlier prompt was left waiting on the idle server, so that it is sent first. */
const deliveryOf = ({ sessionId, delivery }: PendingPrompt, { status, inbox }: SandboxState): Delivery =>
  delivery ?? (inbox.has(sessionId) && !status.has(sessionId) ? 'steer' : 'queue');

const outgoing = (entry: PendingPrompt, { prompts }: AgentServer, state: SandboxState): OutgoingPrompt => ({
  sessionId: entry.sessionId,
  messageId: entry.messageId,
  partIds: entry.partIds,
  text: entry.text,
  attachments: entry.attachments,
  ...(entry.model === undefined ? {} : { model: entry.model }),
  ...(entry.agent === undefined ? {} : { agent: entry.agent }),
  ...(prompts.queue === undefined ? {} : { delivery: deliveryOf(entry, state) }),
});

/** Sends a prompt, slash command or shell command once; rejects with the server's refusal. */
export async function submitPrompt(
  server: AgentServer,
  stored: PendingPrompt,
  state: SandboxState,
  signal: AbortSignal,
): Promise<void> {
  const entry = withAbsolutePaths(stored, state.sessions.get(stored.sessionId)?.directory ?? '');
  const { queue, command, shell } = server.prompts;
  // A server with a queue accepts any name; the turn would fail for it later, possibly minutes later.
  if (queue !== undefined && isChoiceGone(entry, state.catalog))
    throw new Failure('rejected', 'The chosen model or agent is no longer available. Choose another one.');
  if (entry.command === undefined) return server.prompts.submit(outgoing(entry, server, state), signal);
  if (entry.command === SHELL_COMMAND && shell !== undefined)
    return shell(entry.sessionId, entry.text, entry.agent ?? firstAgent(state.catalog), signal);
  if (command === undefined) throw new Failure('rejected', 'This server cannot run that command.');
  return command(entry.command, outgoing(entry, server, state));
}
