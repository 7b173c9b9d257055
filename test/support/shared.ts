// Every test file is a bundle of its own, with modules of its own; what all of a process have to share is kept here.

const kept = ((globalThis as { testsShare?: Map<string, unknown> }).testsShare ??= new Map());

/** The one value of this name in the process; the first who asks makes it. */
export function shared<T>(name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
