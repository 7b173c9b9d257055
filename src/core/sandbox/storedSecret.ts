import { withoutEndSlashes } from '../../shared/trim.js';

/** A secret with the address it was entered for: it is never sent to another. */
export interface StoredSecret {
  /** Origin and base path, without a trailing slash. */
  readonly address: string;
  readonly secret: string;
}

const VERSION = 1;

/** Origin and base path of an address: what else differs does not name another server. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + withoutEndSlashes(pathname);
}

/** The value in the secret storage. */
export const encodeSecret = ({ address, secret }: StoredSecret): string =>
  JSON.stringify({ version: VERSION, address, secret });

/** The stored secret; without an address if an earlier version stored it. */
export function decodeSecret(text: string): { readonly address?: string; readonly secret: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      const { version, address, secret } = value as Readonly<Record<string, unknown>>;
      if (version === VERSION && typeof address === 'string' && typeof secret === 'string') return { address, secret };
    }
  } catch {
    // The password as typed.
  }
  return { secret: text };
}
