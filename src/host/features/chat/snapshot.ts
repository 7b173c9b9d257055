import * as vscode from 'vscode';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { ChatCapabilities, ChatChoice, ChatSettings, ChatSnapshot, ConnectionInfo } from '../../../shared/chat.js';
import type { FileChange } from '../../../shared/model/entities.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { isCreatedFor } from '../../../shared/model/select.js';
import { emptyCatalog } from '../../../shared/model/state.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import type { Settings } from '../../vscode/settings.js';

/** The content of a chat, and its stored state. */
export interface ChatContext {
  readonly sandbox?: Sandbox;
  readonly sessionId?: SessionId;
  readonly choice: ChatChoice;
  readonly changes: readonly FileChange[];
}

const NOTHING: ChatCapabilities = {
  archive: false,
  revert: false,
  fork: false,
  compact: false,
  commands: false,
  agents: false,
  modelPerPrompt: false,
  cost: false,
  rejectWithReason: false,
  sessionRules: false,
  changes: false,
  steer: false,
  background: false,
  savesPermissions: false,
};

/** What the chat offers for a sandbox. */
export function capabilitiesOf(sandbox: Sandbox | undefined): ChatCapabilities {
  const server = sandbox?.server;
  if (server === undefined) return NOTHING;
  const { sessions, prompts, requests } = server;
  const canRevert = sessions.revert !== undefined;
  // Servers that can revert messages can also fork a session.
  return {
    archive: sessions.archive !== undefined,
    revert: canRevert,
    fork: canRevert,
    compact: sessions.compact !== undefined,
    commands: prompts.command !== undefined,
    agents: prompts.agents,
    modelPerPrompt: prompts.modelPerPrompt,
    cost: sessions.reportsCost,
    rejectWithReason: requests.rejectWithReason,
    sessionRules: requests.allowInSession !== undefined,
    changes: server.changes !== undefined,
    ...(prompts.shell !== undefined
      ? { shell: 'session' as const }
      : server.terminals !== undefined
        ? { shell: 'terminal' as const }
        : {}),
    steer: prompts.queue !== undefined || prompts.steers === true,
    background: sessions.toBackground !== undefined,
    savesPermissions: requests.saved !== undefined,
  };
}

/** The settings a chat needs, with its translations. */
export function chatSettings(settings: Settings): ChatSettings {
  const bundle: Readonly<Record<string, unknown>> = vscode.l10n.bundle ?? {};
  const texts = Object.entries(bundle).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    showReasoning: settings.showReasoning,
    enterSends: settings.enterSends,
    locale: vscode.env.language,
    l10n: Object.fromEntries(texts),
  };
}

/** Everything a chat needs for its first render. */
export function snapshotOf(scene: ChatContext, settings: Settings, now: number): ChatSnapshot {
  const { sandbox, sessionId, choice, changes } = scene;
  const state = sandbox?.store.state;
  const ids =
    state === undefined || sessionId === undefined ? new Set<SessionId>() : sessionWithSubagents(state, sessionId);
  const of = <T>(map: ReadonlyMap<SessionId, T> | undefined): (readonly [SessionId, T])[] =>
    [...(map ?? [])].filter(([id]) => ids.has(id));
  const connection: ConnectionInfo = sandbox?.connection ?? { phase: 'disconnected' };
  const about =
    sandbox === undefined
      ? {}
      : {
          sandbox: {
            id: sandbox.profile.id,
            name: sandbox.profile.name,
            kind: sandbox.identity?.kind ?? sandbox.profile.kind,
            version: sandbox.identity?.version ?? '',
          },
        };
  return {
    ...about,
    capabilities: capabilitiesOf(sandbox),
    connection,
    ...(sessionId === undefined ? {} : { sessionId }),
    sessions: of(state?.sessions).map(([, session]) => session),
    status: of(state?.status),
    transcripts: of(state?.transcripts),
    requests: (state?.requests ?? []).filter((request) => ids.has(request.sessionId)),
    todos: of(state?.todos),
    inbox: of(state?.inbox),
    failures: of(state?.failures),
    changes,
    catalog: state?.catalog ?? emptyCatalog,
    pending: pendingOf(scene),
    choice,
    settings: chatSettings(settings),
    now,
  };
}

/** Pending prompts of this chat's session. */
export const pendingOf = ({ sandbox, sessionId }: ChatContext): ChatSnapshot['pending'] => {
  const session = sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(sessionId);
  return (sandbox?.pending ?? []).filter(
    (prompt) => prompt.sessionId === sessionId || (session !== undefined && isCreatedFor(session, prompt.sessionId)),
  );
};
