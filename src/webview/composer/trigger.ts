/** A word being written that can be completed, and where it begins. */
export interface Trigger {
  readonly trigger: '@' | '/';
  readonly text: string;
  readonly from: number;
}

/** `@word` anywhere, `/word` at the very beginning, with the caret at its end. */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([\w.:-]*)$/.exec(before);
  if (command !== null) return { trigger: '/', text: command[1] ?? '', from: 0 };
  const mention = /(?:^|\s)@([^\s@]{0,200})$/.exec(before);
  return mention === null
    ? undefined
    : { trigger: '@', text: mention[1] ?? '', from: caret - (mention[1] ?? '').length - 1 };
}
