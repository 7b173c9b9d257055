/** Sentences that end with a name that is not translated. */
const NAMING = ['The patch does not apply: '];

/**
 * Splits an error code or a version in parentheses, or a name at the end, off a sentence. Returns the translatable
 * text, `… ({0}).`, and the split value.
 */
export function splitCode(message: string): readonly [text: string, ...codes: string[]] {
  const naming = NAMING.find((start) => message.startsWith(start));
  if (naming !== undefined) return [`${naming}{0}`, message.slice(naming.length)];
  const code = / \(([A-Z]\w{1,60}|v?\d[\w.+-]{1,60})\)\.$/.exec(message)?.[1];
  return code === undefined ? [message] : [`${message.slice(0, -code.length - 3)}({0}).`, code];
}
