// Steps of the scripted model that cost something: $0.30 each at its price.
import type { Step, ToolUse } from './modelScript.js';

/** The same step, for 30 cents. */
export const dear = (step: Step): Step => ({ ...step, usage: { prompt: 100_000, completion: 1 } });

/** A harmless step in between. */
export const bashCall: ToolUse = { name: 'bash', args: { command: 'true', description: 'x' } };
