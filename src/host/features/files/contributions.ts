import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    openSandboxFile: {
      takes: 'file',
      icon: 'go-to-file',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^sandbox;.*connected'), '2_files@1'],
        ['view/item/context', rows('^change;(added|modified)'), '1_open@2'],
      ],
    },
    searchSandbox: {
      takes: 'session',
      icon: 'search',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected.*canSearch'), '2_files@2']],
    },
    openSandboxFolder: {
      takes: 'session',
      icon: 'folder-opened',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected'), '2_files@3']],
    },
  },
  settings: {
    editSandboxFiles: { section: 'sandboxes', order: 5, schema: { type: 'boolean', default: false } },
  },
  points: {
    resourceLabelFormatters: [
      {
        scheme: 'opencode-sandbox',
        formatting: { label: '${path}', separator: '/', workspaceSuffix: 'OpenCode Sandbox' },
      },
    ],
  },
} as const satisfies Contributions;
