/** Steps through earlier prompts; the current text is restored at the end. */
export interface History {
  /** The text to show after a step back (-1) or forward (1); undefined if there is none. */
  step(by: -1 | 1, current: string): string | undefined;
  reset(): void;
}

/** Creates a history; `prompts` returns the earlier prompts, oldest first. */
export function createHistory(prompts: () => readonly string[]): History {
  let at: number | undefined;
  let own = '';
  return {
    step(by, current) {
      const all = prompts();
      if (at === undefined) {
        if (by === 1 || all.length === 0) return undefined;
        own = current;
        at = all.length;
      }
      const next = at + by;
      if (next < 0) return undefined;
      if (next >= all.length) {
        at = undefined;
        return own;
      }
      at = next;
      return all[next];
    },
    reset() {
      at = undefined;
    },
  };
}
