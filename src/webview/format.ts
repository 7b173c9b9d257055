export { sanitizeText as readable, escapeInvisible as visible } from '../shared/text/sanitizeText.js';
