// Shared by scenarios about sending: the explorer, and what the server then has.
import type { Locator } from 'playwright-core';
import { until } from '../support/temp.js';
import type { Fixture } from './fixture.js';

/** A test runner of another extension, with one failed test. */
export const failingTests = `
exports.activate = (context) => {
  const controller = vscode.tests.createTestController('tiny', 'Tiny tests');
  context.subscriptions.push(controller);
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'src/app.ts');
  const item = controller.createTestItem('adds', 'adds two numbers', uri);
  item.range = new vscode.Range(1, 0, 1, 5);
  controller.items.add(item);
  const run = (request) => {
    const current = controller.createTestRun(request);
    const message = vscode.TestMessage.diff('not equal', '4', '5');
    message.location = new vscode.Location(uri, new vscode.Position(1, 0));
    current.failed(item, [message, new vscode.TestMessage('and once more')]);
    current.end();
  };
  controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, run, true);
};`;

interface WireMessage {
  readonly info: {
    readonly id: string;
    readonly role: string;
    readonly parentID?: string;
    readonly time: { readonly created: number };
  };
  readonly parts: readonly { readonly type: string; readonly text?: string; readonly filename?: string }[];
}

/** Actions for a fixture. */
export interface Sending {
  /** A row of the explorer. */
  explorer(name: string): Promise<Locator>;
  /** A row of source control, which may be folded away or behind the chat. */
  sourceControl(row: string | RegExp): Promise<Locator>;
  /** The prompts of the server's sessions, oldest first: all texts of each. */
  prompts(): Promise<readonly (readonly string[])[]>;
  /**
   * Answers both questions, text and session, and returns the texts of the prompt that the server then has and
   * the chat shows.
   */
  answer(sentence: string | undefined, session: string | RegExp): Promise<readonly string[]>;
  /** The labels of the menu that a right click opens. */
  menuOf(target: Locator): Promise<string>;
}

/** Creates them. */
export function sending(fixture: () => Fixture): Sending {
  const messages = async (): Promise<readonly WireMessage[]> => {
    const { server } = fixture();
    const sessions = await server.json<readonly { readonly id: string }[]>('/session');
    const lists = await Promise.all(
      sessions.map(({ id }) => server.json<readonly WireMessage[]>(`/session/${id}/message`)),
    );
    return lists.flat().toSorted((one, other) => one.info.time.created - other.info.time.created);
  };
  const isPrompt = ({ info }: WireMessage): boolean => info.role === 'user';
  const sent = async (): Promise<readonly WireMessage[]> => (await messages()).filter(isPrompt);
  const textsOf = ({ parts }: WireMessage): readonly string[] =>
    parts.map(({ text, filename }) => text ?? filename ?? '');
  return {
    prompts: async () => (await sent()).map(textsOf),
    explorer: async (name) => {
      const { window } = fixture();
      await window.command('View: Show Explorer');
      return window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    },
    sourceControl: async (named) => {
      const { page } = fixture().window;
      const tab = page.locator('.activitybar').getByRole('tab', { name: /^Source Control/ });
      const row = page.locator('.scm-view .monaco-list-row', { hasText: named }).first();
      // A click would close it if it is open.
      await until('source control', async () => {
        if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
        return row.isVisible();
      });
      return row;
    },
    answer: async (sentence, session) => {
      const { window } = fixture();
      const before = (await sent()).length;
      if (sentence !== undefined) await window.input(sentence, { title: 'attachment' });
      await window.choose(session);
      const prompt = await until('the prompt is there', async () => {
        const all = await messages();
        const last = all.findLast(isPrompt);
        // The server stores the parts of a prompt one by one, and all of them before it begins to answer.
        const isWhole = all.some(({ info }) => info.parentID === last?.info.id);
        return isWhole && all.filter(isPrompt).length === before + 1 ? last : undefined;
      });
      // The chat is shown with it, and then the row of the newest session is selected, for which VS Code opens the
      // view that contains it; switching to another view before would be undone.
      await window.chat().locator(`.message.user[data-id="${prompt.info.id}"]`).waitFor();
      const newest = window.page.locator('.pane-body .monaco-list-row[aria-level="2"]').first();
      await until('its row is selected', async () => (await newest.getAttribute('aria-selected')) === 'true');
      return textsOf(prompt);
    },
    menuOf: async (target) => {
      const { page } = fixture().window;
      await target.click({ button: 'right' });
      const menu = page.locator('.monaco-menu').last();
      await menu.locator('.action-item').first().waitFor();
      const labels = await menu.innerText();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      return labels;
    },
  };
}
