import type { Attachment } from '../../shared/model/entities.js';
import { fenced } from '../../shared/text/fenced.js';

/** An excerpt of a file that the user selected; lines count from 1. */
export interface Excerpt {
  /** Path relative to the repository, with forward slashes. */
  readonly path: string;
  readonly language: string;
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The excerpt is the complete file, so line numbers are left out. */
  readonly whole: boolean;
}

/** `src/app.ts:3-9`, `src/app.ts:3` or `src/app.ts`. */
export function labelOf({ path, firstLine, lastLine, whole }: Excerpt): string {
  if (whole) return path;
  return firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`;
}

/** The excerpt as an attachment of a prompt: sent by content, since the sandbox has no access to the local disk. */
export function excerptAttachment(excerpt: Excerpt): Attachment {
  const label = labelOf(excerpt);
  const text = `From \`${label.replaceAll('`', '')}\`:\n\n${fenced(excerpt.text, excerpt.language)}`;
  return { kind: 'text', name: label, text, size: new TextEncoder().encode(excerpt.text).length };
}
