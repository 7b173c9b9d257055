import type { Contributions } from '../../vscode/contributions.js';
import { and, ENABLED, IN_CHAT, key, NEVER, NOT_OF_SANDBOX, OWN_TEXT } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    sendSelection: {
      takes: 'nothing',
      icon: 'send',
      palette: and(ENABLED, 'editorIsOpen'),
      menus: [['editor/context', and(ENABLED, 'editorTextFocus', OWN_TEXT), '9_sandbox@1']],
      keys: [{ key: 'ctrl+alt+enter', mac: 'cmd+alt+enter', when: and('editorTextFocus', ENABLED) }],
    },
    sendFrom: { takes: 'nothing', icon: 'send', palette: ENABLED },
    sendFile: {
      takes: 'resources',
      icon: 'send',
      palette: NEVER,
      menus: [
        ['explorer/context', and(ENABLED, '!explorerResourceIsFolder', NOT_OF_SANDBOX), '9_sandbox@1'],
        ['editor/title/context', and(ENABLED, OWN_TEXT), '9_sandbox@1'],
      ],
    },
    sendFolder: {
      takes: 'resources',
      icon: 'send',
      palette: NEVER,
      menus: [['explorer/context', and(ENABLED, 'explorerResourceIsFolder', NOT_OF_SANDBOX), '9_sandbox@1']],
    },
    sendDiagnostics: { takes: 'problems', icon: 'send', palette: NEVER },
    sendTerminalSelection: {
      takes: 'nothing',
      icon: 'send',
      palette: NEVER,
      menus: [['terminal/context', and(ENABLED, 'terminalTextSelected'), '9_sandbox@1']],
    },
    sendChanges: {
      takes: 'workbench',
      icon: 'send',
      palette: NEVER,
      menus: [
        ['scm/title', and(ENABLED, 'scmProvider == git'), '9_sandbox@1'],
        ['scm/resourceGroup/context', and(ENABLED, 'scmProvider == git'), '9_sandbox@1'],
        ['scm/resourceState/context', and(ENABLED, 'scmProvider == git'), '9_sandbox@1'],
      ],
    },
    sendBranch: {
      takes: 'workbench',
      icon: 'send',
      palette: ENABLED,
      menus: [['scm/title', and(ENABLED, 'scmProvider == git'), '9_sandbox@2']],
    },
    sendTestFailure: {
      takes: 'workbench',
      icon: 'send',
      palette: NEVER,
      menus: [
        ['testing/item/context', ENABLED, '9_sandbox@1'],
        ['testing/message/context', ENABLED, '9_sandbox@1'],
      ],
    },
    sendTemplate: {
      takes: 'nothing',
      icon: 'lightbulb',
      palette: ENABLED,
      menus: [['view/title', and(IN_CHAT, key('hasSandboxes')), '1_choose@4']],
    },
    attachToPrompt: {
      takes: 'resources',
      icon: 'attach',
      palette: and(ENABLED, 'editorIsOpen'),
      menus: [['editor/context', and(ENABLED, 'editorTextFocus', OWN_TEXT), '9_sandbox@2']],
      keys: [{ key: 'ctrl+alt+shift+enter', mac: 'cmd+alt+shift+enter', when: and('editorTextFocus', ENABLED) }],
    },
    attachFile: {
      takes: 'resources',
      icon: 'attach',
      palette: NEVER,
      menus: [
        ['explorer/context', and(ENABLED, NOT_OF_SANDBOX), '9_sandbox@2'],
        ['editor/title/context', and(ENABLED, OWN_TEXT), '9_sandbox@2'],
      ],
    },
  },
  settings: {
    promptTemplates: {
      section: 'chat',
      order: 4,
      schema: {
        type: 'array',
        default: [],
        items: {
          type: 'object',
          required: ['name', 'prompt'],
          additionalProperties: false,
          properties: {
            name: { type: 'string', description: '%setting.promptTemplates.name%' },
            prompt: { type: 'string', markdownDescription: '%setting.promptTemplates.prompt%' },
            description: { type: 'string', description: '%setting.promptTemplates.description%' },
          },
        },
      },
    },
  },
} as const satisfies Contributions;
