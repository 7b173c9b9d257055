// Streams recorded from the real servers, with their answers to GET; see test/fixtures/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createCompatDecoder } from '../../src/core/agent/sandboxAgent/events.js';
import { stripUnreported } from '../../src/core/agent/sandboxAgent/sessions.js';
import { decodeFrame } from '../../src/core/agent/opencode1/events.js';
import { withParts } from '../../src/core/agent/opencode1/entities/message.js';
import { compact, list } from '../../src/core/agent/opencode1/read.js';
import { createDecoder } from '../../src/core/agent/opencode2/events.js';
import { messages } from '../../src/core/agent/opencode2/entities/message.js';
import { Memory } from '../../src/core/agent/opencode2/memory.js';
import type { ServerKind } from '../../src/core/agent/ports.js';
import type { Message } from '../../src/shared/model/entities.js';
import type { AgentEvent } from '../../src/shared/model/events.js';
import { sessionId, type SessionId } from '../../src/shared/model/ids.js';

/** One scenario with one server. */
export interface Recording {
  /** `opencode-1.18.33/tool-bash`. */
  readonly name: string;
  readonly kind: ServerKind;
  /** The raw stream, byte for byte. */
  readonly bytes: Uint8Array;
  /** Data of its frames. */
  readonly frames: readonly string[];
  readonly events: readonly AgentEvent[];
  /** The last GET of each session's messages. */
  readonly readings: readonly { readonly id: SessionId; readonly messages: readonly Message[] }[];
}

interface Stored {
  readonly events: string;
  readonly reads: readonly { readonly path: string; readonly body: unknown }[];
}

const root = 'test/fixtures/streams';

const framesOf = (text: string): string[] =>
  text
    .split(/\n\n/)
    .map((frame) =>
      frame
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n'),
    )
    .filter((data) => data !== '');

/** How a kind of server is read. */
interface Reading {
  /** Creates a decoder for each recording, since decoders have state. */
  decoder(): (frame: string) => readonly AgentEvent[];
  /** Session and messages of an answer to GET, where it is all messages of one. */
  messages(path: string, body: unknown): readonly [SessionId, readonly Message[]] | undefined;
}

const one = (event: AgentEvent | undefined): readonly AgentEvent[] => (event === undefined ? [] : [event]);
const idIn = (path: string, pattern: RegExp): SessionId | undefined => {
  const [, id] = pattern.exec(path) ?? [];
  return id === undefined ? undefined : sessionId(id);
};
const ofVersion1 = (path: string, body: unknown): readonly [SessionId, readonly Message[]] | undefined => {
  const id = idIn(path, /^\/session\/(ses_\w+)\/message$/);
  return id === undefined ? undefined : [id, compact(list(body), withParts)];
};

const READINGS: Readonly<Record<ServerKind, Reading>> = {
  'opencode-1': { decoder: () => (frame) => one(decodeFrame(frame)), messages: ofVersion1 },
  'opencode-2': {
    decoder: () => createDecoder(new Memory()),
    messages(path, body) {
      const id = idIn(path, /^\/api\/session\/(ses_\w+)\/message\?order=asc&limit=200$/);
      return id === undefined ? undefined : [id, messages(id, list(body, 'data'))];
    },
  },
  'sandbox-agent': {
    decoder() {
      const decode = createCompatDecoder();
      return (frame) => one(decode(frame));
    },
    messages(path, body) {
      const read = ofVersion1(path, body);
      return read && [read[0], read[1].map(stripUnreported)];
    },
  },
};

const kindOf = (server: string): ServerKind =>
  server.startsWith('opencode-2') ? 'opencode-2' : server.startsWith('opencode') ? 'opencode-1' : 'sandbox-agent';

const read = (server: string, file: string): Stored =>
  JSON.parse(gunzipSync(readFileSync(join(root, server, file))).toString('utf8')) as Stored;

function load(server: string, file: string): Recording {
  const stored = read(server, file);
  const kind = kindOf(server);
  const frames = framesOf(stored.events);
  const answers = stored.reads.map(({ path, body }) => READINGS[kind].messages(path, body));
  const readings = new Map(answers.filter((each) => each !== undefined));
  return {
    name: `${server}/${file.replace('.json.gz', '')}`,
    kind,
    bytes: new TextEncoder().encode(stored.events),
    frames,
    events: frames.flatMap(READINGS[kind].decoder()),
    readings: [...readings].map(([id, whole]) => ({ id, messages: whole })),
  };
}

/** What a server answered to GET in all its recordings. */
export const storedAnswers = (server: string): Stored['reads'] =>
  readdirSync(join(root, server)).flatMap((file) => read(server, file).reads);

/** All of them. */
export const recordings = (): readonly Recording[] =>
  readdirSync(root).flatMap((server) =>
    readdirSync(join(root, server))
      .filter((file) => file.endsWith('.json.gz'))
      .toSorted()
      .map((file) => load(server, file)),
  );
