import { changesSuite } from './changesSuite.js';
import { SLOW_KINDS } from './servers.js';

changesSuite(SLOW_KINDS);
