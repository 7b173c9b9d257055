export { readable, visible } from '../shared/text/sanitizeText.js';
