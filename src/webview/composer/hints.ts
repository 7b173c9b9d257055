import { t } from '../l10n.js';

/** Longest hint in the empty input, in characters: a side bar of 280 pixels shows no more of it. */
export const MAX_PLACEHOLDER = 36;

/** What the empty input can be used for. */
export const placeholderFor = (isBusy: boolean, hasCommands: boolean): string => {
  if (isBusy) return t('Queue another prompt');
  return hasCommands ? t('Ask anything (@ files, / commands)') : t('Ask anything (@ files)');
};

/** The name of the button that sends into the running turn, with the keys that do the same. */
export function sendNowLabel(isMac: boolean, enterSends: boolean): string {
  const keys = isMac ? (enterSends ? '⌘Enter' : '⇧⌘Enter') : enterSends ? t('Ctrl+Enter') : t('Ctrl+Shift+Enter');
  return t('Send Now ({0})', keys);
}
