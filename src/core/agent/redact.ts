/** Removes secrets from text by value, as the last step before a log or a message. */
export function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const values = new Set<string>();
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 3) continue;
    values.add(secret);
    values.add(encodeURIComponent(secret));
    values.add(JSON.stringify(secret).slice(1, -1));
    values.add(base64(secret));
    for (const user of ['opencode', '']) values.add(base64(`${user}:${secret}`));
  }
  const known = [...values].filter((value) => value.length > 2).toSorted((a, b) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const value of known) result = result.replaceAll(value, '•••');
    return result
      .replace(/((?:basic|bearer)\s+)[A-Za-z0-9+/=._~-]{4,}/gi, '$1•••')
      .replace(/(auth_token=)[^&\s"']+/gi, '$1•••')
      .replace(/(\/\/)[^/\s@"']+@/g, '$1•••@');
  };
}

/** UTF-8, then base64, in every runtime. */
export const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
