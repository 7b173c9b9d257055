import type { Http } from '../transport/http.js';
import type { AgentServer, Capabilities, EventStream, ServerIdentity, StreamListener } from '../ports.js';
import { webPage } from '../webUiUrl.js';
import { createCaller } from './client.js';
import { changeCalls } from './changes.js';
import { configurationCalls } from './configuration.js';
import { fileCalls } from './files.js';
import { messageCalls } from './messages.js';
import { promptCalls } from './prompts.js';
import { rawCalls } from './raw.js';
import { requestCalls } from './requests.js';
import { searchCalls } from './search.js';
import { sessionCalls } from './sessions.js';
import { snapshotCalls } from './snapshot.js';

/** What a server of this protocol is made of. */
export interface ServerParts {
  readonly identity: ServerIdentity;
  readonly http: Http;
  /** Opens the stream at a path below the base. */
  readonly openEvents: (listener: StreamListener) => EventStream;
  readonly directory?: string;
}

/** What OpenCode 1 can do. */
export const openCodeCapabilities: Capabilities = {
  archive: true,
  revert: true,
  compact: true,
  share: true,
  shell: true,
  commands: true,
  files: 'read',
  findFiles: true,
  findText: true,
  vcs: true,
  applyPatch: true,
  terminal: true,
  configuration: true,
  remoteControl: true,
  todos: true,
  paging: true,
  search: true,
  modelPerPrompt: true,
  agents: true,
  cost: true,
  rejectWithReason: true,
  sessionRules: true,
  webUi: true,
};

/** OpenCode's API as an AgentServer. */
export function createOpenCodeServer({ identity, http, openEvents, directory }: ServerParts): AgentServer {
  const caller = createCaller(http, directory);
  return {
    identity,
    capabilities: { ...openCodeCapabilities, webUi: webPage(identity) !== undefined },
    stream: openEvents,
    authorization: http.headers,
    ...snapshotCalls(caller),
    ...sessionCalls(caller),
    ...messageCalls(caller),
    ...promptCalls(caller),
    ...requestCalls(caller),
    ...changeCalls(caller),
    ...fileCalls(caller),
    ...searchCalls(caller),
    ...configurationCalls(caller),
    ...rawCalls(caller),
  };
}
