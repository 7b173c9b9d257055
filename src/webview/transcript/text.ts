import type { Message } from '../../shared/model/entities.js';
import { userText } from '../../shared/model/select.js';

/** The text of a message, as Markdown. */
export const textOf = (message: Message): string =>
  message.role === 'user'
    ? userText(message).words
    : message.parts
        .flatMap((part) => (part.type === 'text' && part.synthetic !== true ? [part.text] : []))
        .join('\n\n');
