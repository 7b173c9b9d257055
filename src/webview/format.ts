export { readable, visible } from '../shared/readable.js';
