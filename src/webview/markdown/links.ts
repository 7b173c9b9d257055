/** Returns a link of a model's text if it can be passed to the host, which asks before it opens anything. */
export function safeLink(href: string): string | undefined {
  const trimmed = href.trim();
  if (!/^(https?:\/\/|mailto:)/i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  return new URL(trimmed).href;
}

/** The actual host of a link (punycode, without user info). */
export const hostOf = (href: string): string =>
  URL.canParse(href) ? new URL(href).host || new URL(href).protocol : '';

/** A reference to a file, optionally with lines, which count from 1. */
export interface FileReference {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

const MAX_PATH = 1_000;
/** A position at the end of a path: `:10`, `:10:5`, `:10-20`, `:10:5-20:8`, `#L10`, `#L10-L20`, `#L10C5`. */
const PLACE =
  /(?::(\d{1,7})(?::(\d{1,5}))?(?:-(\d{1,7})(?::\d{1,5})?)?|#L(\d{1,7})(?:C(\d{1,5}))?(?:-L?(\d{1,7})(?:C\d{1,5})?)?)$/;
/** Control characters, which no path should contain. */
const CONTROL = /[\u0000-\u001f\u007f]/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DRIVE = /^[a-z]:[\\/]/i;

/** Decodes percent escapes; returns the text unchanged if they are invalid. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withPlace(text: string): FileReference {
  const match = PLACE.exec(text.slice(-40));
  const [place = '', ...numbers] = match ?? [];
  const [line, column, endLine] = [0, 1, 2].map((i) => Number(numbers[i] ?? numbers[i + 3] ?? 0));
  return {
    path: text.slice(0, text.length - place.length),
    ...(line ? { line } : {}),
    ...(line && column ? { column } : {}),
    ...(line && endLine && endLine >= line ? { endLine } : {}),
  };
}

/** The file that a link refers to by a path or a `file:` URL; undefined for any other link. */
export function fileReference(href: string): FileReference | undefined {
  const trimmed = href.trim();
  if (trimmed.length > MAX_PATH || CONTROL.test(trimmed)) return undefined;
  const reference = withPlace(trimmed);
  const isFile = /^file:\/\/(?:localhost)?\//i.test(reference.path);
  const raw = isFile ? reference.path.replace(/^file:\/\/(?:localhost)?(?:\/(?=[a-z]:))?/i, '') : reference.path;
  const path = decoded(raw.split('#', 1)[0] ?? '');
  if (path === '' || CONTROL.test(path) || /^[\\/]{2}/.test(path)) return undefined;
  return SCHEME.test(path) && !DRIVE.test(path) ? undefined : { ...reference, path };
}

/** Content of code spans that is not a path: a URL, a call, an option, a pattern. */
const NO_PATH = /^-|:\/\/|^\/\/|\(\)$|[*?<>|"`]|^\.{1,2}$|^\s|\s$/;

/** Parses `path`, `path:12` and similar references in a code span; whether the file exists is checked in the sandbox. */
export function pathReference(text: string): FileReference | undefined {
  if (text.length > 300 || CONTROL.test(text)) return undefined;
  const reference = withPlace(text);
  const { path } = reference;
  if (path === '' || NO_PATH.test(path) || (SCHEME.test(path) && !DRIVE.test(path))) return undefined;
  return reference;
}
