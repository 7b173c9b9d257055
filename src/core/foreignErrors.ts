// Readable messages for errors of the platform: the original ones are technical, English only, and may quote a path, an
// address or a secret.

const DENIED = { words: 'Access was denied. Check the permissions of the file or folder.' };
const MISSING = { words: 'A file, folder or program was not found. Check that it still exists.' };
const TOO_MANY = { words: 'Too many files are open. Close some programs and try again.' };

const SYSTEM_ERRORS: Readonly<Record<string, { readonly words: string }>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  ENOSPC: { words: 'The disk is full. Free some space and try again.' },
  EDQUOT: { words: 'The disk quota is used up. Free some space and try again.' },
  EROFS: { words: 'The disk is read-only. Choose another folder.' },
  EBUSY: { words: 'The file is in use by another program. Close it there and try again.' },
  EEXIST: { words: 'A file or folder with this name already exists. Choose another name.' },
  ENAMETOOLONG: { words: 'The path is too long for this computer. Use a shorter one.' },
};

/** Error types of JavaScript and its APIs; VS Code's errors are plain `Error`s with a message for the user. */
const BUILT_IN = new Set([
  'DOMException',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);

/** The displayed message of a foreign error. */
export function foreignErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = Object.hasOwn(SYSTEM_ERRORS, code) ? SYSTEM_ERRORS[code] : undefined;
  if (known !== undefined) return known.words;
  if (/^E[A-Z][A-Z0-9_]{1,60}$/.test(code)) return `Something unexpected happened (${code}).`;
  const type = error.constructor.name;
  return BUILT_IN.has(type) ? `Something unexpected happened (${type}).` : error.message;
}
