import * as vscode from 'vscode';
import type { SandboxApi } from '../../../api.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { inputOf, runTool, sandboxOf, TOOLS, type ToolInput, type ToolName } from './actions.js';

const { l10n } = vscode;

/** Characters of a prompt that the confirmation shows. */
const SHOWN = 2_000;

/** What the user is asked before the tool runs; reading asks nothing. */
function confirmation(
  name: ToolName,
  sandbox: string,
  input: ToolInput,
): vscode.LanguageModelToolConfirmationMessages | undefined {
  if (name === 'opencodeCreateSession')
    return {
      title: l10n.t('Create a session in {0}?', sandbox),
      message: l10n.t('An empty session is created in the sandbox “{0}”.', sandbox),
    };
  if (name !== 'opencodeSendPrompt') return undefined;
  const prompt = typeof input['prompt'] === 'string' ? input['prompt'] : '';
  const text = new vscode.MarkdownString(l10n.t('The agent in the sandbox “{0}” gets this prompt:', sandbox));
  text.appendCodeblock(prompt.length > SHOWN ? `${prompt.slice(0, SHOWN)}…` : prompt, 'text');
  return { title: l10n.t('Send a prompt to {0}?', sandbox), message: text };
}

const doing = (name: ToolName, sandbox: string): string =>
  ({
    opencodeCreateSession: l10n.t('Creating a session in {0}', sandbox),
    opencodeSendPrompt: l10n.t('Sending the prompt to {0}', sandbox),
    opencodeGetMessages: l10n.t('Reading the messages from {0}', sandbox),
    opencodeGetSession: l10n.t('Reading the session from {0}', sandbox),
    opencodeListSessions: l10n.t('Listing the sessions of {0}', sandbox),
  })[name];

const toolOf = (services: Services, name: ToolName): vscode.LanguageModelTool<ToolInput> => ({
  prepareInvocation({ input }) {
    const { name: sandbox } = sandboxOf(services, inputOf(input)).profile;
    const confirmationMessages = confirmation(name, sandbox, inputOf(input));
    return {
      invocationMessage: doing(name, sandbox),
      ...(confirmationMessages === undefined ? {} : { confirmationMessages }),
    };
  },
  async invoke({ input }) {
    const result = await runTool(services, name, inputOf(input));
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(result))]);
  },
});

/** The five actions as tools for any agent in VS Code; editors built on VS Code may have no language models. */
export function register(services: Services): Disposable {
  const { lm } = vscode as Partial<typeof vscode>;
  if (lm === undefined || !('registerTool' in lm)) return createBag();
  return createBag(...TOOLS.map((name) => lm.registerTool(name, toolOf(services, name))));
}

/** The five actions for other extensions. */
export function createApi(services: Services): SandboxApi {
  const action = (name: ToolName) => (input: unknown) => runTool(services, name, inputOf(input));
  // The objects are the server's own; their types are what both servers are known to send.
  return Object.fromEntries(TOOLS.map((name) => [name, action(name)])) as unknown as SandboxApi;
}
