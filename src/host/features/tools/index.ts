import * as vscode from 'vscode';
import type { SandboxApi } from '../../../api.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import { plainMarkdown } from '../../vscode/plainMarkdown.js';
import { confirmation, READING, requireReadable } from './confirm.js';
import { inputOf, runTool, sandboxOf, TOOLS, type ToolInput, type ToolName } from './actions.js';

const { l10n } = vscode;

const doing = (name: ToolName, sandbox: string): string =>
  ({
    opencodeCreateSession: l10n.t('Creating a session in {0}', sandbox),
    opencodeSendPrompt: l10n.t('Sending the prompt to {0}', sandbox),
    opencodeGetMessages: l10n.t('Reading the messages from {0}', sandbox),
    opencodeGetSession: l10n.t('Reading the session from {0}', sandbox),
    opencodeListSessions: l10n.t('Listing the sessions of {0}', sandbox),
  })[name];

/** Limit of confirmations whose tool has not run yet. */
const MAX_CONFIRMATIONS = 50;

/** Remembers the sandbox of each confirmation, since the current one may have changed when the tool runs. */
function createConfirmed(): { add(key: string, id: SandboxId): void; take(key: string): SandboxId | undefined } {
  const ids = new Map<string, SandboxId>();
  return {
    add(key, id) {
      ids.delete(key);
      ids.set(key, id);
      for (const old of [...ids.keys()].slice(0, Math.max(0, ids.size - MAX_CONFIRMATIONS))) ids.delete(old);
    },
    take(key) {
      const id = ids.get(key);
      ids.delete(key);
      return id;
    },
  };
}

/** One of the five actions as a tool. */
export function createTool(services: Services, name: ToolName): vscode.LanguageModelTool<ToolInput> {
  const { storage } = services;
  const confirmed = createConfirmed();
  return {
    prepareInvocation({ input: given }) {
      const input = inputOf(given);
      requireReadable(input);
      const { profile } = sandboxOf(services, input);
      confirmed.add(JSON.stringify(input), profile.id);
      const mayRead = storage.mayToolsRead(profile.id, profile.url);
      const confirmationMessages = confirmation(name, profile.name, input, mayRead);
      return {
        invocationMessage: plainMarkdown(doing(name, profile.name)),
        ...(confirmationMessages === undefined ? {} : { confirmationMessages }),
      };
    },
    async invoke({ input: given }) {
      const input = inputOf(given);
      requireReadable(input);
      const id = confirmed.take(JSON.stringify(input));
      const asked = id === undefined ? input : { ...input, sandbox: id };
      // VS Code runs a tool only after its confirmation.
      if (READING.has(name)) rememberReading(services, sandboxOf(services, asked));
      const result = await runTool(services, name, asked);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(result))]);
    },
  };
}

function rememberReading({ storage }: Services, { profile: { id, url } }: Sandbox): void {
  if (!storage.mayToolsRead(id, url)) storage.letToolsRead(id, url);
}

/** Registers the five actions as language model tools; editors built on VS Code may not support them. */
export function register(services: Services): Disposable {
  const { lm } = vscode as Partial<typeof vscode>;
  if (lm === undefined || !('registerTool' in lm)) return createBag();
  return createBag(...TOOLS.map((name) => lm.registerTool(name, createTool(services, name))));
}

/** Creates the API for other extensions. */
export function createApi(services: Services): SandboxApi {
  const action = (name: ToolName) => (input: unknown) => runTool(services, name, inputOf(input));
  // The objects are the server's own; their types describe what both servers send.
  const actions = Object.fromEntries(TOOLS.map((name) => [name, action(name)]));
  return { version: 1, ...actions } as unknown as SandboxApi;
}
