import type { ComponentChildren } from 'preact';
import type { ToolPart } from '../../shared/model/entities.js';
import type { CallKind, CallOf } from '../../shared/model/toolCall.js';

/** A tool call of one kind. */
export interface CardProps<Kind extends CallKind = CallKind> {
  readonly call: CallOf<Kind>;
  readonly part: ToolPart;
}

/** The expanded content of a kind of call, if it is more than its output. */
export interface Card<Kind extends CallKind> {
  /** The content of a successful call; undefined shows the output. */
  content(props: CardProps<Kind>): ComponentChildren | undefined;
  /** The content that a failed call shows above the reason. */
  failed?(props: CardProps<Kind>): ComponentChildren;
  /** Whether a running call is worth watching, such as growing output or a sub-agent. */
  isGrowing?(props: CardProps<Kind>): boolean;
}
