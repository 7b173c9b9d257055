import * as vscode from 'vscode';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Session } from '../../../shared/model/entities.js';
import { parentOf, sessionState } from '../../../shared/model/select.js';
import { SESSION_STATES } from '../../../shared/model/states.js';
import { lastActive } from '../../../shared/model/unread.js';
import { relativeTime } from '../../../shared/format.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import { iconOf, wordOf } from '../../services/stateLooks.js';
import { titleOf } from '../../services/labels.js';
import type { Services } from '../../services/index.js';
import { listed } from '../../vscode/notifications.js';

interface Found extends vscode.QuickPickItem {
  readonly sandbox?: Sandbox;
  readonly session?: Session;
}

/** Debounce delay of server searches, in ms. */
const PAUSE = 250;

function itemOf(sandbox: Sandbox, session: Session, now: number): Found {
  const { state } = sandbox.store;
  const look =
    SESSION_STATES[sessionState(state, session, sessionWithSubagents(state, session.id), sandbox.connection.phase)];
  return {
    label: listed(titleOf(session.title)),
    iconPath: iconOf(look),
    description: `${wordOf(look)} · ${relativeTime(lastActive(session), now)}`,
    sandbox,
    session,
  };
}

/** Sessions of all sandboxes, by sandbox, newest first. */
function items(sandboxes: readonly Sandbox[], found: ReadonlyMap<Sandbox, readonly Session[]>, now: number): Found[] {
  return sandboxes.flatMap((sandbox) => {
    const known = new Map(sandbox.store.state.sessions);
    for (const session of found.get(sandbox) ?? []) if (!known.has(session.id)) known.set(session.id, session);
    const rows = [...known.values()]
      .filter((session) => parentOf(known, session.id) === undefined)
      .toSorted((a, b) => lastActive(b) - lastActive(a));
    const head: Found = { label: sandbox.profile.name, kind: vscode.QuickPickItemKind.Separator };
    return rows.length === 0 ? [] : [head, ...rows.map((session) => itemOf(sandbox, session, now))];
  });
}

/** "Find Session": lists known sessions immediately, and sessions that the servers find by title while typing. */
export function findSession(services: Services): Promise<void> {
  const { sandboxes, clock } = services;
  const pick = vscode.window.createQuickPick<Found>();
  pick.title = vscode.l10n.t('Find Session');
  pick.placeholder = vscode.l10n.t('Title of a session');
  let found: ReadonlyMap<Sandbox, readonly Session[]> = new Map();
  let search: AbortController | undefined;
  let cancel = (): void => {};
  const draw = (): void => {
    pick.items = items(sandboxes.all, found, clock.now());
  };
  const ask = async (text: string): Promise<void> => {
    search?.abort();
    const own = new AbortController();
    search = own;
    const able = sandboxes.all.filter(({ server }) => server?.sessions.search !== undefined);
    pick.busy = able.length > 0;
    const answers = await Promise.all(
      able.map(async (sandbox) => {
        const answer = await sandbox.server?.sessions.search?.({ search: text, limit: 50 }, own.signal).catch(() => []);
        return [sandbox, answer ?? []] as const;
      }),
    );
    if (search !== own) return;
    found = new Map(answers);
    pick.busy = false;
    draw();
  };
  draw();
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      cancel();
      if (text.trim().length > 1) cancel = clock.after(PAUSE, () => void ask(text.trim()));
    });
    pick.onDidAccept(() => {
      const { sandbox, session } = pick.selectedItems[0] ?? {};
      pick.hide();
      if (sandbox === undefined || session === undefined) return;
      if (!sandbox.store.state.sessions.has(session.id))
        sandbox.store.dispatch([{ type: 'session.upserted', session }]);
      void services.commands.runWithErrorHandling('findSession', () =>
        services.chats.open({ sandboxId: sandbox.profile.id, sessionId: session.id }),
      );
    });
    pick.onDidHide(() => {
      cancel();
      search?.abort();
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}
