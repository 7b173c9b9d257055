// Scripts of the model for OpenCode 2, whose tools have other names and arguments.
import type { Scripts, Step, ToolUse } from './modelScript.js';

const TOOLS: Readonly<Record<string, string>> = { bash: 'shell', task: 'subagent', apply_patch: 'patch' };
const ARGUMENTS: Readonly<Record<string, string>> = { filePath: 'path', subagent_type: 'agent' };

/** Names in OpenCode 2 of the tools of OpenCode 1. */
export const toolName2 = (name: string): string => TOOLS[name] ?? name;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A call of a tool of OpenCode 1, as OpenCode 2 takes it. */
export function toolUse2({ name, args, ...rest }: ToolUse): ToolUse {
  if (!isObject(args)) return { ...rest, name: toolName2(name), args };
  // A command has no description there.
  const entries = Object.entries(args).filter(([key]) => name !== 'bash' || key !== 'description');
  const renamed = entries.map(([key, value]) => [ARGUMENTS[key] ?? key, value] as const);
  return { ...rest, name: toolName2(name), args: Object.fromEntries(renamed) };
}

const step2 = (step: Step): Step => (step.tools === undefined ? step : { ...step, tools: step.tools.map(toolUse2) });

/** Scripts written for OpenCode 1, as OpenCode 2 needs them; the model's own summary, as other texts would be refused. */
export const scripts2 = (scripts: Scripts): Scripts =>
  Object.fromEntries(
    Object.entries(scripts).flatMap(([name, steps]) => (name === '__compact' ? [] : [[name, steps.map(step2)]])),
  );
