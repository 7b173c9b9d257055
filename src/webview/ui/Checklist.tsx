import { TODO_STATES } from '../../shared/model/states.js';
import { readable } from '../format.js';
import { StateIcon } from './StateIcon.js';

/** An entry of an agent's to-do list. */
interface Entry {
  readonly content: string;
  readonly status: string;
}

const stateOf = (status: string): keyof typeof TODO_STATES =>
  Object.hasOwn(TODO_STATES, status) ? (status as keyof typeof TODO_STATES) : 'pending';

/** An agent's to-do list, each entry with its state. */
export const Checklist = ({ list }: { list: readonly Entry[] }) => (
  <ul class="todos">
    {list.map((one) => {
      const state = stateOf(one.status);
      return (
        <li class={state}>
          <StateIcon look={TODO_STATES[state]} />
          <span dir="auto">{readable(one.content)}</span>
        </li>
      );
    })}
  </ul>
);
