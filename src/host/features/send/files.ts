import * as vscode from 'vscode';
import { excerptAttachment } from '../../../core/send/context.js';
import { folderAttachment, LIMITS, type FolderFile, type Reason } from '../../../core/send/files.js';
import type { Skipped, SendPayload } from '../../../core/send/sendPayload.js';
import { inParallel } from '../../../core/changes/parallel.js';
import type { Attachment } from '../../../shared/model/entities.js';
import { git } from '../../platform/node/git.js';
import { diskPath } from '../../platform/node/diskPath.js';
import { pathOf } from '../../vscode/excerpt.js';
import { base64OfBytes } from '../../../core/text/base64.js';
import { MAX_ATTACHMENT_BYTES } from '../../../shared/limits.js';

const { l10n } = vscode;

/** Limit of files in one folder. */
const MAX_FILES = 5_000;
/** Limit of files that are counted without Git. */
const COUNTED = 100_000;

const why = (reason: Reason): string =>
  ({
    size: l10n.t('larger than 256 kB'),
    link: l10n.t('a link, or another repository'),
    binary: l10n.t('not text'),
    count: l10n.t('more than 200 files'),
    total: l10n.t('more than 1 MB in total'),
  })[reason];

const openText = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

/** A complete file with its unsaved edits; binary content is sent as a file. */
async function fileOf(uri: vscode.Uri): Promise<Attachment | Skipped> {
  const name = pathOf(uri);
  const open = openText(uri);
  const { size } = open === undefined ? await vscode.workspace.fs.stat(uri) : { size: 0 };
  if (size > MAX_ATTACHMENT_BYTES) return { name, why: l10n.t('larger than 10 MB') };
  const bytes = open === undefined ? await vscode.workspace.fs.readFile(uri) : new TextEncoder().encode(open.getText());
  if (bytes.byteLength > MAX_ATTACHMENT_BYTES) return { name, why: l10n.t('larger than 10 MB') };
  if (bytes.subarray(0, 8000).includes(0)) {
    const data = base64OfBytes(bytes);
    return { kind: 'content', name, mime: 'application/octet-stream', data, size: bytes.byteLength };
  }
  const text = open?.getText() ?? (await vscode.workspace.decode(bytes, { uri }));
  const language = open?.languageId ?? '';
  return excerptAttachment({ path: name, language, text, firstLine: 1, lastLine: 1, whole: true });
}

/**
 * The files below a folder that Git does not ignore; without Git, those that the Explorer shows, except packages.
 * Refuses folders on another machine, where ignored files, which might contain secrets, are unknown.
 */
async function listFolder(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const path = diskPath(folder);
  if (vscode.workspace.isTrusted) {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', '.'];
    const listed = await git(path, args).catch(() => undefined);
    if (listed?.code === 0)
      return listed.stdout
        .toString('utf8')
        .split('\0')
        .filter((name) => name !== '')
        .map((name) => vscode.Uri.joinPath(folder, name));
  }
  const outside = '{**/node_modules/**,**/.git/**}';
  return vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*'), outside, COUNTED);
}

async function readFile(uri: vscode.Uri): Promise<FolderFile | undefined> {
  const path = pathOf(uri);
  const open = openText(uri);
  if (open !== undefined) return { path, bytes: new TextEncoder().encode(open.getText()) };
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    // A symbolic link may point anywhere, and a folder here is another repository.
    if (type !== vscode.FileType.File) return { path, bytes: 'link' };
    return { path, bytes: size > LIMITS.file ? 'size' : await vscode.workspace.fs.readFile(uri) };
  } catch {
    // The file is deleted, but still in the index.
    return undefined;
  }
}

async function folderOf(uri: vscode.Uri): Promise<SendPayload> {
  const name = `${pathOf(uri)}/`;
  const listed = await listFolder(uri);
  const uris = listed.slice(0, MAX_FILES).toSorted((a, b) => a.path.localeCompare(b.path));
  const more = listed.length - uris.length;
  const all = listed.length < COUNTED ? listed.length : `${listed.length}+`;
  const unread = { name, why: l10n.t('only {0} of its {1} files were checked', MAX_FILES, all), count: more };
  const files = await inParallel(uris, 8, readFile);
  const { attachment, paths, leftOut } = folderAttachment(
    name,
    files.filter((file) => file !== undefined),
    why,
  );
  const what = paths.length === 1 ? l10n.t('{0} (1 file)', name) : l10n.t('{0} ({1} files)', name, paths.length);
  return {
    what,
    attachments: attachment === undefined ? [] : [{ ...attachment, name: what }],
    leftOut: more > 0 ? [unread, ...leftOut] : leftOut,
    files: paths,
  };
}

async function one(uri: vscode.Uri): Promise<SendPayload> {
  const { type } = openText(uri) === undefined ? await vscode.workspace.fs.stat(uri) : { type: vscode.FileType.File };
  if ((type & vscode.FileType.Directory) !== 0) return folderOf(uri);
  const file = await fileOf(uri);
  return 'kind' in file
    ? { what: file.name, attachments: [file], leftOut: [] }
    : { what: file.name, attachments: [], leftOut: [file] };
}

/** Combines files and folders into one payload, with their content: the sandbox cannot access the local disk. */
export async function filesParcel(uris: readonly vscode.Uri[]): Promise<SendPayload> {
  const all = await Promise.all(uris.map(one));
  const [first] = all;
  return {
    what: all.length === 1 && first !== undefined ? first.what : l10n.t('{0} files and folders', all.length),
    attachments: all.flatMap(({ attachments }) => attachments),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    files: all.flatMap(({ files = [] }) => files),
  };
}
