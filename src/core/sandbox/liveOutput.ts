import type { ToolPart } from '../../shared/model/entities.js';
import type { SandboxState } from '../../shared/model/state.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag, type Disposable } from '../emitter.js';
import { toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import type { Store } from '../sync/store.js';

/** Polling interval of a running command's output, in ms. */
const POLL_INTERVAL_MS = 1_000;
/** Number of characters at the end of the output that are shown while the command runs; the result has the complete output. */
const MAX_SHOWN = 100_000;

/** Number of last messages that are searched for a running command; prompts for the running turn may follow it. */
const RECENT = 8;

/** Dependencies of the reader. `server` is undefined without a live connection. */
export interface LiveOutputOptions {
  readonly store: Store;
  readonly server: () => AgentServer | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The running commands of opened sessions whose output must be polled. */
const runningIn = ({ transcripts }: SandboxState): readonly ToolPart[] =>
  [...transcripts.values()].flatMap(({ messages }) =>
    messages
      .slice(-RECENT)
      .flatMap(({ parts }) => parts)
      .filter(
        (part): part is ToolPart => part.type === 'tool' && part.status === 'running' && part.commandId !== undefined,
      ),
  );

/** Polls the output of running commands, for servers whose events do not contain it. */
export function createLiveOutput({ store, server, clock, logger }: LiveOutputOptions): Disposable {
  const read = new Map<string, { readonly cursor: number; readonly text: string }>();
  const abort = new AbortController();
  let cancel: (() => void) | undefined;

  const readMore = async (from: AgentServer | undefined, part: ToolPart, id: string): Promise<void> => {
    const before = read.get(id) ?? { cursor: 0, text: '' };
    const directory = store.state.sessions.get(part.sessionId)?.directory;
    const more = await from?.commandOutput?.read(id, before.cursor, directory, abort.signal);
    if (more === undefined || more.output === '' || abort.signal.aborted) return;
    const text = (before.text + more.output).slice(-MAX_SHOWN);
    read.set(id, { cursor: more.cursor, text });
    // Has no effect on a command that has ended in the meantime, since an earlier status is ignored.
    store.dispatch([{ type: 'part.upserted', part: { ...part, output: text } }]);
  };
  const readOne = async (from: AgentServer | undefined, part: ToolPart): Promise<void> => {
    try {
      if (part.commandId !== undefined) await readMore(from, part, part.commandId);
    } catch (error) {
      logger.debug(`Could not read the output of a command: ${toFailure(error).message}`);
    }
  };
  const poll = async (): Promise<void> => {
    const from = server();
    const parts = runningIn(store.state);
    for (const id of read.keys()) if (!parts.some(({ commandId }) => commandId === id)) read.delete(id);
    await Promise.all(parts.map((part) => readOne(from, part)));
    cancel = undefined;
    schedule();
  };
  const schedule = (): void => {
    if (abort.signal.aborted || server()?.commandOutput === undefined || runningIn(store.state).length === 0) return;
    cancel ??= clock.after(POLL_INTERVAL_MS, () => void poll());
  };

  return createBag(store.onDidCommit(schedule), {
    dispose() {
      abort.abort();
      cancel?.();
    },
  });
}
