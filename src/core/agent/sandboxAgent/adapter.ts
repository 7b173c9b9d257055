import type { AdapterOptions } from '../adapter.js';
import { createClient, health } from '../opencode1/client.js';
import { createConfiguration } from '../opencode1/configuration.js';
import { eventSource } from '../opencode1/events.js';
import { createRaw } from '../opencode1/raw.js';
import { basicRequests } from '../opencode1/requests.js';
import { createWorkspace } from '../opencode1/workspace.js';
import type { AgentServer, StreamListener } from '../ports.js';
import { changesByGit } from '../processes/changes.js';
import { patchesByGit } from '../processes/patches.js';
import { searchByPrograms } from '../processes/search.js';
import { createSessionTrees } from '../processes/sessionTrees.js';
import { workspaceByGit } from '../processes/workspace.js';
import { webUi } from '../webUiUrl.js';
import { createCatalog } from './catalog.js';
import { createCompatDecoder } from './events.js';
import { createFiles } from './files.js';
import { createProcesses } from './processes.js';
import { createPrompts, runCommand } from './prompts.js';
import { countChanges } from './sessionChanges.js';
import { createSessions } from './sessions.js';
import { createTerminals } from './terminals.js';

/** Sandbox Agent as a set of ports: the incomplete OpenCode 1 API under `/opencode`, and its own `/v1/fs` for files. */
export function createSandboxAgent(options: AdapterOptions): AgentServer {
  const { identity, http, openEvents, clock, directory } = options;
  const caller = createClient(http, directory);
  const processes = createProcesses(caller, clock);
  const own = { sessions: createSessions(caller), prompts: createPrompts(caller) };
  const counted = countChanges(own, createSessionTrees(processes));
  let listener: StreamListener | undefined;

  /** Called if the server has slash commands: then it proxies to an OpenCode server and also has its configuration. */
  const proxying = (): void => {
    if (server.prompts.command !== undefined) return;
    server = {
      ...server,
      prompts: { ...server.prompts, command: counted.command(runCommand(caller)) },
      configuration: createConfiguration(caller),
    };
    listener?.replaced(server);
  };

  let server: AgentServer = {
    identity,
    events: {
      open(to) {
        listener = to;
        return openEvents(eventSource(createCompatDecoder(), directory), {
          ...to,
          events(events) {
            to.events(events);
            counted.handle(events, to.events);
          },
        });
      },
      health: health(caller),
    },
    sessions: counted.sessions,
    prompts: counted.prompts,
    requests: basicRequests(caller),
    catalog: createCatalog(caller, proxying),
    workspace: workspaceByGit(processes, createWorkspace(caller)),
    raw: createRaw(caller),
    files: createFiles(caller),
    changes: { turn: counted.turn, ...changesByGit(processes) },
    patches: patchesByGit(processes),
    search: searchByPrograms(processes, clock.now),
    terminals: createTerminals(caller, clock),
    processes,
    ...webUi(identity),
  };
  return server;
}
