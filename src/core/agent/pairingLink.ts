import { isObject } from '../../shared/json.js';

/** The content of an OpenCode 2 pairing link: the server's address and its password. */
export interface PairingLink {
  readonly url: string;
  /** The user name is always `opencode`. */
  readonly password: string;
}

/** Length limit of the credentials in characters; real ones have about 120. */
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

/** Parses a link `<address>/connect#<credentials>`, as printed by `opencode pair`; undefined for any other address. */
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
