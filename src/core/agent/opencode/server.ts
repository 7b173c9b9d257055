import type { Http } from '../http.js';
import type { AgentServer, Capabilities, EventStream, ServerIdentity, StreamListener } from '../server.js';
import { webPage } from '../webPage.js';
import { createCaller } from './calls/caller.js';
import { changeCalls } from './calls/changes.js';
import { configurationCalls } from './calls/configuration.js';
import { fileCalls } from './calls/files.js';
import { messageCalls } from './calls/messages.js';
import { promptCalls } from './calls/prompts.js';
import { rawCalls } from './calls/raw.js';
import { requestCalls } from './calls/requests.js';
import { searchCalls } from './calls/search.js';
import { sessionCalls } from './calls/sessions.js';
import { snapshotCalls } from './calls/snapshot.js';

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
