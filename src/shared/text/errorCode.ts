/** A sentence with an error code or a version in brackets as the text that is translated, `… ({0}).`, and the code. */
export function splitCode(message: string): readonly [text: string, ...codes: string[]] {
  const code = / \(([A-Z]\w{1,60}|v?\d[\w.+-]{1,60})\)\.$/.exec(message)?.[1];
  return code === undefined ? [message] : [`${message.slice(0, -code.length - 3)}({0}).`, code];
}
