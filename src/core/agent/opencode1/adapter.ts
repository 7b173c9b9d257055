import type { AdapterOptions } from '../adapter.js';
import type { AgentServer, StreamListener } from '../ports.js';
import { writingByPrograms } from '../processes/files.js';
import { withGitFallback } from '../processes/gitFallback.js';
import { searchByPrograms, searchWithSubstitute } from '../processes/search.js';
import { processesByTerminal } from '../processes/terminalProcesses.js';
import { tui } from '../tui.js';
import { webUi } from '../webUiUrl.js';
import { listTerminals } from './background.js';
import { createCatalog } from './catalog.js';
import { createChanges, createPatches } from './changes.js';
import { createClient, health } from './client.js';
import { createConfiguration } from './configuration.js';
import { decodeFrame, eventSource } from './events.js';
import { createFiles } from './files.js';
import { createPrompts } from './prompts.js';
import { createRaw } from './raw.js';
import { createRequests } from './requests.js';
import { createSearch } from './search.js';
import { createSessions } from './sessions.js';
import { createTerminals, type TerminalsApi } from './terminals.js';
import { createWorkspace } from './workspace.js';

/** OpenCode 1 as a set of ports. */
export function createOpenCode1({ identity, http, openEvents, clock, directory }: AdapterOptions): AgentServer {
  const caller = createClient(http, directory);
  const pty: TerminalsApi = { path: '/pty', query: caller.where, content: (answer) => answer };
  const terminals = createTerminals(http, pty);
  const processes = processesByTerminal(terminals.port, clock);
  const open = (listener: StreamListener) =>
    openEvents(eventSource(decodeFrame, directory), {
      ...listener,
      events(events) {
        terminals.handle(events);
        listener.events(events);
      },
    });
  return {
    identity,
    events: { open, health: health(caller) },
    sessions: createSessions(caller),
    prompts: createPrompts(caller),
    requests: createRequests(caller),
    catalog: createCatalog(caller),
    workspace: createWorkspace(caller),
    raw: createRaw(caller),
    ...withGitFallback({ changes: createChanges(caller), patches: createPatches(caller) }, processes),
    files: { ...createFiles(caller), writing: writingByPrograms(processes) },
    search: searchWithSubstitute(createSearch(caller), searchByPrograms(processes, clock.now)),
    terminals: terminals.port,
    processes: { ...processes, background: listTerminals(http, pty) },
    configuration: createConfiguration(caller),
    remoteControl: {},
    ...tui(identity, 1),
    ...webUi(identity),
  };
}
