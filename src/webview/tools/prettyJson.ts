/** Indents JSON; returns any other text, and huge JSON, unchanged. */
export function prettyJson(output: string): string {
  const trimmed = output.trim();
  if (trimmed.length > 500_000 || !/^[[{]/.test(trimmed)) return output;
  try {
    return JSON.stringify(JSON.parse(trimmed), undefined, 2);
  } catch {
    return output;
  }
}
