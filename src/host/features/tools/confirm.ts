import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { sanitizeText, withoutLinks } from '../../../shared/text/sanitizeText.js';
import { plainMarkdown, quotedMarkdown } from '../../vscode/plainMarkdown.js';
import type { ToolInput, ToolName } from './actions.js';

const { l10n } = vscode;

/** Length limit of a prompt that can be confirmed, in characters. The exported API accepts longer ones. */
export const MAX_CONFIRMED = 50_000;

/** Tools that read sessions. */
export const READING: ReadonlySet<ToolName> = new Set([
  'opencodeGetMessages',
  'opencodeGetSession',
  'opencodeListSessions',
]);

/** Throws if a prompt is too long to be read before it is confirmed. */
export function requireReadable({ prompt }: ToolInput): void {
  if (typeof prompt === 'string' && prompt.length > MAX_CONFIRMED)
    throw new Failure(
      'rejected',
      l10n.t(
        'A prompt longer than {0} characters cannot be reviewed before it is sent. Send it in parts, or write it to a file.',
        MAX_CONFIRMED,
      ),
    );
}

/**
 * The confirmation before a tool runs. A prompt is shown completely, exactly as it is sent; `mayRead`: the user has
 * allowed agents to read the sessions of this sandbox.
 */
export function confirmation(
  name: ToolName,
  sandbox: string,
  input: ToolInput,
  mayRead: boolean,
): vscode.LanguageModelToolConfirmationMessages | undefined {
  const title = withoutLinks(sanitizeText(sandbox));
  if (name === 'opencodeCreateSession')
    return {
      title: l10n.t('Create a session in {0}?', title),
      message: plainMarkdown(l10n.t('An empty session will be created in the sandbox “{0}”.', sandbox)),
    };
  if (name === 'opencodeSendPrompt') {
    const prompt = typeof input['prompt'] === 'string' ? input['prompt'] : '';
    return {
      title: l10n.t('Send a prompt to {0}?', title),
      message: quotedMarkdown(l10n.t('This prompt will be sent to the agent in the sandbox “{0}”:', sandbox), prompt),
    };
  }
  if (mayRead) return undefined;
  return {
    title: l10n.t('Let agents read the sessions of {0}?', title),
    message: plainMarkdown(
      l10n.t(
        'An agent in this window wants to read the sessions of the sandbox “{0}”, including all messages. The answer is remembered for this workspace.',
        sandbox,
      ),
    ),
  };
}
