import { changesSuite } from './changesSuite.js';
import { QUICK_KINDS } from './servers.js';

changesSuite(QUICK_KINDS);
