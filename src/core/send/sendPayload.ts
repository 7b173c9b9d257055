import type { Attachment } from '../../shared/model/entities.js';
import { secretSigns, type SecretSign } from '../changes/secrets.js';

/** Something that was not taken along, and why; both are for the user to read. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
  /** Of how many files it speaks; one where it does not say. */
  readonly count?: number;
}

/** How many files were left out. */
export const countOf = (leftOut: readonly Skipped[]): number => leftOut.reduce((sum, { count = 1 }) => sum + count, 0);

/** What "Send to Sandbox" is about to send from some place, before the user said where to. */
export interface SendPayload {
  /** What it is, as the user would call it: `src/app.ts:3-9`, `4 files`. */
  readonly what: string;
  readonly attachments: readonly Attachment[];
  readonly leftOut: readonly Skipped[];
  /** Paths of the files inside the attachments that hold several. */
  readonly files?: readonly string[];
  /** A sentence to begin with; the user may change it. */
  readonly sentence?: string;
}

/** Everything in a parcel that looks like a secret, by the file it stands in; the secrets themselves are not repeated. */
export const secretsIn = ({ attachments, files = [] }: SendPayload): readonly SecretSign[] => [
  ...attachments.flatMap(({ name, text }) => secretSigns(name.replace(/:\d+(-\d+)?$/, ''), (text ?? '').split('\n'))),
  ...files.flatMap((path) => secretSigns(path, [])),
];

/** Bytes of all of it. */
export const sizeOf = ({ attachments }: SendPayload): number => attachments.reduce((sum, { size }) => sum + size, 0);

/** What will be sent, as Markdown to look through before it is. */
export function preview(parcel: SendPayload, words: { readonly leftOut: string; readonly binary: string }): string {
  const parts = parcel.attachments.map(({ name, text }) => text ?? `\`${name}\`: ${words.binary}`);
  const out = parcel.leftOut.map(({ name, why }) => `- \`${name}\`: ${why}`);
  return [...parts, ...(out.length === 0 ? [] : [`---\n\n${words.leftOut}\n\n${out.join('\n')}`])].join('\n\n');
}
