import type { AgentServer } from '../agent/ports.js';
import {
  changeProblem,
  patchOfChange,
  sidesOf,
  fileHistories,
  turnsOf,
  type FileHistory,
  type Span,
  type HistorySides,
} from './fileHistory.js';
import { contentOf, unknown, type Content } from './content.js';
import { readFile } from './readFile.js';
import { checkPath } from './paths.js';
import { patchOf } from './formatPatch.js';
import type { FilePatch } from '../text/patch.js';
import { Failure, mayWorkLater } from '../failure.js';
import type { SandboxState } from '../../shared/model/state.js';
import { allMessages } from '../sync/pages.js';
import type { FileChange } from '../../shared/model/entities.js';
import { slashedPath } from '../../shared/sandboxPath.js';
import type { SessionId } from '../../shared/model/ids.js';
import { defaultDirectory, sandboxRoot } from './repositoryIdentity.js';
import { inParallel } from './parallel.js';
import { findRenames } from './renames.js';

/**
 * The scope of a change set: a session's turns, its last one, or the sandbox's working tree against HEAD or against the base
 * of its branch.
 */
export type ChangeSpan = Span | 'head' | 'branch';

/** One changed file of a set. Its sides are loaded once, on request. */
export interface ChangedFile {
  readonly path: string;
  readonly status: FileChange['status'];
  readonly additions: number;
  readonly deletions: number;
  /** Why the file cannot be applied. */
  readonly problem: string | undefined;
  /** The file's patch against HEAD, if the server provides one: contains modes and Git's blob IDs. */
  readonly head: FilePatch | undefined;
  sides(signal?: AbortSignal): Promise<HistorySides>;
}

/** The sandbox that changes are read from. */
export interface ChangeSource {
  /** The sandbox's configured folder; the server's default if absent. */
  readonly profile: { readonly directory?: string | undefined };
  readonly store: { readonly state: SandboxState };
  ready(signal?: AbortSignal): Promise<AgentServer>;
}

/** The files of a session (or of a working tree) that changed. */
export interface ChangeSet<Source extends ChangeSource = ChangeSource> {
  readonly sandbox: Source;
  /** The session whose turns these are, or in whose folder they were read; undefined for the sandbox's own folder. */
  readonly sessionId: SessionId | undefined;
  readonly span: ChangeSpan;
  /** The sandbox's directory that paths are relative to. */
  readonly root: string;
  readonly files: readonly ChangedFile[];
  file(path: string): ChangedFile | undefined;
  /** Maps new paths of renamed files to their old ones; detected by content, up to a limit. */
  renames(): Promise<ReadonlyMap<string, string>>;
}

/** The changes of each turn with their patches: requested again, since those in messages may be truncated or quoted. */
async function readTurns(
  server: AgentServer,
  sandbox: ChangeSource,
  id: SessionId,
  span: ChangeSpan,
  signal?: AbortSignal,
): Promise<readonly (readonly FileChange[])[]> {
  const whole = span === 'session' ? await server.changes?.session?.(id, signal) : undefined;
  if (whole !== undefined) return whole.length > 0 ? [whole] : [];
  const messages = await allMessages(server, id, signal);
  const revert = sandbox.store.state.sessions.get(id)?.revert?.messageId;
  const end = revert === undefined ? messages.length : messages.findIndex((message) => message.id === revert);
  const prompts = messages.slice(0, end < 0 ? messages.length : end).filter((message) => message.role === 'user');
  const wanted = prompts.filter((message, index) => (message.changes ?? []).length > 0 || index === prompts.length - 1);
  const turns = await inParallel(wanted, 4, async (message) => {
    const changes = (await server.changes?.turn(id, message.id, signal)) ?? [];
    return changes.length > 0 ? changes : (turnsOf([message])[0] ?? []);
  });
  return turns.filter((turn) => turn.length > 0);
}

/** The folder of a session, else the sandbox's own. */
async function directoryOf(
  sandbox: ChangeSource,
  server: AgentServer,
  id: SessionId | undefined,
  signal?: AbortSignal,
): Promise<string> {
  if (id === undefined) return sandbox.profile.directory ?? defaultDirectory(server, signal);
  return sandbox.store.state.sessions.get(id)?.directory ?? (await server.sessions.get(id, signal)).directory;
}

/**
 * Loads the list of changed files. Their content is loaded later, one by one. Without a session, only the working tree
 * and the branch of the sandbox's folder can have changes.
 */
export async function readChangeSet<Source extends ChangeSource>(
  sandbox: Source,
  sessionId: SessionId | undefined,
  span: ChangeSpan,
  signal?: AbortSignal,
): Promise<ChangeSet<Source>> {
  const server = await sandbox.ready(signal);
  const root = await sandboxRoot(server, await directoryOf(sandbox, server, sessionId, signal), signal);
  const uncommitted = server.changes?.workingTree(root, signal);
  const head = (await (span === 'head' ? uncommitted : uncommitted?.catch(emptyWhereRefused))) ?? [];
  const slashed = (change: FileChange): FileChange => ({ ...change, path: slashedPath(root, change.path) });
  const readSpan = async (): Promise<readonly (readonly FileChange[])[]> => {
    if (span === 'head') return [head];
    if (span === 'branch') return [(await server.changes?.againstBase?.(root, signal)) ?? []];
    return sessionId === undefined ? [] : readTurns(server, sandbox, sessionId, span, signal);
  };
  const turns = await readSpan();
  const heads = new Map(head.map(slashed).map((change) => [change.path, change]));
  const files = fileHistories(
    turns.map((turn) => turn.map(slashed)),
    span === 'turn' ? 'turn' : 'session',
  ).flatMap((history) => toFile(server, root, history, heads.get(history.path)));
  const byPath = new Map(files.map((file) => [file.path, file]));
  let renames: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    sandbox,
    sessionId,
    span,
    root,
    files,
    file: (path) => byPath.get(path),
    renames: () =>
      (renames ??= renamesOf(files).catch((error: unknown) => {
        renames = undefined;
        throw error;
      })),
  };
}

