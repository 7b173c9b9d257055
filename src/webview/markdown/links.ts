/** What a link in a model's text may do: be shown to the host, which asks before it opens anything. */
export function safeLink(href: string): string | undefined {
  const trimmed = href.trim();
  if (!/^(https?:\/\/|mailto:)/i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  return new URL(trimmed).href;
}

/** The host of a link as the network understands it (punycode, no user info). */
export const hostOf = (href: string): string =>
  URL.canParse(href) ? new URL(href).host || new URL(href).protocol : '';

/** `path` or `path:12` as written in a code span; undefined for anything else. */
export function pathReference(text: string): { path: string; line?: number } | undefined {
  const match =
    /^((?:\.{0,2}\/)?(?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.[A-Za-z][A-Za-z0-9]{0,8})(?::(\d{1,7})(?::\d{1,5})?)?$/.exec(
      text,
    );
  const path = match?.[1];
  if (path === undefined || path.length > 300) return undefined;
  return match?.[2] === undefined ? { path } : { path, line: Number(match[2]) };
}
