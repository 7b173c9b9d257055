import { t } from '../l10n.js';

/** Length limit of the placeholder, in characters: a side bar of 280 pixels shows no more. */
export const MAX_PLACEHOLDER = 36;

/** The placeholder of the empty input. */
export const placeholderFor = (isBusy: boolean, hasCommands: boolean): string => {
  if (isBusy) return t('Queue another prompt');
  return hasCommands ? t('Ask anything (@ files, / commands)') : t('Ask anything (@ files)');
};

/** The label of the button that sends into the running turn, with its keyboard shortcut. */
export function sendNowLabel(isMac: boolean, enterSends: boolean): string {
  const keys = isMac ? (enterSends ? '⌘Enter' : '⇧⌘Enter') : enterSends ? t('Ctrl+Enter') : t('Ctrl+Shift+Enter');
  return t('Send Now ({0})', keys);
}