/** Limit of files that are read to find renames. */
const RENAME_LIMIT = 60;

async function renamesOf(files: readonly ChangedFile[]): Promise<ReadonlyMap<string, string>> {
  const deleted = files.filter((file) => file.status === 'deleted');
  const added = files.filter((file) => file.status === 'added');
  if (deleted.length === 0 || added.length === 0 || deleted.length + added.length > RENAME_LIMIT) return new Map();
  const sides = async (file: ChangedFile) => ({ path: file.path, ...(await file.sides()) });
  const renames = findRenames(await inParallel(deleted, 6, sides), await inParallel(added, 6, sides));
  return new Map(renames.map((rename) => [rename.to, rename.from]));
}

/** Returns no changes for a folder without a repository; rethrows other errors, after which there may be changes. */
const emptyWhereRefused = (error: unknown): readonly FileChange[] => {
  if (mayWorkLater(error)) throw error;
  return [];
};

const once = <T>(work: () => T): (() => T) => {
  let done: { readonly value: T } | undefined;
  return () => (done ??= { value: work() }).value;
};

function toFile(
  server: AgentServer,
  root: string,
  history: FileHistory,
  headChange: FileChange | undefined,
): readonly ChangedFile[] {
  const first = history.steps[0];
  const last = history.steps.at(-1);
  if (first === undefined || last === undefined) return [];
  // A file that was created and deleted again is not changed.
  if (history.steps.length > 1 && first.status === 'added' && last.status === 'deleted') return [];
  const status = last.status === 'deleted' ? 'deleted' : first.status === 'added' ? 'added' : 'modified';
  let sides: Promise<HistorySides> | undefined;
  // Parse patches only for viewed files, since a set may have a hundred thousand.
  const problem = once(() =>
    [...(headChange === undefined ? [] : [headChange]), ...history.steps]
      .map(changeProblem)
      .find((each) => each !== undefined),
  );
  const head = once(() => (headChange === undefined ? undefined : patchOfChange(headChange)));
  return [
    {
      path: history.path,
      status,
      additions: history.steps.reduce((sum, step) => sum + step.additions, 0),
      deletions: history.steps.reduce((sum, step) => sum + step.deletions, 0),
      get problem() {
        return problem();
      },
      get head() {
        return head();
      },
      sides(signal) {
        sides ??= readSides(server, root, history, last, signal).catch((error: unknown) => {
          sides = undefined;
          throw error;
        });
        return sides;
      },
    },
  ];
}

async function readSides(
  server: AgentServer,
  root: string,
  history: FileHistory,
  last: FileChange,
  signal?: AbortSignal,
): Promise<HistorySides> {
  return sidesOf(history, await readNow(server, root, history.path, last, signal));
}

/** Number of attempts to read a file of a slow or busy sandbox. */
const READ_ATTEMPTS = 2;
const isBusy = (error: unknown): boolean =>
  error instanceof Failure && (error.temporary || error.kind === 'unreachable' || error.kind === 'waking');

/** Reads the current content in the sandbox; for unreadable files, only the patches are used. */
async function readNow(
  server: AgentServer,
  root: string,
  path: string,
  last: FileChange,
  signal?: AbortSignal,
): Promise<Content> {
  if (!checkPath(path).ok) return unknown('its name cannot be used here');
  if (server.files === undefined)
    return last.status === 'deleted' ? contentOf(undefined) : unknown('the server does not give its files');
  for (let attempt = 1; ; attempt++)
    try {
      return contentOf(await readFile(server.files, path, root, signal));
    } catch (error) {
      if (error instanceof Failure && error.status === 403) return unknown('the sandbox refused to send it');
      if (!mayWorkLater(error)) return unknown('the sandbox could not read it');
      if (attempt === READ_ATTEMPTS || !isBusy(error)) throw error;
    }
}

/** Formats the set as one patch for `git apply`; also returns the files it cannot contain. `step` is called after each file. */
export async function patchText(
  set: ChangeSet,
  signal?: AbortSignal,
  step: () => void = () => {},
): Promise<{ readonly text: string; readonly left: readonly string[] }> {
  const problems = set.files.filter((file) => file.problem !== undefined).map((file) => file.path);
  const fine = set.files.filter((file) => file.problem === undefined);
  const sides = await inParallel(fine, 6, async (file) => {
    signal?.throwIfAborted();
    const { before, after } = await file.sides(signal);
    step();
    return { path: file.path, before, after };
  });
  const patch = patchOf(sides);
  return { text: patch.text, left: [...problems, ...patch.left] };
}
