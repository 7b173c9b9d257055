import { Checklist } from '../../ui/Checklist.js';
import type { Card } from '../card.js';

/** The agent's to-do list. */
export const todos: Card<'todos'> = {
  content: ({ call }) => (call.todos.length > 0 ? <Checklist list={call.todos} /> : undefined),
};
