import * as vscode from 'vscode';
import { excerptAttachment } from '../../../core/send/context.js';
import type { Completion } from '../../../shared/chat.js';
import { mentionable } from '../../../shared/chat.js';
import type { Attachment } from '../../../shared/model/entities.js';
import { attachFile } from './attachments.js';
import type { ChatController } from './chatController.js';
import { MAX_ATTACHMENT_BYTES } from '../../../shared/limits.js';

const { l10n } = vscode;
const EACH = 12;

/** Completions for `@` and `/`. Only offered completions can be attached. */
export interface Completer {
  complete(trigger: '@' | '/', text: string): Promise<readonly Completion[]>;
  attach(kind: Completion['kind'], value: string): Promise<{ attachment?: Attachment; refused?: string }>;
}

type Offer = { readonly completion: Completion; readonly attach: () => Promise<Attachment | string> };

/** A case-insensitive glob for part of a path. */
export function globFor(text: string): string {
  const letters = Array.from(text.replace(/[[\]{}*?\\]/g, ''));
  const anyCase = letters.map((letter) => {
    const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
    return lower === upper || letter === '/' ? letter : `[${lower}${upper}]`;
  });
  return text === '' ? '**/*' : `**/*${anyCase.join('').replaceAll('/', '*/**/*')}*`;
}

async function localFiles(text: string): Promise<readonly Offer[]> {
  const found = await vscode.workspace.findFiles(globFor(text), undefined, 200);
  return found
    .map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri, false) }))
    .toSorted((a, b) => a.path.length - b.path.length || a.path.localeCompare(b.path))
    .slice(0, EACH)
    .map(({ uri, path }) => ({
      completion: { kind: 'localFile', label: path, detail: l10n.t('from this workspace'), value: uri.toString() },
      attach: () => attachFile(uri),
    }));
}

async function sandboxFiles(surface: ChatController, text: string): Promise<readonly Offer[]> {
  const { sandbox, sessionId } = surface.context;
  const server = sandbox?.server;
  if (sandbox === undefined || server?.search === undefined || text === '') return [];
  const directory = sessionId === undefined ? undefined : sandbox.store.state.sessions.get(sessionId)?.directory;
  const found = await server.search.files(text, EACH, directory).catch(() => []);
  // The server's search is fuzzy: a query with spaces is prose unless a path contains it literally.
  const isMeant = (path: string): boolean => !/\s/.test(text) || path.toLowerCase().includes(text.toLowerCase());
  return found
    .filter((path) => !path.endsWith('/') && isMeant(path))
    .slice(0, EACH)
    .map((path) => ({
      completion: { kind: 'sandboxFile', label: path, detail: sandbox.profile.name, value: path },
      attach: async () => ({ kind: 'sandboxFile', name: path, path, size: 0 }),
    }));
}

const isSymbols = (value: unknown): value is readonly vscode.SymbolInformation[] => Array.isArray(value);

async function symbols(text: string): Promise<readonly Offer[]> {
  if (text.length < 2 || /\s/.test(text)) return [];
  const found = await vscode.commands.executeCommand<unknown>('vscode.executeWorkspaceSymbolProvider', text);
  if (!isSymbols(found)) return [];
  return found.slice(0, 6).map(({ name, location }) => {
    const path = vscode.workspace.asRelativePath(location.uri, false);
    const line = location.range.start.line + 1;
    return {
      completion: {
        kind: 'symbol',
        label: name,
        detail: `${path}:${line}`,
        value: `${location.uri.toString()}#${line}:${name}`,
      },
      async attach() {
        const document = await vscode.workspace.openTextDocument(location.uri);
        const code = document.getText(location.range);
        if (code.length > MAX_ATTACHMENT_BYTES) return l10n.t('{0} is {1} MB; at most 10 MB can be sent.', name, '10');
        const { start, end } = location.range;
        const excerpt = {
          path,
          language: document.languageId,
          text: code,
          firstLine: start.line + 1,
          lastLine: end.line + 1,
        };
        return { ...excerptAttachment({ ...excerpt, whole: false }), name: `${name} (${path}:${line})` };
      },
    };
  });
}

/** Creates the completions of one chat. */
export function createCompleter(surface: ChatController): Completer {
  const offered = new Map<string, Offer>();
  const key = (kind: string, value: string): string => `${kind} ${value}`;
  const offer = (list: readonly Offer[]): readonly Completion[] => {
    if (offered.size > 500) offered.clear();
    for (const each of list) offered.set(key(each.completion.kind, each.completion.value), each);
    return list.map(({ completion }) => completion);
  };
  const agents = (text: string): readonly Offer[] =>
    mentionable(surface.sandbox?.store.state.catalog.agents ?? [])
      .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      .slice(0, EACH)
      .map(({ name, description }) => ({
        completion: {
          kind: 'agent',
          label: name,
          value: name,
          ...(description === undefined ? {} : { detail: description }),
        },
        attach: async () => ({ kind: 'agent', name, size: 0 }),
      }));
  const commands = (text: string): readonly Completion[] =>
    (surface.sandbox?.store.state.catalog.commands ?? [])
      .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      .toSorted(
        (a, b) => Number(b.name.startsWith(text)) - Number(a.name.startsWith(text)) || a.name.localeCompare(b.name),
      )
      .slice(0, 30)
      .map(({ name, description }) => ({
        kind: 'command',
        label: name,
        value: name,
        ...(description === undefined ? {} : { detail: description }),
      }));
  return {
    async complete(trigger, text) {
      if (trigger === '/') return commands(text);
      const found = await Promise.all([localFiles(text), sandboxFiles(surface, text), symbols(text).catch(() => [])]);
      return offer([...agents(text), ...found.flat()]);
    },
    async attach(kind, value) {
      const attached = await offered.get(key(kind, value))?.attach();
      if (attached === undefined) return { refused: l10n.t('This no longer exists.') };
      return typeof attached === 'string' ? { refused: attached } : { attachment: attached };
    },
  };
}
