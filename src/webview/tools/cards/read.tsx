import type { Card } from '../card.js';
import { Found } from '../Found.js';
import { Output } from '../Output.js';

/** The entries of a folder, or the lines of a file with their numbers. */
export const read: Card<'read'> = {
  content({ call: { excerpt, found }, part }) {
    if (found.length > 0) return <Found found={found} />;
    return excerpt && <Output text={excerpt.text} part={part} from={excerpt.from} />;
  },
};
