// Every test file is a bundle with its own modules; state shared by the whole process is here.

const kept = ((globalThis as { testsShare?: Map<string, unknown> }).testsShare ??= new Map());

/** The value of this name in the process; created on first use. */
export function shared<T>(name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
