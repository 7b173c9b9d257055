import * as vscode from 'vscode';

const countOf = (value: object, name: string): number => {
  const given: unknown = Reflect.get(value, name);
  return typeof given === 'number' && given >= 1 && given < 1e9 ? Math.floor(given) : 0;
};

/**
 * The selection for `vscode.open` from the `line`, `column` and `endLine` of an argument, which count from 1; empty
 * without a line.
 */
export function selectionIn(arg: unknown): { readonly selection?: vscode.Range } {
  if (typeof arg !== 'object' || arg === null) return {};
  const line = countOf(arg, 'line');
  if (line === 0) return {};
  const column = Math.max(0, countOf(arg, 'column') - 1);
  const endLine = countOf(arg, 'endLine');
  if (endLine <= line) return { selection: new vscode.Range(line - 1, column, line - 1, column) };
  return { selection: new vscode.Range(line - 1, column, endLine, 0) };
}
