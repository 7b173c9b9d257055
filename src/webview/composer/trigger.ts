/** The word before the caret that can be completed, with its start. */
export interface Trigger {
  readonly trigger: '@' | '/';
  readonly text: string;
  readonly from: number;
}

/** Maximum length of a name to complete. */
const MAX_NAME = 200;
/** Characters that a mention may follow: whitespace, brackets or quotes. */
const BEFORE_MENTION = /[\s("'`[{<（「『“‘«]/u;

/**
 * Finds the word before the caret: `@name` at the beginning of a word, or `/name` at the very beginning of the text.
 * Names may contain spaces; other text has no completions.
 */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret);
  const start = caret - line.length;
  if (start === 0 && line.startsWith('/') && line.length <= MAX_NAME + 1 && !/\s@/u.test(line))
    return { trigger: '/', text: line.slice(1), from: 0 };
  const at = line.lastIndexOf('@');
  if (at < 0 || line.length - at > MAX_NAME || (at > 0 && !BEFORE_MENTION.test(line.charAt(at - 1)))) return undefined;
  return { trigger: '@', text: line.slice(at + 1), from: start + at };
}
