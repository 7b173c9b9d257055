import { filesSuite } from './filesSuite.js';
import { SLOW_KINDS } from './servers.js';

filesSuite(SLOW_KINDS);
