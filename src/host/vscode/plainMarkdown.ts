import * as vscode from 'vscode';
import { fenced } from '../../shared/text/fenced.js';
import { escapeInvisible } from '../../shared/text/sanitizeText.js';

/** Markdown that shows plain text. The only module that creates Markdown for VS Code (enforced by lint). */
export const plainMarkdown = (text: string): vscode.MarkdownString => new vscode.MarkdownString().appendText(text);

/** A sentence, followed by a text in a code fence that it cannot end, with invisible characters marked. */
export const quotedMarkdown = (sentence: string, text: string): vscode.MarkdownString => {
  const markdown = plainMarkdown(sentence);
  return markdown.appendMarkdown(`\n\n${fenced(escapeInvisible(text), 'text')}\n`);
};
