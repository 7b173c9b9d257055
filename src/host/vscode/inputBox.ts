import * as vscode from 'vscode';
import { withoutLinks } from '../../shared/text/sanitizeText.js';

const words = <T>(value: T): T => (typeof value === 'string' ? (withoutLinks(value) as T) : value);

/** `showInputBox` with plain-text prompts and messages; the only module that calls it (enforced by lint). */
export const askText = ({ prompt, validateInput, ...options }: vscode.InputBoxOptions): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    ...options,
    ...(prompt === undefined ? {} : { prompt: withoutLinks(prompt) }),
    ...(validateInput === undefined ? {} : { validateInput: async (text) => words(await validateInput(text)) }),
  });
