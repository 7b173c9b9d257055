import type { ToolPart } from '../../../../shared/model/entities.js';
import { field, flag, number, text } from '../read.js';

type Outcome = Pick<ToolPart, 'outcome' | 'reason'>;

const REJECTED = 'The user rejected permission to use this specific tool call';
const FEEDBACK = ' with the following feedback: ';
const DISMISSED = 'The user dismissed this question';
const ABORTED = 'Tool execution aborted';
/** The server's note below the output of a command that it ended. */
const SHELL_NOTE = /<shell_metadata>\n([^<]*)<\/shell_metadata>\s*$/;

function ofError(error: string): Outcome {
  if (error.startsWith(REJECTED)) {
    const rest = error.slice(REJECTED.length);
    return rest.startsWith(FEEDBACK)
      ? { outcome: 'rejected', reason: rest.slice(FEEDBACK.length) }
      : { outcome: 'rejected' };
  }
  if (error.startsWith(DISMISSED)) return { outcome: 'dismissed' };
  return error === ABORTED ? { outcome: 'stopped' } : {};
}

/**
 * The outcome of a command. The server reports every ended command as completed, even after an error code, a stop or a
 * timeout.
 */
function ofCommand(metadata: unknown, output: string): Outcome {
  const exit = number(metadata, 'exit');
  if (exit !== undefined) return exit === 0 ? {} : { outcome: 'failed' };
  // An exit code of null means that a signal ended the command. Only the end is searched, since the command's own
  // output precedes it.
  const note = field(metadata, 'exit') === null ? (SHELL_NOTE.exec(output.slice(-1000))?.[1] ?? '') : undefined;
  if (note === undefined) return {};
  return { outcome: note.includes('User aborted') ? 'stopped' : 'failed' };
}

/** The outcome of a call, if its status does not show it. */
export function toolOutcome(tool: string, state: unknown): Outcome {
  const metadata = field(state, 'metadata');
  const error = text(state, 'error');
  if (flag(metadata, 'interrupted') === true) return { outcome: 'stopped' };
  if (error !== undefined) return ofError(error);
  if (text(state, 'status') !== 'completed') return {};
  if (tool === 'invalid') return { outcome: 'failed' };
  // Sandbox Agent's updates do not name the tool.
  return tool === 'bash' || tool === '' ? ofCommand(metadata, text(state, 'output') ?? '') : {};
}
