import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    editConfiguration: {
      takes: 'sandbox',
      icon: 'settings-gear',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*canConfigure'), '8_server@1']],
    },
  },
} as const satisfies Contributions;
