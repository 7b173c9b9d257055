import type { Contributions } from '../../vscode/contributions.js';
import { and, ENABLED, IN_SESSIONS, key, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    showTraffic: {
      takes: 'sandbox',
      icon: 'pulse',
      palette: ENABLED,
      menus: [
        ['view/title', and(IN_SESSIONS, key('hasSandboxes')), '9_log@1'],
        ['view/item/context', rows('^sandbox;'), '4_show@2'],
      ],
    },
  },
} as const satisfies Contributions;
