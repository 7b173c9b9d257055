import type { Card } from '../card.js';
import { Found } from '../Found.js';

/** The files and lines that a search or a listing found. */
export const found: Card<'find' | 'list' | 'search'> = {
  content: ({ call }) => (call.found.length > 0 ? <Found found={call.found} /> : undefined),
};
