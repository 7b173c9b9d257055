import type { AuthScheme, Traffic } from '../../../core/agent/ports.js';
import { joinUrl } from '../../../core/agent/connect.js';

/** Number of characters of a body that the list shows. */
const PREVIEW = 200;

/** Formats an entry for the list. */
export function trafficLine(entry: Traffic): { label: string; description: string; detail: string } {
  const icon =
    entry.kind === 'event'
      ? '$(arrow-down)'
      : entry.status === undefined || entry.status >= 400 || entry.status === 0
        ? '$(error)'
        : '$(arrow-up)';
  const time = new Date(entry.at).toISOString().slice(11, 23);
  const status = entry.status === undefined ? [] : [entry.status === 0 ? 'no answer' : String(entry.status)];
  const elapsed = entry.elapsed === undefined ? [] : [`${Math.round(entry.elapsed)} ms`];
  return {
    label: `${icon} ${entry.title === 'unknown' ? wireType(entry.body) : entry.title}`,
    description: [...status, ...elapsed, time].join(' · '),
    detail: (entry.body ?? '').replaceAll(/\s+/g, ' ').slice(0, PREVIEW),
  };
}

/** The server's name of an unknown event. */
const wireType = (body = ''): string => /"type":"([\w.-]{1,60})"/.exec(body)?.[1] ?? 'unknown';

/** Quotes one argument for a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Formats a request as a curl command line; the credentials are a variable that the user has to set. */
export function toCurl(entry: Traffic, baseUrl: string, auth: AuthScheme, username = 'opencode'): string {
  const [method = 'GET', path = '/'] = entry.title.split(' ');
  const credentials = {
    none: [],
    basic: [`-u ${quoted(username)}:"$PASSWORD"`],
    bearer: ['-H "Authorization: Bearer $TOKEN"'],
  }[auth];
  const body =
    entry.body === undefined || entry.body === ''
      ? []
      : ["-H 'Content-Type: application/json'", `--data ${quoted(entry.body)}`];
  return ['curl', '-X', method, ...credentials, ...body, quoted(joinUrl(baseUrl, path))].join(' ');
}
