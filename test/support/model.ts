// A scripted, OpenAI-compatible model for driving a real OpenCode server offline: POST /v1/chat/completions, GET /v1/models.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pick, type FreeAnswers, type ModelBody, type Pick, type Scripts, type Step } from './modelScript.js';
import { until } from './temp.js';

export type { FreeAnswers, FreePrompt, Scripts, Step } from './modelScript.js';

/** A request that reached the model. */
export interface ModelRequest extends Pick {
  readonly time: number;
  readonly authorization: string | undefined;
  readonly body: ModelBody;
}

/** The running model. */
export interface Model {
  /** Base address, with `/v1`. */
  readonly url: string;
  readonly port: number;
  /** May be added to at any time. */
  readonly scripts: Scripts;
  readonly requests: readonly ModelRequest[];
  /** Lets steps with this `hold` continue, now and later. */
  release(hold: string): void;
  /** The first request for this script (its name, or `echo`, `title`, `compact`, `answer`), at this step; waits for it. */
  asked(key: string, step?: number): Promise<ModelRequest>;
  close(): Promise<void>;
}

/** Options of the model. */
export interface ModelOptions extends FreeAnswers {
  readonly port?: number;
  readonly scripts?: Scripts;
}

const pieces = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));

const usageOf = ({ usage }: Step): object => {
  const { prompt = 100, completion = 20, cached = 0, reasoning = 0 } = usage ?? {};
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
};

/** The calls of a step in the wire's shape. */
const callsOf = (turn: Step, id: string) =>
  (turn.tools ?? []).map((tool, index) => ({
    index,
    id: tool.id ?? `call_${id}_${index}`,
    type: 'function',
    function: {
      name: tool.name,
      arguments: typeof tool.args === 'string' ? tool.args : JSON.stringify(tool.args ?? {}),
    },
  }));

/** Streams one step as server-sent events. */
async function stream(
  response: ServerResponse,
  turn: Step,
  id: string,
  model: string,
  held: (name: string) => Promise<void>,
): Promise<void> {
  let gone = false;
  const closed = new Promise<void>((done) =>
    response.once('close', () => {
      gone = true;
      done();
    }),
  );
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const base = { id: `chatcmpl-${id}`, object: 'chat.completion.chunk', created: 1_700_000_000, model };
  const write = async (value: object): Promise<void> => {
    if (gone) return;
    if (!response.write(`data: ${JSON.stringify(value)}\n\n`))
      await Promise.race([new Promise((drained) => response.once('drain', drained)), closed]);
    if (turn.delay) await sleep(turn.delay);
  };
  const delta = (content: object): Promise<void> =>
    write({ ...base, choices: [{ index: 0, delta: content, finish_reason: null }] });
  if (turn.firstDelay) await sleep(turn.firstDelay);
  await delta({ role: 'assistant', content: '' });
  for (let index = 0; index < (turn.reasoningTokens ?? 0) && !gone; index++)
    await delta({ reasoning_content: `r${index} ` });
  for (const text of pieces(turn.reasoning ?? '', turn.chunk ?? 12)) await delta({ reasoning_content: text });
  for (let index = 0; index < (turn.tokens ?? 0) && !gone; index++) await delta({ content: `w${index} ` });
  for (const text of pieces(turn.text ?? '', turn.chunk ?? 12)) await delta({ content: text });
  if (turn.hold && !gone) await Promise.race([held(turn.hold), closed]);
  for (const text of pieces(turn.afterHold ?? '', turn.chunk ?? 12)) await delta({ content: text });
  const calls = callsOf(turn, id);
  for (const call of calls) {
    await delta({ tool_calls: [{ ...call, function: { name: call.function.name, arguments: '' } }] });
    for (const text of pieces(call.function.arguments, turn.toolChunk ?? 1_000_000)) {
      await delta({ tool_calls: [{ index: call.index, function: { arguments: text } }] });
    }
  }
  if (turn.hang) return;
  if (turn.cut) return void response.destroy();
  await write({
    ...base,
    choices: [{ index: 0, delta: {}, finish_reason: turn.finish ?? (calls.length ? 'tool_calls' : 'stop') }],
  });
  await write({ ...base, choices: [], usage: usageOf(turn) });
  if (!gone) response.end('data: [DONE]\n\n');
}

/** The same step in one piece, for a client that does not stream. */
function whole(response: ServerResponse, turn: Step, id: string, model: string): void {
  const calls = callsOf(turn, id);
  const message = { role: 'assistant', content: turn.text ?? '', ...(calls.length ? { tool_calls: calls } : {}) };
  const choice = { index: 0, finish_reason: turn.finish ?? (calls.length ? 'tool_calls' : 'stop'), message };
  json(response, 200, {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [choice],
    usage: usageOf(turn),
  });
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Starts the model on loopback; port 0, the default, takes a free one. */
export async function startModel(options: ModelOptions = {}): Promise<Model> {
  const { port = 0, scripts = {} } = options;
  const requests: ModelRequest[] = [];
  const failed = new Map<string, number>();
  const holds = new Map<string, { readonly open: () => void; readonly opened: Promise<void> }>();
  let last = 0;

  const hold = (name: string): { readonly open: () => void; readonly opened: Promise<void> } => {
    let open = (): void => undefined;
    const made = holds.get(name) ?? { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
    holds.set(name, made);
    return made;
  };
  const fails = (picked: Pick): boolean => {
    const { status, failTimes } = picked.turn;
    if (!status) return false;
    const key = `${picked.key}#${picked.step}`;
    const count = (failed.get(key) ?? 0) + 1;
    failed.set(key, count);
    return failTimes === undefined || count <= failTimes;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await read(request);
    if (request.url?.endsWith('/models'))
      return json(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
    if (!request.url?.endsWith('/chat/completions')) return json(response, 404, {});
    const body = JSON.parse(raw) as ModelBody;
    const picked = pick(body, scripts, options);
    requests.push({ ...picked, time: Date.now(), authorization: request.headers.authorization, body });
    const { turn } = picked;
    if (turn.status && fails(picked)) {
      const error = {
        message: `scripted error ${turn.status}`,
        type: 'scripted_error',
        code: `scripted_${turn.status}`,
      };
      return json(response, turn.status, turn.body ?? { error }, turn.headers);
    }
    const id = String(++last);
    if (!body.stream) return whole(response, turn, id, body.model ?? '');
    await stream(response, turn, id, body.model ?? '', (name) => hold(name).opened);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else json(response, 500, { error: { message: String(error) } });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}/v1`,
    port: bound,
    scripts,
    requests,
    release: (name) => hold(name).open(),
    asked: (key, step) =>
      until(`the model is asked for ${key}`, () =>
        requests.find((each) => each.key === key && (step === undefined || each.step === step)),
      ),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
