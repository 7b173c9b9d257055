import type { Attachment } from '../../shared/model/entities.js';
import { fenced } from '../../shared/text/fenced.js';

/** An excerpt of a file that the user selected; lines count from 1. */
export interface Excerpt {
  /** Path in the repository: relative, with slashes. */
  readonly path: string;
  readonly language: string;
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** All of the file: lines are not named. */
  readonly whole: boolean;
}

/** `src/app.ts:3-9`, `src/app.ts:3` or `src/app.ts`. */
export function labelOf({ path, firstLine, lastLine, whole }: Excerpt): string {
  if (whole) return path;
  return firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`;
}

/** The excerpt as context of a prompt: by content, since the sandbox cannot see this disk. */
export function excerptAttachment(excerpt: Excerpt): Attachment {
  const label = labelOf(excerpt);
  const text = `From \`${label.replaceAll('`', '')}\`:\n\n${fenced(excerpt.text, excerpt.language)}`;
  return { kind: 'text', name: label, text, size: new TextEncoder().encode(excerpt.text).length };
}
