import type { Attachment } from '../../shared/model/entities.js';
import { secretSigns, type SecretSign } from '../changes/secrets.js';

/** A skipped item and the reason, for display. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
  /** Number of files that the item represents; one if absent. */
  readonly count?: number;
}

/** Number of skipped files. */
export const countOf = (leftOut: readonly Skipped[]): number => leftOut.reduce((sum, { count = 1 }) => sum + count, 0);

/** The content to send, before the user has chosen the target. */
export interface SendPayload {
  /** Display name: `src/app.ts:3-9`, `4 files`. */
  readonly what: string;
  readonly attachments: readonly Attachment[];
  readonly leftOut: readonly Skipped[];
  /** Paths of the files in attachments that contain several. */
  readonly files?: readonly string[];
  /** An initial text that the user can edit. */
  readonly sentence?: string;
}

/** Possible secrets in a payload, by file; the result never contains the secrets themselves. */
export const secretsIn = ({ attachments, files = [] }: SendPayload): readonly SecretSign[] => [
  ...attachments.flatMap(({ name, text }) => secretSigns(name.replace(/:\d+(-\d+)?$/, ''), (text ?? '').split('\n'))),
  ...files.flatMap((path) => secretSigns(path, [])),
];

/** Total size in bytes. */
export const sizeOf = ({ attachments }: SendPayload): number => attachments.reduce((sum, { size }) => sum + size, 0);

/** A preview of what will be sent, as Markdown. */
export function preview(parcel: SendPayload, words: { readonly leftOut: string; readonly binary: string }): string {
  const parts = parcel.attachments.map(({ name, text }) => text ?? `\`${name}\`: ${words.binary}`);
  const out = parcel.leftOut.map(({ name, why }) => `- \`${name}\`: ${why}`);
  return [...parts, ...(out.length === 0 ? [] : [`---\n\n${words.leftOut}\n\n${out.join('\n')}`])].join('\n\n');
}
