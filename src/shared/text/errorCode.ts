/** Sentences that end in a name which is not translated. */
const NAMING = ['The patch does not apply: '];

/**
 * A sentence with an error code or a version in brackets, or with a name at its end, as the text that is translated,
 * `… ({0}).`, and that.
 */
export function splitCode(message: string): readonly [text: string, ...codes: string[]] {
  const naming = NAMING.find((start) => message.startsWith(start));
  if (naming !== undefined) return [`${naming}{0}`, message.slice(naming.length)];
  const code = / \(([A-Z]\w{1,60}|v?\d[\w.+-]{1,60})\)\.$/.exec(message)?.[1];
  return code === undefined ? [message] : [`${message.slice(0, -code.length - 3)}({0}).`, code];
}
