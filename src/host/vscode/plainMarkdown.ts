import * as vscode from 'vscode';
import { fenced } from '../../shared/text/fenced.js';
import { escapeInvisible } from '../../shared/text/sanitizeText.js';

/** Markdown that shows a text as it was typed: the only place that makes Markdown for VS Code (lint holds it). */
export const plainMarkdown = (text: string): vscode.MarkdownString => new vscode.MarkdownString().appendText(text);

/** A sentence, and below it a text in a fence that it cannot leave, with everything invisible marked. */
export const quotedMarkdown = (sentence: string, text: string): vscode.MarkdownString => {
  const markdown = plainMarkdown(sentence);
  return markdown.appendMarkdown(`\n\n${fenced(escapeInvisible(text), 'text')}\n`);
};
