import type { Contributions } from '../../vscode/contributions.js';
import { and, CHANGES_ROW, CHAT_HAS_SESSION, ENABLED, IN_CHANGE, key, NEVER, rows } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  commands: {
    reviewChanges: {
      takes: 'session',
      icon: 'diff-multiple',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '2_changes@1'],
        ['view/item/context', rows('session;.*canReview'), '3_changes@1'],
        ['view/item/context', CHANGES_ROW, 'inline@1'],
        ['view/item/context', CHANGES_ROW, '1_review@1'],
      ],
    },
    reviewLastTurn: {
      takes: 'session',
      icon: 'diff',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('session;.*canReview'), '3_changes@2'],
        ['view/item/context', CHANGES_ROW, '1_review@2'],
      ],
    },
    reviewWorkingTree: {
      takes: 'session',
      icon: 'diff',
      palette: ENABLED,
      menus: [['view/item/context', CHANGES_ROW, '1_review@3']],
    },
    reviewBranch: {
      takes: 'session',
      icon: 'diff',
      palette: ENABLED,
      menus: [['view/item/context', CHANGES_ROW, '1_review@4']],
    },
    openChange: {
      takes: 'file',
      icon: 'diff-single',
      palette: ENABLED,
      menus: [['view/item/context', rows('^change;'), '1_open@1']],
    },
    applyChanges: {
      takes: 'session',
      icon: 'check-all',
      palette: ENABLED,
      menus: [
        ['view/title', CHAT_HAS_SESSION, '2_changes@2'],
        ['view/item/context', rows('session;.*canReview'), '3_changes@3'],
        ['view/item/context', CHANGES_ROW, 'inline@2'],
        ['view/item/context', CHANGES_ROW, '2_apply@1'],
        ['editor/title', key('reviewActive'), 'navigation@1'],
      ],
    },
    applyFile: {
      takes: 'file',
      icon: 'check',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^change;'), 'inline@1'],
        ['view/item/context', rows('^change;'), '2_apply@1'],
        ['editor/title', IN_CHANGE, 'navigation@1'],
        ['editor/context', IN_CHANGE, '1_apply@2'],
      ],
    },
    applyHunk: {
      takes: 'file',
      icon: 'list-selection',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^change;modified'), '2_apply@2'],
        ['editor/title', IN_CHANGE, '1_apply@1'],
        ['editor/context', IN_CHANGE, '1_apply@1'],
      ],
    },
    undoApply: { takes: 'nothing', icon: 'discard', palette: ENABLED },
    saveAsPatch: {
      takes: 'session',
      icon: 'save',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('session;.*canReview'), '3_changes@4'],
        ['view/item/context', CHANGES_ROW, '2_apply@2'],
        ['editor/title', key('reviewActive'), '1_apply@1'],
      ],
    },
    downloadFile: {
      takes: 'file',
      icon: 'cloud-download',
      palette: ENABLED,
      menus: [
        ['view/item/context', rows('^change;(added|modified)'), '1_open@3'],
        ['editor/title', IN_CHANGE, '1_apply@2'],
      ],
    },
    mapSandboxFolder: { takes: 'session', icon: 'folder', palette: ENABLED },
    pushLocalChanges: {
      takes: 'session',
      icon: 'cloud-upload',
      palette: ENABLED,
      menus: [['view/item/context', rows('session;.*canPush'), '3_changes@5']],
    },
    addReviewComment: {
      takes: 'workbench',
      palette: NEVER,
      menus: [['comments/commentThread/context', 'commentController == opencodeSandbox.review', 'inline']],
    },
    deleteReviewComment: {
      takes: 'workbench',
      icon: 'trash',
      palette: NEVER,
      menus: [
        [
          'comments/commentThread/title',
          and('commentController == opencodeSandbox.review', '!commentThreadIsEmpty'),
          'inline',
        ],
      ],
    },
    sendReviewComments: {
      takes: 'session',
      icon: 'send',
      palette: key('hasReviewComments'),
      menus: [
        ['editor/title', and(key('hasReviewComments'), `${key('reviewActive')} || ${IN_CHANGE}`), 'navigation@2'],
      ],
    },
  },
  points: {
    resourceLabelFormatters: [
      {
        scheme: 'opencode-sandbox-change',
        formatting: { label: '${path}', separator: '/', workspaceSuffix: 'OpenCode Sandbox' },
      },
    ],
  },
} as const satisfies Contributions;
