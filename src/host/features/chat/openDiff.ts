import * as vscode from 'vscode';
import { absoluteIn, relativeTo } from '../../../core/changes/paths.js';
import { applyBackward, applyForward, wholeSides } from '../../../core/changes/applyPatch.js';
import { Failure } from '../../../core/failure.js';
import { pathIn } from '../../../shared/format.js';
import type { Part, Request } from '../../../shared/model/entities.js';
import type { FilePatch } from '../../../shared/model/filePatch.js';
import { diffOfCall, pathOfCall, type CallDiff, type ToolCall } from '../../../shared/model/toolCall.js';
import { openText } from '../../vscode/virtualDocuments.js';
import type { ActiveSession } from './activeSession.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

const { l10n } = vscode;

interface Texts {
  readonly before: string;
  readonly after: string;
}

/** Texts with only the hunks, if the rest of the file is unknown. */
function excerpt(patch: FilePatch): Texts {
  const side = (gone: '+' | '-'): string =>
    patch.hunks
      .map((hunk) =>
        hunk.lines
          .filter((line) => line[0] !== gone && line[0] !== '\\')
          .map((line) => line.slice(1))
          .join('\n'),
      )
      .join('\n\n⋯\n\n');
  return { before: side('+'), after: side('-') };
}

/** Both complete texts of a patched file, if its current content matches one side of the patch. */
async function sidesOf({ sandbox, session }: ActiveSession, path: string, patch: FilePatch): Promise<Texts> {
  // A hunk without context would match any content.
  if (patch.created) return wholeSides(patch) ?? excerpt(patch);
  const files = sandbox.server?.files;
  const relative = relativeTo(session.directory, path);
  const bytes =
    relative === undefined ? undefined : await files?.read(relative, session.directory).catch(() => undefined);
  const now = bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  const before = now === undefined ? undefined : applyBackward(now, patch);
  if (now !== undefined && before !== undefined) return { before, after: now };
  const after = now === undefined ? undefined : applyForward(now, patch);
  if (now !== undefined && after !== undefined) return { before: now, after };
  return wholeSides(patch) ?? excerpt(patch);
}

const noDiff = (): Failure => new Failure('rejected', l10n.t('This change has no diff that can be shown.'));

async function openFiles(scope: ActiveSession, { files }: CallDiff, path: string): Promise<void> {
  if (files.length === 0) throw noDiff();
  const named = files.map((file) => ({
    file,
    path: files.length === 1 && path !== '' ? path : (file.to ?? file.from ?? path).replace(/^[ab]\//, ''),
  }));
  const pairs = await Promise.all(
    named.map(async ({ file, path: each }) => {
      const { before, after } = await sidesOf(scope, absoluteIn(scope.session.directory, each), file);
      const name = pathIn(scope.session.directory, each);
      return [openText(name, before), openText(name, after), name] as const;
    }),
  );
  const [first] = pairs;
  if (pairs.length === 1 && first !== undefined) {
    const [before, after, name] = first;
    await vscode.commands.executeCommand(
      'vscode.diff',
      before,
      after,
      l10n.t('{0} (changed by the agent)', nameOfPath(name)),
      { preview: true },
    );
    return;
  }
  await vscode.commands.executeCommand(
    'vscode.changes',
    l10n.t('Changed by the agent'),
    pairs.map(([before, after]) => [after, before, after]),
  );
}

async function openCall(scope: ActiveSession, call: ToolCall | undefined): Promise<void> {
  const diff = call && diffOfCall(call);
  if (call === undefined || diff === undefined) throw noDiff();
  await openFiles(scope, diff, pathOfCall(call) ?? '');
}

/** Shows the diff of a tool call. */
export const openPartDiff = (scope: ActiveSession, part: Part): Promise<void> =>
  openCall(scope, part.type === 'tool' ? part.call : undefined);

/** Shows the diff of a permission request. */
export const openRequestDiff = (scope: ActiveSession, request: Request): Promise<void> =>
  openCall(scope, request.type === 'permission' ? request.call : undefined);

/** Shows the complete output of a tool in an editor. */
export async function openPartOutput(part: Part): Promise<void> {
  const text = part.type === 'tool' ? (part.output ?? part.error ?? '') : part.type === 'text' ? part.text : '';
  const name = part.type === 'tool' ? `${part.tool} output.txt` : 'text.md';
  const document = await vscode.workspace.openTextDocument(openText(name, text));
  await vscode.window.showTextDocument(document, { preview: true });
}
