import { visible } from '../format.js';
import { t } from '../l10n.js';

const MARK = { pending: '○', in_progress: '◐', completed: '●', cancelled: '✕' } as const;
const NAME = { pending: 'To do', in_progress: 'In progress', completed: 'Done', cancelled: 'Cancelled' } as const;

/** An entry of an agent's list. */
interface Entry {
  readonly content: string;
  readonly status: string;
}

const stateOf = (status: string): keyof typeof MARK =>
  Object.hasOwn(MARK, status) ? (status as keyof typeof MARK) : 'pending';

/** An agent's list, each entry with its state. */
export const Checklist = ({ list }: { list: readonly Entry[] }) => (
  <ul class="todos">
    {list.map((one) => {
      const state = stateOf(one.status);
      return (
        <li class={state}>
          <span title={t(NAME[state])} aria-label={t(NAME[state])} role="img">
            {MARK[state]}
          </span>
          {visible(one.content)}
        </li>
      );
    })}
  </ul>
);
