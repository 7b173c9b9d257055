import { hostileAt, payloadOf } from '../../support/hostile.js';

/** The session with all hostile inputs. */
export const SESSION = 'ses_hostile';

const head = (id: string, role: 'user' | 'assistant', created: number) => ({
  id,
  sessionID: SESSION,
  role,
  time: role === 'user' ? { created } : { created, completed: created + 1 },
  ...(role === 'user' ? {} : { modelID: '<img src=x onerror=alert(1)>', providerID: 'constructor' }),
});
const base = (message: string, index: number) => ({
  id: `prt_${message}_${index}`,
  messageID: message,
  sessionID: SESSION,
});

const tool = (message: string, index: number, more: object) => ({
  ...base(message, index),
  type: 'tool',
  callID: `call_${message}_${index}`,
  tool: 'bash',
  state: {
    status: 'completed',
    input: { command: 'true' },
    output: '',
    title: '',
    metadata: {},
    time: { start: 1, end: 2 },
    ...more,
  },
});

/** One question and one answer for each entry. */
export function conversation(): object[] {
  const messages: object[] = [];
  let created = 1_000;
  const add = (id: string, parts: (message: string) => object[]): void => {
    const [ask, answer] = [`msg_${id}_a`, `msg_${id}_b`];
    messages.push(
      { info: head(ask, 'user', created++), parts: [{ ...base(ask, 0), type: 'text', text: `case ${id}` }] },
      { info: head(answer, 'assistant', created), parts: parts(answer) },
    );
    created += 2;
  };
  for (const input of hostileAt('markdown text'))
    add(input.id, (message) => [
      { ...base(message, 0), type: 'text', text: payloadOf(input), time: { start: 1, end: 2 } },
    ]);
  const outputs = hostileAt('tool output').filter(({ id }) => id !== 'to-10');
  add('tool-output', (message) =>
    outputs.map((input, index) =>
      tool(message, index, { status: 'completed', output: payloadOf(input), input: { command: `echo ${input.id}` } }),
    ),
  );
  add('tool-title', (message) =>
    hostileAt('tool title').map((input, index) => ({
      ...tool(message, index, { title: payloadOf(input), input: {} }),
      tool: index % 2 === 0 ? 'other' : payloadOf(input).slice(0, 200),
    })),
  );
  add('tool-error', (message) => [
    tool(message, 0, { status: 'error', error: '<img src=x onerror=alert(1)>[x](command:workbench.action.quit)' }),
  ]);
  add('file-path', (message) =>
    hostileAt('file path in diff').map((input, index) => ({
      ...tool(message, index, {
        input: { filePath: payloadOf(input).slice(0, 400) },
        metadata: { diff: `--- a\n+++ b\n@@ -1 +1 @@\n-a\n+<script>alert(1)</script>\u202e\n` },
      }),
      tool: 'edit',
    })),
  );
  add('image', (message) =>
    hostileAt('image part').map((input, index) => ({
      ...base(message, index),
      type: 'file',
      mime: 'image/png',
      filename: `${input.id}.png`,
      url: input.id === 'im-06' ? 'data:image/png;base64,' + 'A'.repeat(17 * 1024 * 1024) : payloadOf(input),
    })),
  );
  return messages;
}
