// The demo's answers for OpenCode 2, whose tools have other names and arguments.
import type { FreeAnswers, Step } from './model.js';
import { sampleAnswers } from './sample.js';

type Tool = NonNullable<Step['tools']>[number];

const ARGUMENTS: Readonly<Record<string, string>> = { filePath: 'path' };

const renamed = (args: unknown): object =>
  Object.fromEntries(Object.entries(args as object).map(([name, value]) => [ARGUMENTS[name] ?? name, value]));

function asVersion2({ name, args }: Tool): Tool {
  // There is no list of tasks: a look at the state of the files in its place keeps the number of steps.
  if (name === 'todowrite') return { name: 'shell', args: { command: 'git status --short' } };
  if (name === 'bash') return { name: 'shell', args: { command: 'node --test' } };
  return { name, args: renamed(args) };
}

/** What the agent may do in the demo: anything but running the tests, for which it asks. */
export const samplePermissions2 = [
  { action: '*', resource: '*', effect: 'allow' },
  { action: 'shell', resource: 'node --test*', effect: 'ask' },
] as const;

/** Answers anything about the sample project. */
export const sampleAnswers2: Required<FreeAnswers> = {
  ...sampleAnswers,
  answer(prompt) {
    const step = sampleAnswers.answer(prompt);
    return step?.tools === undefined ? step : { ...step, tools: step.tools.map(asVersion2) };
  },
};
