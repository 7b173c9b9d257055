import type { Contributions } from '../../vscode/contributions.js';
import { IN_SESSIONS } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    deployToFly: { takes: 'nothing', icon: 'cloud-upload', menus: [['view/title', IN_SESSIONS, '1_add@4']] },
  },
} as const satisfies Contributions;
