import { walkthrough } from './walkthrough.js';
import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED, IN_SESSIONS, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    addSandbox: { takes: 'nothing', icon: 'add', menus: [['view/title', IN_SESSIONS, '1_add@1']] },
    editSandbox: {
      takes: 'sandbox',
      icon: 'edit',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;(?!.*local)'), '9_edit@1']],
    },
    removeSandbox: {
      takes: 'sandbox',
      icon: 'trash',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;(?!.*local)'), '9_edit@3']],
    },
    testConnection: {
      takes: 'sandbox',
      icon: 'debug-disconnect',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;'), '3_connect@2']],
    },
    connect: {
      takes: 'sandbox',
      icon: 'plug',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^sandbox;off'), 'inline@1'],
        ['view/item/context', rows('^sandbox;off'), '3_connect@1'],
      ],
    },
    disconnect: {
      takes: 'sandbox',
      icon: 'debug-disconnect',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;on'), '3_connect@1']],
    },
    signIn: {
      takes: 'sandbox',
      icon: 'key',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;(?!.*local)'), '9_edit@2']],
    },
    importCredentials: { takes: 'nothing', menus: [['view/title', IN_SESSIONS, '1_add@3']] },
    showLog: { takes: 'nothing', icon: 'output', menus: [['view/title', IN_SESSIONS, '9_log@2']] },
  },
  settings: {
    sandboxes: {
      section: 'sandboxes',
      order: 1,
      schema: {
        type: 'array',
        default: [],
        items: {
          type: 'object',
          required: ['id', 'name', 'url'],
          additionalProperties: false,
          properties: {
            id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', description: '%setting.sandboxes.id%' },
            name: { type: 'string', description: '%setting.sandboxes.name%' },
            url: { type: 'string', format: 'uri', description: '%setting.sandboxes.url%' },
            kind: {
              type: 'string',
              enum: ['auto', 'opencode', 'opencode2', 'sandbox-agent'],
              default: 'auto',
              description: '%setting.sandboxes.kind%',
            },
            username: { type: 'string', description: '%setting.sandboxes.username%' },
            directory: { type: 'string', description: '%setting.sandboxes.directory%' },
          },
        },
      },
    },
    defaultSandbox: { section: 'sandboxes', order: 2, schema: { type: 'string', default: '' } },
    allowInsecureHttp: {
      section: 'sandboxes',
      order: 3,
      schema: { type: ['array', 'boolean'], items: { type: 'string' }, default: [] },
    },
    idleDisconnectMinutes: { section: 'sandboxes', order: 4, schema: { type: 'number', default: 30, minimum: 0 } },
    logLevel: {
      section: 'local',
      order: 3,
      schema: { type: 'string', enum: ['off', 'error', 'warn', 'info', 'debug', 'trace'], default: 'info' },
    },
  },
  points: { walkthroughs: [walkthrough] },
} as const satisfies Contributions;
