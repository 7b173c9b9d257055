import { useState } from 'preact/hooks';
import type { TextPart } from '../../shared/model/entities.js';
import { readable } from '../format.js';
import { Markdown } from '../markdown/Markdown.js';
import { Icon } from '../ui/icons.js';

/** The name of an attachment of the user; expands to its text. */
export const Context = ({ name, part }: { name: string; part: TextPart }) => {
  const [open, setOpen] = useState(false);
  return (
    <div class="context">
      <button type="button" class="chip" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        <span class="name" dir="auto">
          {readable(name)}
        </span>
      </button>
      {open && <Markdown text={part.text} done />}
    </div>
  );
};
