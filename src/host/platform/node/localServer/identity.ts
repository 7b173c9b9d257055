import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';

/** A short ID that is derived from the texts. */
export const stableId = (...texts: readonly string[]): string =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);

/** Generates a secret for a local server. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

/** The name of a local folder. */
export const folderName = (folder: string): string => basename(folder);
