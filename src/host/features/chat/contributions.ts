import type { Contributions } from '../../vscode/contributions.js';
import {
  and,
  CHAT_HAS_SESSION,
  ENABLED,
  IN_CHAT,
  IN_CHAT_EDITOR,
  key,
  rows,
  SESSION_ROWS,
} from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    sendPrompt: {
      takes: 'prompt',
      icon: 'send',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;'), '1_session@2']],
    },
    runCommand: {
      takes: 'nothing',
      icon: 'terminal',
      palette: ENABLED,
      menus: [['view/title', and(IN_CHAT, key('hasSandboxes')), '1_choose@3']],
    },
    selectModel: {
      takes: 'nothing',
      icon: 'chip',
      palette: ENABLED,
      menus: [['view/title', and(IN_CHAT, key('hasSandboxes')), '1_choose@1']],
    },
    selectAgent: {
      takes: 'nothing',
      icon: 'person',
      palette: ENABLED,
      menus: [['view/title', and(IN_CHAT, key('hasSandboxes')), '1_choose@2']],
    },
    exportTranscript: {
      takes: 'session',
      icon: 'export',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '3_session@5'],
        ['view/item/context', SESSION_ROWS, '4_edit@5'],
        ['editor/title', IN_CHAT_EDITOR, '1_chat@2'],
      ],
    },
    findInChat: {
      takes: 'nothing',
      icon: 'search',
      palette: key('hasSession'),
      menus: [
        ['view/title', CHAT_HAS_SESSION, '3_session@1'],
        ['editor/title', IN_CHAT_EDITOR, '1_chat@1'],
      ],
      keys: [{ key: 'ctrl+f', mac: 'cmd+f', when: key('chatFocus') }],
    },
    previousPrompt: {
      takes: 'nothing',
      icon: 'arrow-up',
      palette: key('hasSession'),
      keys: [{ key: 'ctrl+alt+up', mac: 'cmd+alt+up', when: key('chatFocus') }],
    },
    nextPrompt: {
      takes: 'nothing',
      icon: 'arrow-down',
      palette: key('hasSession'),
      keys: [{ key: 'ctrl+alt+down', mac: 'cmd+alt+down', when: key('chatFocus') }],
    },
    // The chat itself handles Ctrl+Enter in its input.
    sendNow: { takes: 'nothing', icon: 'arrow-up', palette: ENABLED },
    editQueued: {
      takes: 'nothing',
      icon: 'edit',
      palette: key('hasSession'),
      keys: [{ key: 'alt+up', when: key('chatFocus') }],
    },
    runInBackground: { takes: 'nothing', icon: 'layers', palette: key('sessionRunning') },
  },
  settings: {
    showReasoning: { section: 'chat', order: 1, schema: { type: 'boolean', default: true } },
    enterSends: { section: 'chat', order: 2, schema: { type: 'boolean', default: true } },
    notifications: {
      section: 'chat',
      order: 3,
      schema: {
        type: 'string',
        enum: ['all', 'waiting', 'none'],
        default: 'all',
        enumDescriptions: [
          '%setting.notifications.all%',
          '%setting.notifications.waiting%',
          '%setting.notifications.none%',
        ],
      },
    },
  },
} as const satisfies Contributions;
