import type { Part, ToolPart } from '../../shared/model/entities.js';
import { toolState } from '../../shared/model/states.js';
import { describeCall } from '../../shared/model/toolCall.js';

/** A displayed item: a single part, or several finished routine calls. */
export type Shown =
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'routine'; readonly parts: readonly ToolPart[] };

const HIDDEN = new Set<Part['type']>(['step-start', 'step-finish', 'patch', 'agent']);

/** Whether a part is not displayed. */
const isHidden = (part: Part): boolean =>
  HIDDEN.has(part.type) ||
  (part.type === 'text' && (part.synthetic === true || (part.text.trim() === '' && part.gap !== true)));

/** Whether a call was successful and not worth expanding. */
const isRoutine = (part: Part): part is ToolPart =>
  part.type === 'tool' && toolState(part, false) === 'done' && describeCall(part).routine !== undefined;

/** Groups runs of two or more finished routine calls. */
export function group(parts: readonly Part[]): readonly Shown[] {
  const shown: Shown[] = [];
  let run: ToolPart[] = [];
  const end = (): void => {
    if (run.length > 1) shown.push({ kind: 'routine', parts: run });
    else for (const part of run) shown.push({ kind: 'part', part });
    run = [];
  };
  for (const part of parts) {
    if (isHidden(part)) continue;
    if (isRoutine(part)) run.push(part);
    else {
      end();
      shown.push({ kind: 'part', part });
    }
  }
  end();
  return shown;
}

/** The calls of a step with only finished routine calls; undefined for any other. */
export function routineOnly(parts: readonly Part[]): readonly ToolPart[] | undefined {
  const calls = group(parts).flatMap((one): readonly Part[] => (one.kind === 'routine' ? one.parts : [one.part]));
  const routine = calls.filter(isRoutine);
  return routine.length > 0 && routine.length === calls.length ? routine : undefined;
}

/** Counts the reads and searches in a run of routine calls. */
export const tally = (parts: readonly ToolPart[]): { reads: number; searches: number } => {
  const searches = parts.filter((part) => describeCall(part).routine === 'search').length;
  return { reads: parts.length - searches, searches };
};
