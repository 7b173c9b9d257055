/** Removes known secrets from text by value, as the last step before anything is written. */
export interface Redactor {
  /** From now on this value, and what it looks like in headers and addresses, is removed. */
  add(secret: string, username?: string): void;
  clean(text: string): string;
}

/** Shorter "secrets" would black out ordinary words. */
const SHORTEST = 4;

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Makes a redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  let ordered: readonly string[] = [];
  return {
    add(secret, username = 'opencode') {
      if (secret.length < SHORTEST) return;
      for (const form of [secret, base64(secret), base64(`${username}:${secret}`), encodeURIComponent(secret)])
        known.add(form);
      // A secret may be part of another: the longer first, or its rest would stay.
      ordered = [...known].toSorted((a, b) => b.length - a.length);
    },
    clean: (text) => ordered.reduce((left, secret) => left.replaceAll(secret, '•••'), text),
  };
}
