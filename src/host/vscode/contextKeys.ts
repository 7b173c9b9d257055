import * as vscode from 'vscode';
import { contextKeyId, type ContextKeys } from './ids.js';

/** Sets a context key; unchanged values are not sent again. */
export type SetContextKey = <K extends keyof ContextKeys>(key: K, value: ContextKeys[K]) => void;

/** Creates the function that sets context keys. */
export function createContextKeys(): SetContextKey {
  const told = new Map<string, unknown>();
  return (key, value) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', contextKeyId(key), value);
  };
}
