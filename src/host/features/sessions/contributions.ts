import type { Contributions } from '../../vscode/contributions.js';
import {
  and,
  CHAT_HAS_SESSION,
  ENABLED,
  IN_CHAT,
  IN_SESSIONS,
  key,
  NEVER,
  rows,
  SESSION_ROWS,
  SESSIONS_FOCUS,
} from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    openRow: { takes: 'nothing', palette: NEVER },
    newSession: {
      takes: 'draft',
      icon: 'add',
      palette: ENABLED,
      menus: [
        ['view/title', and(IN_SESSIONS, key('hasSandboxes')), 'navigation@1'],
        ['view/title', and(IN_CHAT, key('hasSandboxes')), 'navigation@1'],
        ['view/item/context', rows('^sandbox;on'), 'inline@1'],
        ['view/item/context', rows('^sandbox;'), '1_session@1'],
      ],
    },
    openSession: {
      takes: 'session',
      icon: 'comment-discussion',
      palette: ENABLED,
      menus: [['view/item/context', SESSION_ROWS, '1_open@1']],
    },
    openSessionInEditor: {
      takes: 'session',
      icon: 'go-to-file',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, 'navigation@2'],
        ['view/item/context', SESSION_ROWS, 'inline@2'],
        ['view/item/context', SESSION_ROWS, '1_open@2'],
      ],
    },
    renameSession: {
      takes: 'session',
      icon: 'edit',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '3_session@2'],
        ['view/item/context', SESSION_ROWS, '4_edit@1'],
      ],
      keys: [{ key: 'f2', mac: 'enter', args: 'selection', when: SESSIONS_FOCUS }],
    },
    deleteSession: {
      takes: 'sessions',
      icon: 'trash',
      palette: ENABLED,
      menus: [['view/item/context', SESSION_ROWS, '9_delete@1']],
      keys: [{ key: 'delete', mac: 'cmd+backspace', args: 'selection', when: SESSIONS_FOCUS }],
    },
    archiveSession: {
      takes: 'sessions',
      icon: 'archive',
      palette: ENABLED,
      menus: [['view/item/context', rows('session;.*current;.*canArchive'), '4_edit@4']],
    },
    restoreSession: {
      takes: 'sessions',
      icon: 'inbox',
      palette: ENABLED,
      menus: [['view/item/context', rows('session;.*archived;.*canArchive'), '4_edit@4']],
    },
    forkSession: {
      takes: 'session',
      icon: 'repo-forked',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '3_session@3'],
        ['view/item/context', SESSION_ROWS, '4_edit@2'],
      ],
    },
    abortSession: {
      takes: 'session',
      icon: 'debug-stop',
      palette: key('sessionRunning'),
      menus: [
        ['view/item/context', rows('^(sub)?session;active'), 'inline@1'],
        ['view/item/context', rows('^(sub)?session;active'), '2_turn@1'],
      ],
      keys: [
        {
          key: 'ctrl+escape',
          mac: 'cmd+escape',
          win: 'alt+backspace',
          when: and(key('chatFocus'), key('sessionRunning')),
        },
      ],
    },
    answerRequest: {
      takes: 'session',
      icon: 'bell-dot',
      palette: key('sessionRunning'),
      menus: [
        ['view/item/context', rows(';waiting;'), 'inline@0'],
        ['view/item/context', rows(';waiting;'), '2_turn@0'],
      ],
    },
    compactSession: {
      takes: 'session',
      icon: 'fold',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '3_session@4'],
        ['view/item/context', rows('session;.*canCompact'), '4_edit@3'],
      ],
    },
    refresh: {
      takes: 'sandbox',
      icon: 'refresh',
      palette: ENABLED,
      menus: [
        ['view/title', and(IN_SESSIONS, key('hasSandboxes')), 'navigation@3'],
        ['view/item/context', rows('^sandbox;'), '3_connect@3'],
      ],
    },
    copySessionLink: {
      takes: 'session',
      icon: 'link',
      palette: ENABLED,
      menus: [['view/item/context', SESSION_ROWS, '1_open@4']],
    },
    openInBrowser: {
      takes: 'session',
      icon: 'globe',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^sandbox;.*connected.*canBrowse'), '4_show@1'],
        ['view/item/context', rows('session;.*canBrowse'), '1_open@3'],
      ],
    },
    manageSavedPermissions: {
      takes: 'sandbox',
      icon: 'shield',
      palette: ENABLED,
      menus: [['view/item/context', rows('^sandbox;.*connected.*canForget'), '4_show@2']],
    },
    findSession: {
      takes: 'nothing',
      icon: 'search',
      palette: ENABLED,
      menus: [['view/title', and(IN_SESSIONS, key('hasSandboxes')), 'navigation@2']],
    },
  },
  points: {
    viewsContainers: { activitybar: [{ id: 'opencodeSandbox', title: 'OpenCode Sandbox', icon: 'media/icon.svg' }] },
    views: {
      opencodeSandbox: [
        {
          id: 'opencodeSandbox.sessions',
          name: '%view.sessions%',
          contextualTitle: 'OpenCode Sandbox',
          icon: 'media/icon.svg',
          initialSize: 2,
        },
        {
          id: 'opencodeSandbox.chat',
          type: 'webview',
          name: '%view.chat%',
          contextualTitle: 'OpenCode Sandbox',
          icon: 'media/icon.svg',
          initialSize: 3,
        },
      ],
    },
    viewsWelcome: [
      { view: 'opencodeSandbox.sessions', when: '!opencodeSandbox.hasSandboxes', contents: '%welcome.none%' },
    ],
  },
} as const satisfies Contributions;
