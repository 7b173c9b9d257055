// What a hostile server sends to pass as a server of each kind.
import type { ServerKind } from '../../../src/core/agent/ports.js';
import { hostileAt, type Answers } from '../../support/hostile.js';

/** The protocol of a kind of server. */
export interface Wire {
  readonly kind: ServerKind;
  /** For titles of suites. */
  readonly name: string;
  /** Base of all other paths. */
  readonly base: string;
  /** Paths below the base. */
  readonly health: string;
  readonly sessions: string;
  readonly events: string;
  /** Ordinary answers, with one session and its messages. */
  readonly answers: Answers;
  /** Answer to the list of sessions. */
  list(titles: Readonly<Record<string, string>>): unknown;
  /** Data of a frame that says that a session has a title. */
  titled(id: string, title: string): unknown;
  deleted(id: string): unknown;
  asked(id: string, session: string): unknown;
  replied(id: string, session: string): unknown;
  /** Path of the answer to a permission. */
  replyPath(id: string, session: string): string;
  /** Frames: an ended text again, a piece of one that has ended, and a permission that was answered. */
  readonly repeated: string;
  readonly piece: string;
  readonly late: string;
}

const CREATED = { created: 1, updated: 1 };
const session1 = (id: string, title: string) => ({ id, title, directory: '/w', time: CREATED });
const frame = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const listed = (id: string): string => hostileAt('SSE frame').find((input) => input.id === id)?.payload ?? '';

const version1 = (kind: ServerKind, name: string, base: string, more: Answers): Wire => ({
  kind,
  name,
  base,
  health: '/global/health',
  sessions: '/session',
  events: '/event',
  answers: {
    '/session': [session1('ses_1', 'One')],
    '/session/ses_1': session1('ses_1', 'One'),
    '/session/ses_1/message': [
      { info: { id: 'msg_0', sessionID: 'ses_1', role: 'user', time: { created: 1 } }, parts: [] },
      {
        info: { id: 'msg_1', sessionID: 'ses_1', role: 'assistant', time: { created: 2, completed: 3 } },
        parts: [
          {
            id: 'prt_1',
            messageID: 'msg_1',
            sessionID: 'ses_1',
            type: 'text',
            text: 'as GET says',
            time: { start: 1, end: 2 },
          },
        ],
      },
    ],
    ...more,
  },
  list: (titles) => Object.entries(titles).map(([id, title]) => session1(id, title)),
  titled: (id, title) => ({ type: 'session.updated', properties: { info: session1(id, title) } }),
  deleted: (id) => ({ type: 'session.deleted', properties: { info: session1(id, 'One') } }),
  asked: (id, sessionID) => ({
    type: 'permission.asked',
    properties: { id, sessionID, permission: 'bash', patterns: ['ls'], metadata: {}, always: [] },
  }),
  replied: (requestID, sessionID) => ({
    type: 'permission.replied',
    properties: { sessionID, requestID, reply: 'once' },
  }),
  replyPath: (id) => `/permission/${id}/reply`,
  repeated: listed('sse-20'),
  piece: listed('sse-21'),
  late: listed('sse-22'),
});

const location = { directory: '/w' };
const session2 = (id: string, title: string) => ({ id, title, location, time: CREATED });
const event2 = (type: string, data: object) => ({ id: `evt_${type}`, created: 5, type, location, data });
const answer2 = { sessionID: 'ses_1', assistantMessageID: 'msg_1', ordinal: 0 };
const EMPTY = { location, data: [] };

const version2: Wire = {
  kind: 'opencode-2',
  name: 'OpenCode 2',
  base: '',
  health: '/api/info',
  sessions: '/api/session',
  events: '/api/event',
  answers: {
    '/api/info': { version: '2.0.15', pid: 1, urls: [], paths: { tmp: '/tmp' } },
    '/api/location': { directory: '/w', project: { id: 'prj', directory: '/w', canonical: '/w' } },
    '/api/session': { data: [session2('ses_1', 'One')], cursor: {} },
    '/api/session/active': { data: {} },
    '/api/session/ses_1': { data: session2('ses_1', 'One') },
    '/api/session/ses_1/inbox': { data: [] },
    '/api/session/ses_1/message': {
      data: [
        {
          id: 'msg_1',
          type: 'assistant',
          time: { created: 2, completed: 3 },
          content: [{ type: 'text', text: 'as GET says' }],
        },
        { id: 'msg_0', type: 'user', text: '', time: { created: 1 } },
      ],
      cursor: {},
    },
    ...Object.fromEntries(
      ['permission/request', 'form', 'model', 'provider', 'agent', 'command'].map((name) => [`/api/${name}`, EMPTY]),
    ),
    '/global/health': undefined,
    '/api/health': undefined,
  },
  list: (titles) => ({ data: Object.entries(titles).map(([id, title]) => session2(id, title)), cursor: {} }),
  titled: (id, title) => event2('session.created', { sessionID: id, title, location }),
  deleted: (id) => event2('session.deleted', { sessionID: id }),
  asked: (id, sessionID) => event2('permission.asked', { id, sessionID, action: 'shell', resources: ['ls'] }),
  replied: (requestID, sessionID) => event2('permission.replied', { sessionID, requestID, reply: 'once' }),
  replyPath: (id, session) => `/api/session/${session}/permission/${id}/reply`,
  repeated: frame(event2('session.text.ended', { ...answer2, text: 'x' })),
  piece: frame(event2('session.text.delta', { ...answer2, delta: 'x' })),
  late: frame(event2('session.text.ended', { ...answer2, text: 'x' })),
};

/** All kinds. */
export const WIRES: readonly Wire[] = [
  version1('opencode-1', 'OpenCode 1', '', {}),
  version2,
  // Only a Sandbox Agent lacks this one.
  version1('sandbox-agent', 'Sandbox Agent', '/opencode', { '/api/health': undefined }),
];
