/** How much is kept of texts that a server may send as long as it likes. */
import { MAX_TEXT, MAX_TODO } from '../../../../shared/model/limits.js';
import { beginning, ends } from '../../../text/copy.js';

/** Characters of a title that are kept. */
const TITLE = 500;
export const boundedTitle = (title: string): string => beginning(title, TITLE);

export const boundedText = (text: string): string => beginning(text, MAX_TEXT);
export const boundedTodo = (text: string): string => beginning(text, MAX_TODO);

/** Characters of what a tool printed that are kept, from both ends. */
const PRINTED = 4 * 1024 * 1024;
export const boundedOutput = (printed: string): string => ends(printed, PRINTED);

/** Characters of an attachment's data that are kept: more is neither held nor handed to a view. */
const ATTACHED = 16 * 1024 * 1024;
export const boundedData = (url: string): string => (url.length > ATTACHED ? '' : url);
