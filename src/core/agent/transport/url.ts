import { trimStart, withoutEndSlashes } from '../../../shared/trim.js';

/** Addresses of sandboxes, and whether a secret may be sent there. */

/** Whether a URL has the host 127.0.0.0/8, ::1 or `localhost`; the URL parser has normalized other spellings. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  return (
    host === 'localhost' ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host)
  );
}

/** Whether an address is plain http to another machine, so that the password would be sent unencrypted. */
export function requiresConsent(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const url = new URL(address);
  return url.protocol !== 'https:' && !isLoopback(url);
}

/** Joins base and path as text: `new URL('/x', base)` would drop the base's own path. */
export const join = (base: string, path: string): string => `${withoutEndSlashes(base)}/${trimStart(path, '/')}`;

/** Decodes the percent escapes of a text; invalid ones are unchanged, as in `100%safe`. */
export const decodePercent = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
