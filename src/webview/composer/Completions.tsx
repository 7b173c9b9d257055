import type { Completion } from '../../shared/chat.js';
import { readable } from '../format.js';

/** List of completions of `@` or `/`; the input keeps the focus and moves the selection. */
export const Completions = ({
  items,
  at,
  choose,
}: {
  items: readonly Completion[];
  at: number;
  choose: (item: Completion) => void;
}) => (
  <ul class="completions" role="listbox" id="completions">
    {items.map((item, i) => (
      <li
        id={`completion-${i}`}
        role="option"
        aria-selected={i === at}
        class={i === at ? 'selected' : ''}
        onMouseDown={(event) => {
          event.preventDefault();
          choose(item);
        }}
      >
        <span dir="auto">{readable(item.label)}</span>
        {item.detail !== undefined && <span class="note">{readable(item.detail)}</span>}
      </li>
    ))}
  </ul>
);
