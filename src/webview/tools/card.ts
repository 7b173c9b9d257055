import type { ComponentChildren } from 'preact';
import type { ToolPart } from '../../shared/model/entities.js';
import type { CallKind, CallOf } from '../../shared/model/toolCall.js';

/** A tool call of one kind. */
export interface CardProps<Kind extends CallKind = CallKind> {
  readonly call: CallOf<Kind>;
  readonly part: ToolPart;
}

/** The expanded content of a call of one kind, if that is more than its output. */
export interface Card<Kind extends CallKind> {
  /** The content of a successful call; undefined shows the output. */
  content(props: CardProps<Kind>): ComponentChildren | undefined;
  /** What a failed call shows above the reason. */
  failed?(props: CardProps<Kind>): ComponentChildren;
  /** Whether it is worth watching while it runs: output that grows, a sub-agent at work. */
  isGrowing?(props: CardProps<Kind>): boolean;
}
