/** The content of a file, as far as known. */
export type Content = TextContent | BinaryContent | Absent | Unknown;
/** UTF-8 text; `text` is without the byte order mark. */
export interface TextContent {
  readonly kind: 'text';
  readonly text: string;
  readonly bom: boolean;
}
/** Bytes that are not UTF-8 text, or too large to be compared as text. */
export interface BinaryContent {
  readonly kind: 'binary';
  readonly bytes: Uint8Array;
}
/** The file does not exist. */
export interface Absent {
  readonly kind: 'absent';
}
/** The file exists, but its content is unknown. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
}

export const absent: Absent = { kind: 'absent' };
export const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason });
export const text = (value: string, bom = false): TextContent => ({ kind: 'text', text: value, bom });

/** Size limit in bytes of text; larger files are compared and transferred as bytes, and are not shown in a diff editor. */
export const TEXT_LIMIT = 5 * 1024 * 1024;

const BOM = [0xef, 0xbb, 0xbf] as const;
const hasBom = (bytes: Uint8Array): boolean => BOM.every((byte, index) => bytes[index] === byte);

/** Decodes bytes as text if they are valid UTF-8 without NUL, and not too large. */
export function contentOf(bytes: Uint8Array | undefined): Content {
  if (bytes === undefined) return absent;
  if (bytes.length > TEXT_LIMIT || bytes.includes(0)) return { kind: 'binary', bytes };
  const bom = hasBom(bytes);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return text(decoder.decode(bom ? bytes.subarray(BOM.length) : bytes), bom);
  } catch {
    return { kind: 'binary', bytes };
  }
}

/** The exact bytes of a file; undefined if it does not exist or its content is unknown. */
export function bytesOf(content: Content): Uint8Array | undefined {
  if (content.kind === 'binary') return content.bytes;
  if (content.kind !== 'text') return undefined;
  return new TextEncoder().encode(content.bom ? `\ufeff${content.text}` : content.text);
}

/** Whether two contents have the same bytes. Unknown content is never equal. */
export function sameContent(a: Content, b: Content): boolean {
  if (a.kind === 'absent' && b.kind === 'absent') return true;
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text && a.bom === b.bom;
  if (a.kind !== 'binary' || b.kind !== 'binary') return false;
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, index) => byte === b.bytes[index]);
}

/** Line endings: uniform, mixed, or none. */
export type LineEnding = '\n' | '\r\n' | 'mixed' | undefined;

/** The line endings of a text. */
export function lineEndingOf(value: string): LineEnding {
  let lf = 0;
  let crlf = 0;
  for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) {
    if (value[at - 1] === '\r') crlf++;
    else lf++;
  }
  if (lf > 0 && crlf > 0) return 'mixed';
  if (crlf > 0) return '\r\n';
  return lf > 0 ? '\n' : undefined;
}

/** Converts all line endings of a text to `ending`. */
export const withLineEnding = (value: string, ending: '\n' | '\r\n'): string =>
  value.replace(/\r?\n/g, ending === '\n' ? '\n' : '\r\n');
