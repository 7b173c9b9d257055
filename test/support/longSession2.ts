// Long sessions on a real OpenCode 2 server: one turn is really made, then copied under new ids and given back to the
// server's own import.
import { opencode2 } from './dialect.js';
import { endOf, fresh, nextTime } from './longSession.js';
import type { Opencode } from './opencode.js';
import { until } from './temp.js';

type Wire = Record<string, unknown>;
interface WireMessage extends Wire {
  readonly id: string;
  readonly type: string;
  readonly time: { readonly created: number };
}
interface Transcript {
  readonly info: Wire;
  readonly messages: readonly WireMessage[];
}

const importing = '/api/experimental/session/import';

/** The turn that was really made on each server: a prompt, an answer that runs a command, one with text, and the mark of its end. */
const samples = new WeakMap<Opencode, Promise<Transcript>>();

async function makeSample(server: Opencode): Promise<Transcript> {
  const id = await opencode2.createSession(server);
  await server.json(opencode2.promptPath(id), { text: '[[turn]] What does it do?' });
  await until('the turn that is copied', async () => {
    const { data } = await server.json<{ data: { readonly outcome?: string } }>(`/api/session/${id}`);
    return data.outcome !== undefined;
  });
  const { data } = await server.json<{ data: Transcript }>(`/api/experimental/session/${id}/export`);
  await opencode2.deleteSession(server, id);
  // What a fresh server tells the model of itself is said once, and no part of a turn.
  const messages = data.messages.filter(({ type }) => ['user', 'assistant', 'idle'].includes(type));
  return { ...data, messages };
}

function sampleOf(server: Opencode): Promise<Transcript> {
  const sample = samples.get(server) ?? makeSample(server);
  samples.set(server, sample);
  // One that could not be made is made again on the next request.
  sample.catch(() => samples.delete(server));
  return sample;
}

/** Ids of sessions count down, so that the newest sorts first. */
const freshSession = (n: number): string => {
  const [, digits = ''] = /^ses_(.{12})/.exec(fresh('ses', nextTime(), n)) ?? [];
  const counted = 16 ** 12 - 1 - Number.parseInt(digits, 16);
  return `ses_${counted.toString(16).padStart(12, '0')}${String(n).padStart(14, 'A')}`;
};

/** All times in it, so much later. */
function later(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((one) => later(one, by));
  if (typeof value !== 'object' || value === null) return value;
  const moved = (time: unknown): unknown =>
    typeof time === 'object' && time !== null
      ? Object.fromEntries(Object.entries(time).map(([key, at]) => [key, typeof at === 'number' ? at + by : at]))
      : time;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'time' ? moved(inner) : later(inner, by)]),
  );
}

/** The last text of an answer ends with these words. */
function ended(message: WireMessage, words: string): WireMessage {
  const content = message['content'];
  if (!Array.isArray(content)) return message;
  const said = content.map((part: Wire) =>
    part['type'] === 'text' ? { ...part, text: `${String(part['text'])}\n${words}` } : part,
  );
  return { ...message, content: said };
}

/** Creates a session with this many turns and this title; returns its ID. */
export async function makeLongSession2(server: Opencode, turns: number, title: string): Promise<string> {
  const { info, messages } = await sampleOf(server);
  const began = messages[0]?.time.created ?? 0;
  const start = nextTime() - turns * 60_000 - began;
  let n = 0;
  const copied = Array.from({ length: turns }, (_, turn) =>
    messages.map((message) => {
      const shift = start + turn * 60_000;
      const id = fresh('msg', message.time.created + shift, (n += 1));
      const copy: WireMessage = { ...(later(message, shift) as WireMessage), id };
      if (turn === 0 && message.type === 'user') return { ...copy, text: `First of all: ${String(message['text'])}` };
      return turn === turns - 1 ? ended(copy, endOf(title)) : copy;
    }),
  ).flat();
  const id = freshSession(turns);
  await server.json(importing, { info: { ...info, id, title }, messages: copied });
  return id;
}

/** Makes a session with nothing but a prompt that says its end; gives its id. */
export async function makeBriefSession2(server: Opencode, title: string): Promise<string> {
  const { info } = await sampleOf(server);
  const id = freshSession(0);
  const time = { created: nextTime() };
  const prompt = { id: fresh('msg', time.created, 0), type: 'user', text: endOf(title), time };
  await server.json(importing, { info: { ...info, id, title }, messages: [prompt] });
  return id;
}
