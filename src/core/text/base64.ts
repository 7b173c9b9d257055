/** Number of bytes converted at once; too many arguments would throw. */
const MAX_AT_ONCE = 0x8000;

/** Encodes bytes as base64, in every runtime. */
export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += MAX_AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(at, at + MAX_AT_ONCE));
  return btoa(binary);
}

/** Encodes a text as base64 of its UTF-8 bytes. */
export const base64 = (text: string): string => base64OfBytes(new TextEncoder().encode(text));
