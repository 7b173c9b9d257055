import * as vscode from 'vscode';

/** Options of the quick pick. */
export interface PickOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
}

/** Lets the user choose one item; the current one is marked and focused. Undefined if canceled. */
export function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  current: T,
  { title, placeholder, matchOnDescription = false, matchOnDetail = false }: PickOptions,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<T & { readonly item: T }>();
  const mark = (item: T): T & { readonly item: T } => ({
    ...item,
    item,
    iconPath: new vscode.ThemeIcon(item === current ? 'check' : 'blank'),
  });
  const shown = items.map(mark);
  Object.assign(pick, { title, placeholder, matchOnDescription, matchOnDetail, items: shown });
  pick.activeItems = shown.filter(({ item }) => item === current);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.item);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
