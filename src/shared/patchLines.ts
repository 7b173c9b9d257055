const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/**
 * Counts the lines that a unified patch adds and removes. The hunk header decides where a hunk ends, so `--- x` can be
 * a removed `-- x`.
 */
export function countPatchLines(patch: string): { readonly added: number; readonly removed: number } {
  let [added, removed, before, after] = [0, 0, 0, 0];
  for (const line of patch.split('\n')) {
    if (before <= 0 && after <= 0) {
      const header = HUNK.exec(line);
      if (header !== null) [before, after] = [Number(header[1] ?? 1), Number(header[2] ?? 1)];
      continue;
    }
    const sign = line[0];
    if (sign === '\\') continue;
    if (sign === '+') added++;
    else if (sign === '-') removed++;
    if (sign !== '+') before--;
    if (sign !== '-') after--;
  }
  return { added, removed };
}
