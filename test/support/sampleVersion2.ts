// The demo's answers for OpenCode 2, whose tools have other names and arguments.
import type { FreeAnswers, ToolUse } from './modelScript.js';
import { sampleAnswers } from './sample.js';
import { toolUse2 } from './version2Scripts.js';

// There is no list of tasks: a look at the state of the files in its place keeps the number of steps.
const asVersion2 = (tool: ToolUse): ToolUse =>
  tool.name === 'todowrite' ? { name: 'shell', args: { command: 'git status --short' } } : toolUse2(tool);

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
