import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';

/** A short ID that is always the same for the same texts. */
export const stableId = (...texts: readonly string[]): string =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);

/** A new secret that a server of this window requires. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

/** The name of a folder on this machine's disk. */
export const folderName = (folder: string): string => basename(folder);
