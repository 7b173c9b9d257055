import type { Contributions } from '../../vscode/contributions.js';
import { and, IN_SESSIONS, key, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    startLocalSandbox: {
      takes: 'folder',
      icon: 'play',
      palette: 'isWorkspaceTrusted',
      menus: [['view/title', and(IN_SESSIONS, 'isWorkspaceTrusted'), '1_add@2']],
    },
    stopLocalSandbox: {
      takes: 'sandbox',
      icon: 'debug-stop',
      palette: key('hasLocal'),
      menus: [['view/item/context', rows('^sandbox;.*local'), '9_local@1']],
    },
  },
  settings: {
    opencodePath: { section: 'local', order: 1, schema: { type: 'string', default: '', ignoreSync: true } },
    sandboxAgentPath: { section: 'local', order: 2, schema: { type: 'string', default: '', ignoreSync: true } },
  },
} as const satisfies Contributions;
