import { withoutEndSlashes } from '../../shared/trim.js';

/** A secret with the address it was entered for; it is never sent to any other. */
export interface StoredSecret {
  /** Origin and base path, without a trailing slash. */
  readonly address: string;
  readonly secret: string;
}

const VERSION = 1;

/** Origin and base path of a URL, which identify a server. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + withoutEndSlashes(pathname);
}

/** Encodes a secret for SecretStorage. */
export const encodeSecret = ({ address, secret }: StoredSecret): string =>
  JSON.stringify({ version: VERSION, address, secret });

/** Decodes a stored secret; without an address if an earlier version stored it. */
export function decodeSecret(text: string): { readonly address?: string; readonly secret: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      const { version, address, secret } = value as Readonly<Record<string, unknown>>;
      if (version === VERSION && typeof address === 'string' && typeof secret === 'string') return { address, secret };
    }
  } catch {
    // An earlier version stored the plain password.
  }
  return { secret: text };
}
