import { isObject } from '../../shared/json.js';

/** What a pairing link of OpenCode 2 gives: its server's address, and what lets one in there. */
export interface PairingLink {
  readonly url: string;
  /** The user name is the same everywhere. */
  readonly password: string;
}

/** Characters of the part that holds the credentials; a real one has about 120. */
const MAX_CREDENTIALS = 4_000;

function passwordIn(fragment: string): string | undefined {
  try {
    const binary = atob(fragment.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const password = isObject(value) ? value['password'] : undefined;
    return typeof password === 'string' && password !== '' ? password : undefined;
  } catch {
    return undefined;
  }
}

/** Reads `<address>/connect#<credentials>`, which `opencode pair` prints; undefined for any other address. */
export function readPairingLink(text: string): PairingLink | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const fragment = url.hash.slice(1);
  if (!/\/connect\/?$/.test(url.pathname) || fragment === '' || fragment.length > MAX_CREDENTIALS) return undefined;
  const password = passwordIn(fragment);
  if (password === undefined) return undefined;
  url.hash = '';
  url.pathname = url.pathname.replace(/\/connect\/?$/, '');
  return { url: url.href, password };
}
