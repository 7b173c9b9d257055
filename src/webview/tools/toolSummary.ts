import type { Json, JsonObject, ToolPart } from '../../shared/model/entities.js';
import { pathIn, shortPath } from '../../shared/format.js';
import { countPatchLines } from '../../shared/patchLines.js';
import { t } from '../l10n.js';
import type { IconName } from '../ui/icons.js';

/** How a tool call looks in one line. */
export interface Description {
  readonly icon: IconName;
  /** English verb, translated where shown. */
  readonly verb: string;
  readonly target: string;
  /** `+2 −1`, `exit 1`, `3 matches`, translated. */
  readonly note?: string;
  /** A unified patch to show. */
  readonly patch?: string;
  /** The one file it is about, as the server names it. */
  readonly path?: string;
  /** Nothing to look into once it is done: folds together with its neighbors. */
  readonly routine?: 'read' | 'search';
}

/** A text of a JSON object; empty where it has none. */
export const textIn = (object: JsonObject, name: string): string => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : '';
};
/** A number of a JSON object. */
export const numberIn = (object: JsonObject, name: string): number | undefined => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'number' ? value : undefined;
};
/** The objects of a list in a JSON object; empty where there is none. */
export const objectsIn = (object: JsonObject, name: string): readonly JsonObject[] => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
};
/** An object in a JSON object; an empty one where there is none. */
export const objectIn = (object: JsonObject, name: string): JsonObject => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return value !== undefined && isObject(value) ? value : {};
};
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const counts = (patch: string): string => {
  const { added, removed } = countPatchLines(patch);
  return `+${added} −${removed}`;
};

type Describe = (part: ToolPart, shown: (path: string) => string) => Description;

const aboutFile = (path: string): Pick<Description, 'path'> => (path === '' ? {} : { path });

const edit =
  (verb: string): Describe =>
  (part, shown) => {
    const patch = textIn(part.metadata, 'diff');
    const path = textIn(part.input, 'filePath');
    return {
      icon: 'edit',
      verb,
      target: shown(path) || (part.title ?? ''),
      ...aboutFile(path),
      ...(patch === '' ? {} : { patch, note: counts(patch) }),
    };
  };

const written: Describe = (part, shown) => {
  const content = textIn(part.input, 'content');
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  const patch = `--- a\n+++ b\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
  return { ...edit('Write')(part, shown), ...(lines.length === 0 ? {} : { patch, note: `+${lines.length}` }) };
};

const patched: Describe = (part, shown) => {
  const [first, ...more] = objectsIn(part.metadata, 'files').map(
    (file) => textIn(file, 'relativePath') || shown(textIn(file, 'filePath')),
  );
  if (first === undefined) return edit('Patch')(part, shown);
  return { ...edit('Patch')(part, shown), target: more.length === 0 ? first : `${first} +${more.length}` };
};

const note = (template: string, n: number | undefined): Pick<Description, 'note'> =>
  n === undefined ? {} : { note: t(template, n) };

const TOOLS: Readonly<Record<string, Describe>> = {
  bash(part) {
    const exit = numberIn(part.metadata, 'exit');
    const failed = exit === undefined || exit === 0 ? {} : { note: t('exit {0}', exit) };
    return { icon: 'terminal', verb: 'Run', target: textIn(part.input, 'command') || (part.title ?? ''), ...failed };
  },
  read(part, shown) {
    const path = textIn(part.input, 'filePath');
    const entries = numberIn(objectIn(part.metadata, 'display'), 'totalEntries');
    return {
      icon: 'file',
      verb: 'Read',
      target: shown(path),
      routine: 'read',
      ...aboutFile(path),
      ...note('{0} entries', entries),
    };
  },
  write: written,
  edit: edit('Edit'),
  apply_patch: patched,
  glob: (part) => ({
    icon: 'search',
    verb: 'Find',
    target: textIn(part.input, 'pattern'),
    routine: 'search',
    ...note('{0} files', numberIn(part.metadata, 'count')),
  }),
  grep: (part) => ({
    icon: 'search',
    verb: 'Search',
    target: textIn(part.input, 'pattern'),
    routine: 'search',
    ...note('{0} matches', numberIn(part.metadata, 'matches')),
  }),
  list: (part, shown) => ({ icon: 'list', verb: 'List', target: shown(textIn(part.input, 'path')), routine: 'read' }),
  webfetch: (part) => ({ icon: 'globe', verb: 'Fetch', target: textIn(part.input, 'url') }),
  websearch: (part) => ({ icon: 'globe', verb: 'Search the web', target: textIn(part.input, 'query') }),
  task: (part) => ({ icon: 'agent', verb: 'Agent', target: textIn(part.input, 'description') || (part.title ?? '') }),
  todowrite: () => ({ icon: 'list', verb: 'Update', target: 'to-do list' }),
  question(part) {
    const headers = objectsIn(part.input, 'questions').map((one) => textIn(one, 'header') || textIn(one, 'question'));
    return { icon: 'question', verb: 'Ask', target: headers.join(', ') || (part.title ?? '') };
  },
  skill: (part) => ({ icon: 'tool', verb: 'Skill', target: textIn(part.input, 'name') }),
  invalid: (part) => ({ icon: 'error', verb: 'Invalid call', target: textIn(part.input, 'tool') }),
};

/** What a tool call did, in one line, with paths as seen from `directory`; unknown tools are named as the server does. */
export function describe(part: ToolPart, directory = ''): Description {
  const shown = (path: string): string => (path === '' ? '' : shortPath(pathIn(directory, path), 60));
  const known = Object.hasOwn(TOOLS, part.tool) ? TOOLS[part.tool]?.(part, shown) : undefined;
  return known ?? { icon: 'tool', verb: part.tool === '' ? 'Tool' : part.tool, target: part.title ?? '' };
}

/** Output of a tool as far as it is known: what grows while it runs, then the whole. */
export const outputOf = (part: ToolPart): string => {
  const growing = textIn(part.metadata, 'output');
  return part.output === undefined || part.output === '' ? growing : part.output;
};

/** The session of a sub-agent that a task started. */
export const childOf = (part: ToolPart): string => textIn(part.metadata, 'sessionId');
