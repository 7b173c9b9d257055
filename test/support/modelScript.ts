// The scripted model's responses: the syntax of a script, and which of its steps answers a request.

/** A tool call of the model. */
export interface ToolUse {
  readonly name: string;
  /** An object, or the raw text of the arguments (also broken JSON). */
  readonly args?: unknown;
  readonly id?: string;
}

/** One answer of the model: one turn of one request. */
export interface Step {
  /** Streamed as the model's reasoning, before the text. */
  readonly reasoning?: string;
  readonly text?: string;
  /** This many words `w0 w1 …`, one event each, before `text`. */
  readonly tokens?: number;
  /** The same for reasoning. */
  readonly reasoningTokens?: number;
  /** Characters per event. Default: 12. */
  readonly chunk?: number;
  /** Ms between events. Default: 0. */
  readonly delay?: number;
  /** Ms before the first event. Default: 0. */
  readonly firstDelay?: number;
  readonly tools?: readonly ToolUse[];
  /** Characters of tool arguments per event. Default: all. */
  readonly toolChunk?: number;
  readonly finish?: 'stop' | 'tool_calls' | 'length' | 'content_filter';
  readonly usage?: {
    readonly prompt?: number;
    readonly completion?: number;
    readonly reasoning?: number;
    readonly cached?: number;
  };
  /** Waits after the text until the test calls `release` with this name. */
  readonly hold?: string;
  /** More text, after the wait of `hold`. */
  readonly afterHold?: string;
  /** Keeps the stream open after the text until the client disconnects. */
  readonly hang?: boolean;
  /** After the text, break the connection. */
  readonly cut?: boolean;
  /** Answer with this HTTP error instead. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** With `status`: number of requests of this step that fail. */
  readonly failTimes?: number;
}

/** Scripts by name. `__title` and `__compact` answer requests for a title and for a summary. */
export type Scripts = Record<string, readonly Step[]>;

/** A message as the OpenAI-compatible request has it. */
export interface ModelMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
}

/** The fields of the request's body that are used. */
export interface ModelBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages?: readonly ModelMessage[];
  readonly tools?: readonly { readonly function?: { readonly name?: string } }[];
}

/** A request without a script, for an `answer` function. */
export interface FreePrompt {
  /** The user's last text. */
  readonly text: string;
  /** Number of the model's answers after it. */
  readonly step: number;
  /** Names of the offered tools. */
  readonly tools: readonly string[];
  readonly messages: readonly ModelMessage[];
}

/** Answers for prompts without a script. */
export interface FreeAnswers {
  /** Falls back to an echo. */
  readonly answer?: (prompt: FreePrompt) => Step | undefined;
  /** The title of a session that began with this text. */
  readonly title?: (text: string) => string;
}

/** The answer to a request, and how it was chosen. */
export interface Pick {
  readonly kind: 'title' | 'compact' | 'script' | 'answer' | 'echo';
  readonly key: string;
  readonly step: number;
  readonly turn: Step;
}

/** A summary in the format of OpenCode 2: its compaction fails without these nine headings. */
const SUMMARY_2 = `## Objective
- Summary of the conversation.

## Requirements
- (none)

## Decisions
- (none)

## Work State
### Completed
- (none)

### Active
- (none)

### Blocked
- (none)

## Next Move
1. (none)

## Relevant Files
- (none)`;

/** All text of a message. */
export function textOf(message: ModelMessage | undefined): string {
  const content = message?.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (typeof part === 'object' && part && 'text' in part ? String(part.text) : ''))
    .join('\n');
}

const markerOf = (text: string): string | undefined => /\[\[([\w.-]+)\]\]/.exec(text)?.[1];
const inlineOf = (text: string): string | undefined => /@@(\[[\s\S]*?\])@@/.exec(text)?.[1];

/** After the last step it repeats that step, unless it calls tools, which would never end. */
function stepOf(steps: readonly Step[], step: number): Step {
  const last = steps.at(-1);
  return steps[step] ?? (last?.tools ? { text: 'done' } : (last ?? { text: 'empty script' }));
}

/**
 * The last user message with `[[name]]` selects the script; `@@[{…}]@@` is a script itself. The number of the model's answers
 * after that message selects the step, so each tool call advances by one.
 */
export function pick(body: ModelBody, scripts: Scripts, { answer, title }: FreeAnswers = {}): Pick {
  const messages = body.messages ?? [];
  const system = messages
    .filter((each) => each.role === 'system' || each.role === 'developer')
    .map(textOf)
    .join('\n');
  const users = messages.flatMap((message, at) => (message.role === 'user' ? [{ at, text: textOf(message) }] : []));
  const last = users.at(-1) ?? { at: messages.length, text: '' };
  const marked = users.findLast(({ text }) => markerOf(text) ?? inlineOf(text));
  const name = marked && markerOf(marked.text);
  const single = (kind: 'title' | 'compact', text: string): Pick => ({
    kind,
    key: kind,
    step: 0,
    turn: scripts[`__${kind}`]?.[0] ?? { text },
  });
  if (/title generator|generate a (brief |short )?title/i.test(system))
    return single('title', title?.(last.text) ?? `Title ${name ?? ''}`.trim());
  if (last.text.includes('<template>')) return single('compact', SUMMARY_2);
  if (!body.tools?.length && /summar|compact/i.test(system + last.text))
    return single('compact', '## Goal\nSummary of the conversation.');
  const answersAfter = (at: number): number =>
    messages.slice(at + 1).filter((each) => each.role === 'assistant').length;
  if (!marked) {
    const step = answersAfter(last.at);
    const tools = (body.tools ?? []).flatMap((each) => each.function?.name ?? []);
    const turn = answer?.({ text: last.text, step, tools, messages });
    return turn
      ? { kind: 'answer', key: 'answer', step, turn }
      : { kind: 'echo', key: 'echo', step, turn: { text: `echo: ${last.text.slice(0, 200)}` } };
  }
  const inline = inlineOf(marked.text);
  const key = inline ?? name ?? '';
  const steps = inline ? (JSON.parse(inline) as Step[]) : (scripts[key] ?? [{ text: `no script named ${key}` }]);
  const step = answersAfter(marked.at);
  return { kind: 'script', key, step, turn: stepOf(steps, step) };
}
