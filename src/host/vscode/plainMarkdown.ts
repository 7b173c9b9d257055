import * as vscode from 'vscode';
import { fenced } from '../../shared/text/fenced.js';
import { escapeInvisible } from '../../shared/text/sanitizeText.js';

/** Markdown that shows plain text: the only place that creates Markdown for VS Code (enforced by lint). */
export const plainMarkdown = (text: string): vscode.MarkdownString => new vscode.MarkdownString().appendText(text);

/** A sentence, and below it a text in a fence that it cannot leave, with everything invisible marked. */
export const quotedMarkdown = (sentence: string, text: string): vscode.MarkdownString => {
  const markdown = plainMarkdown(sentence);
  return markdown.appendMarkdown(`\n\n${fenced(escapeInvisible(text), 'text')}\n`);
};
