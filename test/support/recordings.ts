// Streams recorded from both real servers, with what they answered to GET meanwhile; see test/fixtures/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createCompatDecoder } from '../../src/core/agent/sandboxAgent/events.js';
import { stripUnreported } from '../../src/core/agent/sandboxAgent/sessions.js';
import { decodeFrame } from '../../src/core/agent/opencode1/events.js';
import { withParts } from '../../src/core/agent/opencode1/entities/message.js';
import { compact, list } from '../../src/core/agent/opencode1/read.js';
import type { Message } from '../../src/shared/model/entities.js';
import type { AgentEvent } from '../../src/shared/model/events.js';
import { sessionId, type SessionId } from '../../src/shared/model/ids.js';

/** One scenario with one server. */
export interface Recording {
  /** `opencode-1.18.33/tool-bash`. */
  readonly name: string;
  readonly flavor: 'opencode' | 'sandbox-agent';
  /** The stream as it came, byte for byte. */
  readonly bytes: Uint8Array;
  /** Data of its frames. */
  readonly frames: readonly string[];
  readonly events: readonly AgentEvent[];
  /** The last reading of each session's messages. */
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

function load(server: string, file: string): Recording {
  const stored = JSON.parse(gunzipSync(readFileSync(join(root, server, file))).toString('utf8')) as Stored;
  const flavor = server.startsWith('opencode') ? 'opencode' : 'sandbox-agent';
  const decode = flavor === 'opencode' ? decodeFrame : createCompatDecoder();
  const frames = framesOf(stored.events);
  const readings = new Map<SessionId, readonly Message[]>();
  for (const { path, body } of stored.reads) {
    const [, id] = /^\/session\/(ses_\w+)\/message$/.exec(path) ?? [];
    if (id !== undefined) {
      const messages = compact(list(body), withParts);
      readings.set(sessionId(id), flavor === 'opencode' ? messages : messages.map(stripUnreported));
    }
  }
  return {
    name: `${server}/${file.replace('.json.gz', '')}`,
    flavor,
    bytes: new TextEncoder().encode(stored.events),
    frames,
    events: frames.map(decode).filter((event) => event !== undefined),
    readings: [...readings].map(([id, messages]) => ({ id, messages })),
  };
}

/** All of them. */
export const recordings = (): readonly Recording[] =>
  readdirSync(root).flatMap((server) =>
    readdirSync(join(root, server))
      .filter((file) => file.endsWith('.json.gz'))
      .toSorted()
      .map((file) => load(server, file)),
  );
