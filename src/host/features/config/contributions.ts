import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** What this feature adds to the workbench. */
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
