import * as vscode from 'vscode';
import type { SendPayload } from '../../../core/send/sendPayload.js';
import { fillIn, questionsOf, type Template } from '../../../core/send/template.js';
import { pathOf, selectionOf } from '../../vscode/excerpt.js';
import { analysisPrompt } from '../../services/taskPrompts.js';
import { askText } from '../../vscode/inputBox.js';

const { l10n } = vscode;

/** Built-in prompts for common tasks; users can add their own in the settings. */
const ours = (): readonly Template[] => [
  {
    name: l10n.t('Analyze this project'),
    description: l10n.t('structure, technologies, how to build, test and run it'),
    prompt: analysisPrompt(),
  },
  {
    name: l10n.t('Implement a feature'),
    description: l10n.t('with tests, in the style of the code around it'),
    prompt: l10n.t(
      'Implement this feature: ${input:What should it do?}\n\nFollow the conventions of the code around it, add tests, and run them.',
    ),
  },
  {
    name: l10n.t('Refactor'),
    description: l10n.t('the selection, without changing what it does'),
    prompt: l10n.t(
      'Refactor ${selection}: ${input:What should be improved?}\n\nKeep its behavior. Run the tests before and after.',
    ),
  },
  {
    name: l10n.t('Clone a repository and explain it'),
    description: l10n.t('into the sandbox, with a tour of the code'),
    prompt: l10n.t(
      'Clone ${input:Address of the repository} into the workspace of this sandbox and explain it: what it is for, how it is built, and where its most important parts are.',
    ),
  },
];

/** Asks a template's questions; undefined if one was canceled. */
async function answersTo(template: Template): Promise<ReadonlyMap<string, string> | undefined> {
  const answers = new Map<string, string>();
  for (const question of questionsOf(template.prompt)) {
    const answer = await askText({
      title: template.name,
      prompt: question,
      ignoreFocusOut: true,
    });
    if (answer === undefined) return undefined;
    answers.set(question, answer);
  }
  return answers;
}

/** Creates a prompt from a template that the user picks, with the selection attached if the template uses it. */
export async function templatePrompt(
  own: readonly Template[],
): Promise<(SendPayload & { readonly text: string }) | undefined> {
  const item = (template: Template): vscode.QuickPickItem & { readonly template?: Template } => ({
    label: template.name,
    detail: template.description ?? template.prompt.split('\n')[0] ?? '',
    template,
  });
  const separator = { label: l10n.t('My Templates'), kind: vscode.QuickPickItemKind.Separator };
  const items = [...ours().map(item), ...(own.length === 0 ? [] : [separator, ...own.map(item)])];
  const title = l10n.t('Send a Prompt from a Template');
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  const template = chosen !== undefined && 'template' in chosen ? chosen.template : undefined;
  const answers = template === undefined ? undefined : await answersTo(template);
  if (template === undefined || answers === undefined) return undefined;
  const editor = vscode.window.activeTextEditor;
  const selection = editor !== undefined && template.prompt.includes('${selection}') ? selectionOf(editor) : undefined;
  const text = fillIn(template.prompt, answers, {
    selection: selection === undefined ? l10n.t('this project') : `\`${selection.name}\``,
    file: editor === undefined ? '' : pathOf(editor.document.uri),
  });
  return { what: template.name, attachments: selection === undefined ? [] : [selection], leftOut: [], text };
}
