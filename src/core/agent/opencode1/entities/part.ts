import type { Part } from '../../../../shared/model/entities.js';
import { defined, field, flag, number, text, texts } from '../read.js';
import { boundedText } from './limits.js';
import { filePart } from './filePart.js';
import { partBase, type PartBase } from './partBase.js';
import { toolPart } from './toolPart.js';
import { tokens, turnError } from './turn.js';

const streamedFields = (base: PartBase, value: unknown) => {
  const time = field(value, 'time');
  return {
    ...base,
    text: boundedText(text(value, 'text') ?? ''),
    start: number(time, 'start'),
    end: number(time, 'end'),
  };
};

/** Decoders by type of part. */
const READERS: Readonly<Record<string, (base: PartBase, value: unknown) => Part>> = {
  text: (base, value) => {
    const context = text(field(value, 'metadata'), 'attachment');
    const synthetic = context === undefined ? flag(value, 'synthetic') : undefined;
    return defined({ ...streamedFields(base, value), type: 'text' as const, synthetic, context });
  },
  reasoning: (base, value) => defined({ ...streamedFields(base, value), type: 'reasoning' as const }),
  file: filePart,
  tool: toolPart,
  agent: (base, value) => ({ ...base, type: 'agent', name: text(value, 'name') ?? '' }),
  subtask: (base, value) => ({
    ...base,
    type: 'subtask',
    agent: text(value, 'agent') ?? '',
    description: text(value, 'description') ?? '',
    prompt: text(value, 'prompt') ?? '',
  }),
  'step-start': (base, value) => defined({ ...base, type: 'step-start' as const, snapshot: text(value, 'snapshot') }),
  'step-finish': (base, value) =>
    defined({
      ...base,
      type: 'step-finish' as const,
      reason: text(value, 'reason') ?? '',
      cost: number(value, 'cost') ?? 0,
      tokens: tokens(field(value, 'tokens')) ?? { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
      snapshot: text(value, 'snapshot'),
    }),
  patch: (base, value) => ({ ...base, type: 'patch', hash: text(value, 'hash') ?? '', files: texts(value, 'files') }),
  retry: (base, value) => ({
    ...base,
    type: 'retry',
    attempt: number(value, 'attempt') ?? 1,
    error: turnError(field(value, 'error')) ?? { name: 'UnknownError', message: '' },
  }),
  compaction: (base, value) => ({ ...base, type: 'compaction', auto: flag(value, 'auto') ?? false }),
};

/** Decodes a part; an unknown one is kept with the name of its type. */
export const part = (value: unknown): Part | undefined => {
  const base = partBase(value);
  if (base === undefined) return undefined;
  const kind = text(value, 'type') ?? '';
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return reader === undefined ? { ...base, type: 'unknown', kind: kind.slice(0, 60) } : reader(base, value);
};
