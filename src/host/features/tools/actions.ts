import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { fiveActions, readPrompt, readSessionId, type AgentActions } from '../../../core/sandbox/agentActions.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { JsonObject } from '../../../shared/model/entities.js';
import type { Services } from '../../services/index.js';
import { currentSandbox } from '../../services/commandTarget.js';
import { translate } from '../../services/labels.js';

/** Names of the tools, also used by the exported API. */
export const TOOLS = [
  'opencodeCreateSession',
  'opencodeSendPrompt',
  'opencodeGetMessages',
  'opencodeGetSession',
  'opencodeListSessions',
] as const;

/** Name of a tool. */
export type ToolName = (typeof TOOLS)[number];

/** Untrusted input. */
export type ToolInput = Readonly<Record<string, unknown>>;

/** Converts any value to an input. */
export const inputOf = (value: unknown): ToolInput =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ToolInput) : {};

/** The sandbox of an input, otherwise the default one. */
export function sandboxOf(services: Services, { sandbox: wanted }: ToolInput): Sandbox {
  const { all } = services.sandboxes;
  if (wanted === undefined || wanted === '') {
    const current = currentSandbox(services);
    if (current === undefined)
      throw new Failure('rejected', vscode.l10n.t('No sandbox is configured. Run “Add Sandbox” first.'));
    return current;
  }
  const found = all.find(({ profile }) => profile.id === wanted) ?? all.find(({ profile }) => profile.name === wanted);
  if (found !== undefined) return found;
  const names = all.map(({ profile }) => profile.name).join(', ');
  throw new Failure('rejected', vscode.l10n.t('There is no such sandbox. Configured sandboxes: {0}.', names));
}

const calls: Readonly<Record<ToolName, (actions: AgentActions, input: ToolInput) => Promise<JsonObject>>> = {
  opencodeCreateSession: (actions) => actions.createSession(),
  opencodeSendPrompt: (actions, { sessionId, prompt }) =>
    actions.sendPrompt(readSessionId(sessionId), readPrompt(prompt)),
  opencodeGetMessages: (actions, { sessionId }) => actions.getMessages(readSessionId(sessionId)),
  opencodeGetSession: (actions, { sessionId }) => actions.getSession(readSessionId(sessionId)),
  opencodeListSessions: (actions) => actions.listSessions(),
};

/** Runs one of the five actions; errors name the sandbox. */
export async function runTool(services: Services, name: ToolName, input: ToolInput): Promise<JsonObject> {
  const sandbox = sandboxOf(services, input);
  try {
    return await calls[name](fiveActions(sandbox), input);
  } catch (error) {
    const reason = error instanceof Failure ? translate(error.message) : vscode.l10n.t('The action failed.');
    services.log.warn(`${name} on ${sandbox.profile.name}: ${reason}`);
    throw new Error(`${sandbox.profile.name}: ${reason}`, { cause: error });
  }
}
