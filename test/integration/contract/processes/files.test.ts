import { filesSuite } from './filesSuite.js';
import { QUICK_KINDS } from './servers.js';

filesSuite(QUICK_KINDS);
