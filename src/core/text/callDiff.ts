import type { CallDiff } from '../../shared/model/toolCall.js';
import { countPatchLines } from '../../shared/patchLines.js';
import { readPatch } from './patch.js';

/** Size limit of a diff that is parsed, in characters. */
const MAX_DIFF = 4 * 1024 * 1024;
/** Size limit of the text of an unparsable diff, in characters. */
const MAX_UNPARSED = 20_000;

/** Parses the diff of a call; undefined if there is none. Never throws. */
export function callDiff(source: string | undefined): CallDiff | undefined {
  if (source === undefined || source === '') return undefined;
  const { added, removed } = countPatchLines(source);
  const read = source.length > MAX_DIFF ? undefined : readPatch(source);
  return read?.ok === true && read.files.some(({ hunks }) => hunks.length > 0)
    ? { files: read.files, added, removed }
    : { files: [], added, removed, text: source.slice(0, MAX_UNPARSED) };
}
