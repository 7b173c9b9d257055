import type { JsonObject, ToolPart } from '../../shared/model/entities.js';
import { shortPath } from '../format.js';
import type { IconName } from '../ui/icons.js';

/** How a tool call looks in one line. */
export interface Description {
  readonly icon: IconName;
  /** English verb, translated where shown. */
  readonly verb: string;
  readonly target: string;
  /** `+2 −1`, `exit 1`, `3 matches`. */
  readonly note?: string;
  /** A unified patch to show. */
  readonly patch?: string;
  /** Nothing to look into once it is done: folds together with its neighbors. */
  readonly routine?: 'read' | 'search';
}

const text = (object: JsonObject, name: string): string => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : '';
};
const number = (object: JsonObject, name: string): number | undefined => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'number' ? value : undefined;
};

const counts = (patch: string): string => {
  const lines = patch.split('\n');
  const added = lines.filter((line) => /^\+(?!\+\+ )/.test(line)).length;
  const removed = lines.filter((line) => /^-(?!-- )/.test(line)).length;
  return `+${added} −${removed}`;
};

const edit =
  (verb: string) =>
  (part: ToolPart): Description => {
    const patch = text(part.metadata, 'diff');
    return {
      icon: 'edit',
      verb,
      target: shortPath(text(part.input, 'filePath') || (part.title ?? '')),
      ...(patch === '' ? {} : { patch, note: counts(patch) }),
    };
  };

const written = (part: ToolPart): Description => {
  const content = text(part.input, 'content');
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  const patch = `--- a\n+++ b\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
  return { ...edit('Write')(part), ...(lines.length === 0 ? {} : { patch, note: `+${lines.length}` }) };
};

const found = (part: ToolPart, unit: string): Pick<Description, 'note'> => {
  const n = number(part.metadata, 'matches') ?? number(part.metadata, 'count');
  return n === undefined ? {} : { note: `${n} ${unit}` };
};

const TOOLS: Readonly<Record<string, (part: ToolPart) => Description>> = {
  bash(part) {
    const exit = number(part.metadata, 'exit');
    const note = exit === undefined || exit === 0 ? {} : { note: `exit ${exit}` };
    return { icon: 'terminal', verb: 'Run', target: text(part.input, 'command') || (part.title ?? ''), ...note };
  },
  read: (part) => ({ icon: 'file', verb: 'Read', target: shortPath(text(part.input, 'filePath')), routine: 'read' }),
  write: written,
  edit: edit('Edit'),
  apply_patch: edit('Patch'),
  glob: (part) => ({
    icon: 'search',
    verb: 'Find',
    target: text(part.input, 'pattern'),
    routine: 'search',
    ...found(part, 'files'),
  }),
  grep: (part) => ({
    icon: 'search',
    verb: 'Search',
    target: text(part.input, 'pattern'),
    routine: 'search',
    ...found(part, 'matches'),
  }),
  list: (part) => ({ icon: 'list', verb: 'List', target: shortPath(text(part.input, 'path')), routine: 'read' }),
  webfetch: (part) => ({ icon: 'globe', verb: 'Fetch', target: text(part.input, 'url') }),
  websearch: (part) => ({ icon: 'globe', verb: 'Search the web', target: text(part.input, 'query') }),
  task: (part) => ({ icon: 'agent', verb: 'Agent', target: text(part.input, 'description') || (part.title ?? '') }),
  todowrite: () => ({ icon: 'list', verb: 'Update', target: 'to-do list' }),
  question: (part) => ({ icon: 'question', verb: 'Ask', target: part.title ?? '' }),
  skill: (part) => ({ icon: 'tool', verb: 'Skill', target: text(part.input, 'name') }),
};

/** What a tool call did, in one line; unknown tools are named as the server names them. */
export function describe(part: ToolPart): Description {
  const known = Object.hasOwn(TOOLS, part.tool) ? TOOLS[part.tool]?.(part) : undefined;
  return known ?? { icon: 'tool', verb: part.tool === '' ? 'Tool' : part.tool, target: part.title ?? '' };
}

/** Output of a tool as far as it is known: what grows while it runs, then the whole. */
export const outputOf = (part: ToolPart): string => {
  const growing = text(part.metadata, 'output');
  return part.output === undefined || part.output === '' ? growing : part.output;
};

/** The session of a sub-agent that a task started. */
export const childOf = (part: ToolPart): string => text(part.metadata, 'sessionId');
