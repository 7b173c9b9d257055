import { hideSecrets } from './hideSecrets.js';
import { formsOf, MIN_SECRET_LENGTH } from './secretForms.js';
import { needlesOf, rangesOf, type Range } from './secretRanges.js';
import { decodeOnce, UTF8, type Decoded } from './text/encodings.js';

/** Removes known secrets from text by value, and possible ones by context, before anything is logged or shown. */
export interface Redactor {
  /** Registers a secret, which is then removed in every common encoding. */
  add(secret: string, username?: string): void;
  clean(text: string): string;
}

const MARK = '•••';

/** Replaces ranges, and those that overlap by one mark. */
function withoutRanges(text: string, ranges: Range[]): string {
  let result = '';
  let done = 0;
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (start >= done) result += text.slice(done, start) + MARK;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** Creates a redactor without secrets. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let needles = needlesOf([]);
  return {
    add(secret, username = 'opencode') {
      if (secret.length < MIN_SECRET_LENGTH) return;
      for (const form of formsOf(secret, username)) forms.add(form);
      needles = needlesOf([...forms]);
    },
    clean(text) {
      if (forms.size === 0) return hideSecrets(text, MARK);
      const bytes: Decoded = decodeOnce(text, UTF8) ?? { text, original: (start, end) => [start, end] };
      const ranges = rangesOf(bytes.text, needles).map(([start, end]) => bytes.original(start, end));
      return hideSecrets(withoutRanges(text, ranges), MARK);
    },
  };
}

/** Creates a function that removes a secret from text; the forms of a secret are computed once, not for each request. */
export function createCleaner(username?: string): (secret: string | undefined) => (text: string) => string {
  let last: string | undefined;
  let redactor = createRedactor();
  return (secret) => {
    if (secret !== last) {
      redactor = createRedactor();
      if (secret !== undefined) redactor.add(secret, username);
      last = secret;
    }
    return redactor.clean;
  };
}
