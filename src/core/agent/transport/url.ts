import { trimStart, withoutEndSlashes } from '../../../shared/trim.js';

/** Addresses: where a sandbox is, and whether a secret may go there. */

/** 127.0.0.0/8, ::1 or exactly `localhost`; the URL parser has normalized other spellings of them. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  return (
    host === 'localhost' ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host)
  );
}

/** Plain http to another machine: the password would travel readable. */
export function requiresConsent(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const url = new URL(address);
  return url.protocol !== 'https:' && !isLoopback(url);
}

/** Base and path joined as text: `new URL('/x', base)` would throw the base's own path away. */
export const join = (base: string, path: string): string => `${withoutEndSlashes(base)}/${trimStart(path, '/')}`;

/** Text with its percent escapes read; what is no escape of UTF-8 stays as it was written, as in `100%safe`. */
export const decodePercent = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
