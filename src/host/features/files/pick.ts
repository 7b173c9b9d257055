import type { SearchPort } from '../../../core/agent/ports.js';
import { filesOf } from './port.js';
import * as vscode from 'vscode';
import { toFailure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** A file with an optional position; lines and columns count from 1. */
export interface Found {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

interface Item extends vscode.QuickPickItem {
  readonly found?: Found;
}

const LIMIT = 100;

/**
 * A quick pick whose items are requested while typing; outdated responses are dropped. Until the response
 * arrives, earlier results are shown only if they match the current text; Enter waits for the response.
 */
async function searching(
  title: string,
  placeholder: string,
  search: (text: string, signal: AbortSignal) => Promise<readonly Item[]>,
): Promise<Found | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  let running: AbortController | undefined;
  let accepted = (): void => {};
  const ask = async (text: string): Promise<void> => {
    running?.abort();
    const own = new AbortController();
    running = own;
    pick.busy = true;
    pick.items = pick.items.map((item) => ({ ...item, alwaysShow: false }));
    try {
      const items = await search(text, own.signal);
      if (running === own) pick.items = items;
    } catch (error) {
      const failure = toFailure(error);
      if (running === own && failure.kind !== 'aborted')
        pick.items = [{ label: `$(error) ${failure.message}`, alwaysShow: true }];
    } finally {
      if (running === own) {
        pick.busy = false;
        accepted();
      }
    }
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      accepted = () => {};
      void ask(text);
    });
    const choose = (item: Item | undefined): void => {
      resolve(item?.found);
      pick.hide();
    };
    pick.onDidAccept(() => {
      const item = pick.selectedItems[0] ?? pick.activeItems[0];
      if (item !== undefined) choose(item);
      else if (pick.busy) accepted = () => choose(pick.items[0]);
      else if (pick.items.length > 0) choose(pick.items[0]);
    });
    pick.onDidHide(() => {
      running?.abort();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void ask('');
  });
}

const fileItem = (path: string): Item => {
  const name = nameOfPath(path);
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  return { label: name, description: folder, iconPath: vscode.ThemeIcon.File, alwaysShow: true, found: { path } };
};

/** Picks a file by name, as VS Code's quick open does for local files. */
export const quickOpen = (sandbox: Sandbox, directory: string): Promise<Found | undefined> =>
  searching(
    vscode.l10n.t('Open a file of {0}', sandbox.profile.name),
    vscode.l10n.t('Type part of the name or path'),
    async (text, signal) => {
      const server = await sandbox.ready(signal);
      const query = text.trim();
      const named: readonly Item[] = query.includes('/')
        ? [{ label: vscode.l10n.t('Open {0}', query), alwaysShow: true, found: { path: query } }]
        : [];
      if (server.search === undefined) {
        const entries = await (await filesOf(sandbox, signal)).list('', directory, signal);
        const matching = entries.filter(
          (entry) => entry.type === 'file' && entry.name.toLowerCase().includes(query.toLowerCase()),
        );
        return [...named, ...matching.map((entry) => fileItem(entry.path))];
      }
      const paths = await server.search.files(query, LIMIT, directory, signal);
      return paths.filter((path) => !path.endsWith('/')).map(fileItem);
    },
  );

/** Searches text with the server's search; `searched` is called after each search. */
export const searchText = (
  sandbox: Sandbox,
  search: SearchPort,
  directory: string,
  searched: () => void,
): Promise<Found | undefined> =>
  searching(
    vscode.l10n.t('Search text in {0}', sandbox.profile.name),
    vscode.l10n.t('Type a regular expression of at least 2 characters'),
    async (text, signal) => {
      if (text.trim().length < 2) return [];
      const matches = await search.text(text, directory, signal);
      searched();
      return matches.slice(0, LIMIT).map((match) => ({
        label: match.text.trim().slice(0, 200),
        description: `${match.path}:${match.line}`,
        alwaysShow: true,
        found: { path: match.path, line: match.line, column: (match.ranges[0]?.[0] ?? 0) + 1 },
      }));
    },
  );
