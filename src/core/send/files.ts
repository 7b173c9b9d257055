import type { Attachment } from '../../shared/model/entities.js';
import { fenced } from '../../shared/text/fenced.js';
import type { Skipped } from './sendPayload.js';

/** A file of a folder, or why it was not read. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: Uint8Array | 'size' | 'link';
}

/** Why a file is skipped; the host has the messages. */
export type Reason = 'size' | 'link' | 'binary' | 'count' | 'total';

/** Limits of an attached folder: bytes per file, number of files, bytes in total. */
export const LIMITS = { file: 256 * 1024, files: 200, total: 1024 * 1024 } as const;

const textOf = (bytes: Uint8Array): string | undefined => {
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const languageOf = (path: string): string => /\.([A-Za-z0-9]{1,12})$/.exec(path)?.[1]?.toLowerCase() ?? '';

/** Combines the files of a folder into one attachment, within the limits; also returns the skipped files with the reasons. */
export function folderAttachment(
  name: string,
  files: readonly FolderFile[],
  words: (reason: Reason) => string,
): {
  readonly attachment: Attachment | undefined;
  /** Paths of the attached files. */
  readonly paths: readonly string[];
  readonly leftOut: readonly Skipped[];
} {
  const parts: string[] = [];
  const paths: string[] = [];
  const leftOut: Skipped[] = [];
  let total = 0;
  for (const { path, bytes } of files) {
    const skip = (reason: Reason): number => leftOut.push({ name: path, why: words(reason) });
    const text = typeof bytes === 'string' ? undefined : textOf(bytes);
    if (typeof bytes === 'string') skip(bytes);
    else if (bytes.length > LIMITS.file) skip('size');
    else if (text === undefined) skip('binary');
    else if (parts.length >= LIMITS.files) skip('count');
    else if (total + bytes.length > LIMITS.total) skip('total');
    else {
      total += bytes.length;
      paths.push(path);
      parts.push(`\`${path.replaceAll('`', '')}\`:\n\n${fenced(text, languageOf(path))}`);
    }
  }
  const list = parts.join('\n\n');
  return {
    attachment:
      parts.length === 0
        ? undefined
        : { kind: 'text', name, text: `The files of \`${name.replaceAll('`', '')}\`.\n\n${list}`, size: total },
    paths,
    leftOut,
  };
}
