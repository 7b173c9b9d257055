import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    openSandboxTerminal: {
      takes: 'session',
      icon: 'terminal',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected.*canTerminal'), '2_files@4']],
    },
    showProcesses: {
      takes: 'session',
      icon: 'list-tree',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected.*canListProcesses'), '2_files@6']],
    },
    attachTerminal: {
      takes: 'session',
      icon: 'terminal',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected.*canAttach'), '2_files@5']],
    },
  },
} as const satisfies Contributions;
