// Long sessions on a real server: one real turn is copied under new IDs and imported by the server's own
// program, since making thousands of turns would take an hour.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './temp.js';
import { opencodeBinary, type Opencode } from './opencode.js';
import type { Scripts } from './modelScript.js';

type Wire = Record<string, unknown>;
interface WireMessage {
  readonly info: Wire & { readonly id: string; readonly role: string; readonly time: { readonly created: number } };
  readonly parts: readonly (Wire & { readonly id: string })[];
}

const prose = `The function **greets** by name. It is called from \`src/index.ts:3\`, once for each line of the input, and
returns the whole sentence; nothing else depends on how it is punctuated.

\`\`\`ts
export function greet(name: string): string {
  const trimmed = name.trim();
  return trimmed === '' ? 'Hello!' : \`Hello, \${trimmed}!\`;
}
\`\`\`

- trims what it is given
- answers also to nobody

| input | output |
|---|---|
| \`Ada\` | Hello, Ada! |
| \`\` | Hello! |

That is all it does, and all the tests ask of it so far.
`;

/** The turn that is copied: reasoning, a command, 600 characters of Markdown with code. */
export const turnScripts: Scripts = {
  turn: [
    {
      reasoning: 'I look at the folder first, then I say what I found in it.',
      tools: [{ name: 'bash', args: { command: 'ls -la', description: 'List the folder' } }],
    },
    { text: prose },
  ],
};

/** IDs are ordered by the number in their first twelve digits. */
export const fresh = (prefix: string, time: number, n: number): string =>
  `${prefix}_${(time * 4096 + n).toString(16).padStart(12, '0').slice(-12)}${String(n).padStart(14, 'Z')}`;

let lastTime = 0;
/** The current time, but never the same twice, since IDs are made from it. */
export const nextTime = (): number => (lastTime = Math.max(Date.now(), lastTime + 1));

/** Repeats `turn`, each a minute after the last, under the session's ID; the last one ends with this text. */
function repeated(
  turn: readonly WireMessage[],
  turns: number,
  sessionID: string,
  ending: string,
  output: string | undefined,
): readonly object[] {
  const first = turn[0]?.info.time.created ?? Date.now();
  const begin = nextTime() - turns * 60_000;
  let n = 0;
  const said = (text: string, role: string, i: number): string => {
    if (role === 'user') return i === 0 ? `First of all: ${text}` : text;
    return i === turns - 1 ? `${text}\n${ending}` : text;
  };
  return Array.from({ length: turns }, (_, i) => {
    const shift = begin + i * 60_000 - first;
    const moved = (time: unknown): unknown =>
      typeof time === 'object' && time !== null
        ? Object.fromEntries(Object.entries(time).map(([key, at]) => [key, typeof at === 'number' ? at + shift : at]))
        : time;
    const ids = new Map(turn.map(({ info }) => [info.id, fresh('msg', info.time.created + shift, (n += 1))]));
    return turn.map(({ info, parts }) => ({
      info: {
        ...info,
        id: ids.get(info.id),
        sessionID,
        time: moved(info.time),
        ...('parentID' in info ? { parentID: ids.get(String(info['parentID'])) } : {}),
      },
      parts: parts.map((part) => ({
        ...part,
        id: fresh('prt', info.time.created + shift, (n += 1)),
        messageID: ids.get(info.id),
        sessionID,
        ...('time' in part ? { time: moved(part['time']) } : {}),
        ...(part['type'] === 'text' ? { text: said(String(part['text']), info.role, i) } : {}),
        ...(part['type'] === 'tool' && output !== undefined ? { state: { ...(part['state'] as Wire), output } } : {}),
      })),
    }));
  }).flat();
}

/** The last text of a session created here, by its title. */
export const endOf = (title: string): string => `The end of ${title}.`;

/** A long session that can exist up to any of its turns; later `put` calls add the rest. */
export interface LongSession {
  readonly id: string;
  /** Writes its first turns (three messages each) into the server's database, past the server. */
  put(turns: number): void;
}

interface Sample {
  readonly info: Wire;
  readonly turn: readonly WireMessage[];
}

/** The real turn on each server, and its deleted session. */
const samples = new WeakMap<Opencode, Promise<Sample>>();

async function makeSample(server: Opencode): Promise<Sample> {
  const made = await server.json<Wire & { id: string }>('/session', {});
  await server.fetch(`/session/${made.id}/prompt_async`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parts: [{ type: 'text', text: '[[turn]] What does it do?' }] }),
  });
  const turn = await until('the turn that is copied', async () => {
    const messages = await server.json<WireMessage[]>(`/session/${made.id}/message`);
    const busy = Object.keys(await server.json<object>('/session/status')).length > 0;
    return messages.length === 3 && !busy ? messages : undefined;
  });
  const info = await server.json<Wire>(`/session/${made.id}`);
  await server.json(`/session/${made.id}`, undefined, 'DELETE');
  return { info, turn };
}

/** Creates a session that can have this many turns, optionally with other output of its commands. */
export async function longSession(
  server: Opencode,
  turns: number,
  title: string,
  output?: string,
): Promise<LongSession> {
  const sample = samples.get(server) ?? makeSample(server);
  samples.set(server, sample);
  // One that could not be created is created again on the next request.
  sample.catch(() => samples.delete(server));
  const { info, turn } = await sample;
  const id = fresh('ses', nextTime(), turns);
  const slug = `${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  const messages = repeated(turn, turns, id, endOf(title), output);
  const file = join(server.home, `${title}.json`);
  return {
    id,
    put(count) {
      writeFileSync(
        file,
        JSON.stringify({ info: { ...info, id, title, slug }, messages: messages.slice(0, count * turn.length) }),
      );
      execFileSync(opencodeBinary(), ['import', file], { cwd: server.workspace, env: server.env(), stdio: 'pipe' });
    },
  };
}

/** Creates a session with this many turns and this title; returns its ID. */
export async function makeLongSession(
  server: Opencode,
  turns: number,
  title: string,
  output?: string,
): Promise<string> {
  const { id, put } = await longSession(server, turns, title, output);
  put(turns);
  return id;
}
