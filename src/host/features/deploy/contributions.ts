import type { Contributions } from '../../vscode/contributions.js';
import { IN_SESSIONS } from '../../vscode/whenClauses.js';

/** What this feature adds to the workbench. */
export const contributions = {
  commands: {
    deployToFly: { takes: 'nothing', icon: 'cloud-upload', menus: [['view/title', IN_SESSIONS, '1_add@4']] },
  },
} as const satisfies Contributions;
