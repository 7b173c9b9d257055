/** Length limits of texts from a server, in characters. */
import { MAX_TEXT, MAX_TODO } from '../../../../shared/model/limits.js';
import { beginning, ends } from '../../../text/copy.js';

/** Limit of a title. */
const MAX_TITLE = 500;
export const boundedTitle = (title: string): string => beginning(title, MAX_TITLE);

export const boundedText = (text: string): string => beginning(text, MAX_TEXT);
export const boundedTodo = (text: string): string => beginning(text, MAX_TODO);

/** Limit of the output of a tool; both ends are kept. */
const MAX_OUTPUT = 4 * 1024 * 1024;
export const boundedOutput = (printed: string): string => ends(printed, MAX_OUTPUT);

/** Limit of the data of an attachment; larger ones are dropped. */
const MAX_ATTACHMENT = 16 * 1024 * 1024;
export const boundedData = (url: string): string => (url.length > MAX_ATTACHMENT ? '' : url);
