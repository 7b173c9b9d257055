/** Bytes converted at once: too many arguments would throw. */
const MAX_AT_ONCE = 0x8000;

/** Bytes as base64, in every runtime. */
export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += MAX_AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(at, at + MAX_AT_ONCE));
  return btoa(binary);
}

/** The UTF-8 of a text as base64. */
export const base64 = (text: string): string => base64OfBytes(new TextEncoder().encode(text));
