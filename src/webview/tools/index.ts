import type { ComponentChildren } from 'preact';
import type { ToolPart } from '../../shared/model/entities.js';
import type { CallKind, ToolCall } from '../../shared/model/toolCall.js';
import type { Card } from './card.js';
import { command } from './cards/command.js';
import { edit } from './cards/edit.js';
import { found } from './cards/found.js';
import { other } from './cards/other.js';
import { question } from './cards/question.js';
import { read } from './cards/read.js';
import { task } from './cards/task.js';
import { todos } from './cards/todos.js';

/** Cards by kind of call. A kind without a card shows its output. */
const CARDS: { readonly [Kind in CallKind]?: Card<Kind> } = {
  command,
  edit,
  find: found,
  list: found,
  other,
  outside: other,
  patch: edit,
  question,
  read,
  search: found,
  skill: other,
  task,
  todos,
  write: edit,
};

const cardOf = ({ kind }: ToolCall): Card<CallKind> | undefined => CARDS[kind] as Card<CallKind> | undefined;
const propsOf = (part: ToolPart) => ({ call: part.call, part }) as Parameters<Card<CallKind>['content']>[0];

/** The content of a successful call; undefined if it is only its output. */
export const contentOf = (part: ToolPart): ComponentChildren | undefined => cardOf(part.call)?.content(propsOf(part));
/** The content that a failed call shows above the reason. */
export const failedContentOf = (part: ToolPart): ComponentChildren => cardOf(part.call)?.failed?.(propsOf(part));
/** Whether a call is worth watching while it runs. */
export const isGrowing = (part: ToolPart): boolean => cardOf(part.call)?.isGrowing?.(propsOf(part)) === true;
