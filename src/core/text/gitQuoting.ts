const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** Unquotes a name in Git's format: `"a\303\244"` is aä. A name without quotes is unchanged. */
export function unquoteName(name: string): string {
  if (name.length < 2 || !name.startsWith('"') || !name.endsWith('"')) return name;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const match of name.slice(1, -1).matchAll(/\\([0-3][0-7]{2}|.)|([^\\]+)/gsu)) {
    const [, escape, plain] = match;
    if (plain !== undefined) for (const byte of encoder.encode(plain)) bytes.push(byte);
    else if (escape !== undefined && escape.length === 3) bytes.push(Number.parseInt(escape, 8));
    else bytes.push(ESCAPES[escape ?? ''] ?? 0x3f);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** Quotes a name as Git does in a patch header: only if it contains quotes, backslashes or control characters. */
export function quoteName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is quoted
  if (!/["\\\u0000-\u001f\u007f]/.test(name)) return name;
  const letters = new Map(Object.entries(ESCAPES).map(([letter, code]) => [code, letter]));
  let quoted = '';
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    const letter = letters.get(code);
    if (letter !== undefined) quoted += `\\${letter}`;
    else if (code < 32 || code === 127) quoted += `\\${code.toString(8).padStart(3, '0')}`;
    else quoted += character;
  }
  return `"${quoted}"`;
}
