import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** What this feature adds to the workbench. */
export const contributions = {
  commands: {
    remoteControl: {
      takes: 'sandbox',
      icon: 'remote-explorer',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*canControl'), '8_server@2']],
    },
  },
} as const satisfies Contributions;
