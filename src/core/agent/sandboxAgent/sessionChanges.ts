import type { Message } from '../../../shared/model/entities.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { Failure } from '../../failure.js';
import type { ChangesPort, OutgoingPrompt, PromptsPort, SessionsPort } from '../ports.js';
import type { SessionTrees } from '../processes/sessionTrees.js';

type Command = NonNullable<PromptsPort['command']>;

/** Ports that track which files turns change. */
export interface CountedPorts {
  readonly sessions: SessionsPort;
  readonly prompts: PromptsPort;
  readonly turn: ChangesPort['turn'];
  /** Wraps a command, which starts a turn too. */
  command(run: Command): Command;
  /** Processes events of the stream; emits further events once the changes of a turn are known. */
  handle(events: readonly AgentEvent[], emit: (events: readonly AgentEvent[]) => void): void;
}

/**
 * Tracks the files that turns change, as OpenCode does itself. If Git is not available, no changes are reported and
 * everything else works.
 */
export function countChanges(
  ports: { sessions: SessionsPort; prompts: PromptsPort },
  trees: SessionTrees,
): CountedPorts {
  const { sessions, prompts } = ports;
  /** Directories that were checked for deleted sessions since the connection was made. */
  const pruned = new Set<string>();
  const directories = new Map<SessionId, string>();
  const directoryOf = async (id: SessionId): Promise<string> => {
    const known = directories.get(id) ?? (await sessions.get(id)).directory;
    directories.set(id, known);
    return known;
  };
  const quietly = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

  const begin = async ({ sessionId, messageId }: OutgoingPrompt): Promise<void> => {
    await quietly(
      directoryOf(sessionId).then(async (directory) => {
        await trees.begin(sessionId, messageId, directory);
        if (pruned.has(directory)) return;
        pruned.add(directory);
        void quietly(prune(directory));
      }),
    );
  };
  /** Removes the trees of sessions that other clients have deleted. */
  const prune = async (directory: string): Promise<void> => {
    for (const id of await trees.sessions(directory)) {
      const isGone = await sessions.get(id).then(
        () => false,
        (error: unknown) => error instanceof Failure && error.status === 404,
      );
      if (isGone) await trees.forget(id, directory);
    }
  };

  const end = async (id: SessionId): Promise<readonly AgentEvent[]> => {
    const directory = await directoryOf(id);
    const ended = await trees.end(id, directory);
    if (ended === undefined) return [];
    const [changes, message] = await Promise.all([trees.turn(id, ended, directory), prompts.find(id, ended)]);
    if (message?.role !== 'user' || changes.length === 0) return [];
    return [{ type: 'message.upserted', message: { ...message, parts: [], changes } }];
  };

  return {
    sessions: {
      ...sessions,
      async messages(id, page, signal) {
        const counted = quietly(directoryOf(id).then((directory) => trees.turns(id, directory)));
        const { messages, ...rest } = await sessions.messages(id, page, signal);
        const turns = messages.some(({ role }) => role === 'user') ? await counted : undefined;
        const withChanges = (message: Message): Message => {
          const changes = message.role === 'user' ? turns?.get(message.id) : undefined;
          return changes === undefined || changes.length === 0 ? message : ({ ...message, changes } as Message);
        };
        return { ...rest, messages: messages.map(withChanges) };
      },
      async delete(id, signal) {
        const directory = await quietly(directoryOf(id));
        await sessions.delete(id, signal);
        if (directory !== undefined) void quietly(trees.forget(id, directory));
        directories.delete(id);
      },
    },
    prompts: {
      ...prompts,
      async submit(prompt, signal) {
        await begin(prompt);
        await prompts.submit(prompt, signal);
      },
    },
    command: (run) => async (name, prompt, signal) => {
      await begin(prompt);
      await run(name, prompt, signal);
    },
    turn: async (id, message, signal) => trees.turn(id, message, await directoryOf(id), signal),
    handle(events, emit) {
      for (const event of events)
        if (event.type === 'session.removed') {
          const directory = directories.get(event.sessionId);
          if (directory !== undefined) void quietly(trees.forget(event.sessionId, directory));
          directories.delete(event.sessionId);
        }
      const idle = events.flatMap((event) =>
        event.type === 'session.status' && event.status.type === 'idle' ? [event.sessionId] : [],
      );
      for (const id of new Set(idle))
        void quietly(end(id)).then((more) => {
          if (more !== undefined && more.length > 0) emit(more);
        });
    },
  };
}
