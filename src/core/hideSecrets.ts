import { namesSecret } from './secretNames.js';

/** Whether a value only refers to a secret, which the server resolves from its environment or a file. */
export const isReference = (value: string): boolean =>
  /^(?:(?:basic|bearer|token) +)?\{(?:env|file):[^{}]*\}$/i.test(value);

const TOKEN_END = /[\s"'<>]|$/g;

/** Index at which the user information of an authority ends; the password may contain characters that are not allowed there. */
function userInfoEnd(text: string, start: number, end: number, lastAt: number): number {
  const length = text.slice(start, end).search(/[/?#]/);
  const authority = length < 0 ? text.slice(start, end) : text.slice(start, start + length);
  const at = authority.lastIndexOf('@');
  if (at >= 0) return start + at;
  const isAddress = !authority.includes(':') || /^(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/.test(authority);
  return isAddress ? -1 : lastAt;
}

/** Hides user names and passwords in URLs, except `git@`. */
function hideUserInfo(text: string, mark: string): string {
  let result = '';
  let done = 0;
  let end = -1;
  let lastAt = -1;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    if (start < done) continue;
    // Computed once per word, regardless of the number of URLs in it.
    if (start > end) {
      TOKEN_END.lastIndex = start;
      end = TOKEN_END.exec(text)?.index ?? text.length;
      lastAt = text.slice(start, end).lastIndexOf('@');
      if (lastAt >= 0) lastAt += start;
    }
    const cut = userInfoEnd(text, start, end, lastAt >= start ? lastAt : -1);
    const info = text.slice(start, Math.max(start, cut));
    if (info === '' || info === 'git' || isReference(info.slice(info.indexOf(':') + 1))) continue;
    result += text.slice(done, start) + mark;
    done = cut;
  }
  return done === 0 ? text : result + text.slice(done);
}

const SCHEME = /\b(basic|bearer)([ \t]{1,8})[\w+/=.~-]{4,}/gi;
const ASSIGNED = /(^|[\s?&#;,"'`([{])(-{0,2}[a-z_][\w.-]{0,99})=("[^"]+"|'[^']+'|[^\s&;"',)\]]+)/gi;
const QUOTED = /"([a-z_][\w.-]{0,99})"(\s{0,8}:\s{0,8})"((?:[^"\\]|\\.)+)"/gi;

/** Hides unknown secrets by their context: in URLs, `Bearer …`, `token=…`, `"token": "…"`. */
export const hideSecrets = (text: string, mark: string): string =>
  hideUserInfo(text, mark)
    .replaceAll(SCHEME, (_, scheme: string, space: string) => `${scheme}${space}${mark}`)
    .replaceAll(ASSIGNED, (whole, before: string, name: string, value: string) =>
      namesSecret(name) && !isReference(value) && value !== mark ? `${before}${name}=${mark}` : whole,
    )
    .replaceAll(QUOTED, (whole, name: string, colon: string, value: string) =>
      namesSecret(name) && !isReference(value) ? `"${name}"${colon}"${mark}"` : whole,
    );
