import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
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
