// Real links, other systems' disks and the manifest: the entries of the hostile inputs that these suites take.
import { watchConsumed } from '../support/hostileCoverage.js';

watchConsumed('unit');
