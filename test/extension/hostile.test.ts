// Documents, dialogs and the disk of a real editor: the entries of the hostile inputs that this suite takes.
import { watchConsumed } from '../support/hostileCoverage.js';

watchConsumed('extension');
