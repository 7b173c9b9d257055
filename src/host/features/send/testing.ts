import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { fenced } from '../../../shared/text/fenced.js';
import type { SendPayload } from '../../../core/send/sendPayload.js';
import { pathOf } from '../../vscode/excerpt.js';

const { l10n } = vscode;

/** The argument that VS Code passes to the menu of a test message. */
interface Failed {
  readonly test: vscode.TestItem;
  readonly message: vscode.TestMessage;
}

const isFailed = (arg: unknown): arg is Failed =>
  typeof arg === 'object' && arg !== null && 'message' in arg && 'test' in arg;

const isItem = (arg: unknown): arg is vscode.TestItem =>
  typeof arg === 'object' && arg !== null && 'label' in arg && 'children' in arg;

/** The title of a test with its suites: `suite > test`. */
function titleOf(test: vscode.TestItem | undefined): string {
  const outer = test?.parent === undefined ? '' : `${titleOf(test.parent)} > `;
  return `${outer}${test?.label ?? ''}`;
}

async function codeAround(location: vscode.Location | undefined): Promise<readonly string[]> {
  if (location === undefined) return [];
  const document = await vscode.workspace.openTextDocument(location.uri);
  const at = location.range.start.line;
  const first = Math.max(0, at - 10);
  const lines = document
    .getText()
    .split(/\r?\n/)
    .slice(first, at + 11);
  const name = `${pathOf(location.uri)}:${first + 1}-${first + lines.length}`;
  return [`From \`${name}\` (line ${at + 1} is meant):\n\n${fenced(lines.join('\n'), document.languageId)}`];
}

const locationOf = (test: vscode.TestItem, message?: vscode.TestMessage): vscode.Location | undefined => {
  if (message?.location !== undefined) return message.location;
  return test.uri === undefined || test.range === undefined ? undefined : new vscode.Location(test.uri, test.range);
};

/** A failed test: its name, message, expected and actual value, and its code. */
export async function testParcel(arg: unknown): Promise<SendPayload> {
  const { test, message } = isFailed(arg) ? arg : { test: isItem(arg) ? arg : undefined, message: undefined };
  if (test === undefined) throw new Failure('rejected', l10n.t('Select the test to send.'));
  const failure = typeof message?.message === 'string' ? message.message : (message?.message.value ?? '');
  const parts = [
    `Test: ${titleOf(test)}`,
    ...(failure === '' ? [] : [`It failed with:\n\n${fenced(failure, '')}`]),
    ...(message?.expectedOutput === undefined ? [] : [`Expected:\n\n${fenced(message.expectedOutput, '')}`]),
    ...(message?.actualOutput === undefined ? [] : [`Actual:\n\n${fenced(message.actualOutput, '')}`]),
    ...(await codeAround(locationOf(test, message))),
  ];
  const text = parts.join('\n\n');
  const what = l10n.t('the test “{0}”', test.label);
  return {
    what,
    attachments: [{ kind: 'text', name: test.label, text, size: new TextEncoder().encode(text).length }],
    leftOut: [],
    ...(message === undefined ? {} : { sentence: l10n.t('Find out why this test fails, and fix it.') }),
  };
}
