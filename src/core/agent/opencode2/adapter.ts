import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { Failure } from '../../failure.js';
import type { AdapterOptions } from '../adapter.js';
import { listTerminals } from '../opencode1/background.js';
import { createTerminals, type TerminalsApi } from '../opencode1/terminals.js';
import { field, text } from '../opencode1/read.js';
import type { AgentServer, StreamListener } from '../ports.js';
import { withGitFallback } from '../processes/gitFallback.js';
import { writingByPrograms } from '../processes/files.js';
import { patchesByGit } from '../processes/patches.js';
import { searchByPrograms } from '../processes/search.js';
import { processesByTerminal } from '../processes/terminalProcesses.js';
import { tui } from '../tui.js';
import { webUi } from '../webUiUrl.js';
import { createBackground } from './background.js';
import { createCatalog } from './catalog.js';
import { createChanges } from './changes.js';
import { abortable, createClient } from './client.js';
import { createCommandOutput } from './commandOutput.js';
import { createDecoder } from './events.js';
import { createFiles, findFiles } from './files.js';
import { Memory } from './memory.js';
import { readMissed } from './missedMessages.js';
import { createPrompts } from './prompts.js';
import { createRaw } from './raw.js';
import { createRequests } from './requests.js';
import { createSessions } from './sessions.js';
import { createWorkspace } from './workspace.js';

/** Size limit of one event, in characters; a prompt is echoed with all its attachments. */
const MAX_EVENT = 32 * 1024 * 1024;

const terminalsApi = (own: string | undefined): TerminalsApi => ({
  path: '/api/pty',
  query: (directory = own) => (directory === undefined ? {} : { 'location[directory]': directory }),
  content: (answer) => field(answer, 'data'),
});

/** OpenCode 2 as a set of ports. */
export function createOpenCode2({ identity, http, openEvents, clock, directory }: AdapterOptions): AgentServer {
  const client = createClient(http, directory);
  const memory = new Memory();
  const workspace = createWorkspace(client, memory);
  const changes = createChanges(client);
  /** The sandbox's folder as the server reports it; used to ignore events of other folders. */
  const folder = async (signal?: AbortSignal): Promise<string> => {
    const known = memory.directory ?? (await workspace.directory(signal));
    if (known === undefined) throw new Failure('rejected', 'The sandbox did not report its folder.');
    return known;
  };
  const sessions = createSessions(client, memory, folder);
  const prompts = createPrompts(client, memory);
  const pty = terminalsApi(directory);
  const terminals = createTerminals(http, pty);
  const processes = processesByTerminal(terminals.port, clock);

  /**
   * Opens the stream. Data that events do not contain is requested: the changes of a session, and messages whose
   * beginning was missed.
   */
  const open = (listener: StreamListener) => {
    let over = false;
    const read = (answer: Promise<readonly AgentEvent[]>): void =>
      void answer.then(
        (events) => {
          if (!over && events.length > 0) listener.events(events);
        },
        () => {},
      );
    const readChanges = async (id: SessionId): Promise<readonly AgentEvent[]> => [
      { type: 'session.changes', sessionId: id, changes: (await changes.session?.(id)) ?? [] },
    ];
    readMissed(memory, prompts, read);
    const followUp = (events: readonly AgentEvent[]): void => {
      terminals.handle(events);
      for (const event of events) {
        if (event.type !== 'session.status' || event.status.type !== 'idle' || !memory.changed.has(event.sessionId))
          continue;
        memory.changed.delete(event.sessionId);
        read(readChanges(event.sessionId));
      }
    };
    return openEvents(
      { path: '/api/event', decode: createDecoder(memory), ready: () => folder(), maxEvent: MAX_EVENT },
      {
        ...listener,
        events(events) {
          followUp(events);
          listener.events(events);
        },
        lost(failure) {
          over = true;
          listener.lost(failure);
        },
      },
    );
  };

  return {
    identity,
    events: {
      open,
      async health(signal) {
        return { version: text(await client.json('GET /api/info', {}, abortable(signal)), 'version') ?? '' };
      },
    },
    sessions,
    prompts,
    requests: createRequests(client),
    catalog: createCatalog(client),
    workspace,
    raw: createRaw(client, identity.version, folder),
    ...withGitFallback({ changes }, processes),
    patches: patchesByGit(processes),
    files: { ...createFiles(client), writing: writingByPrograms(processes) },
    search: { ...searchByPrograms(processes, clock.now), files: findFiles(client) },
    terminals: terminals.port,
    processes: { ...processes, background: createBackground(client, listTerminals(http, pty)) },
    commandOutput: createCommandOutput(client),
    ...tui(identity, 2),
    ...webUi(identity),
  };
}
