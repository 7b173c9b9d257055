import type { StateLook } from '../../shared/model/states.js';
import { t } from '../l10n.js';
import { Icon, Spinner, type IconName } from './icons.js';

/** The CSS variable of a theme color, with the text color as fallback. */
const variable = (color: string): string => `var(--vscode-${color.replaceAll('.', '-')}, currentColor)`;

/** The icon of a state in its color, with the label for screen readers; `labeled`: the label is shown next to it. */
export const StateIcon = ({
  look,
  labeled = false,
}: {
  look: StateLook & { icon: IconName | 'loading~spin' };
  labeled?: boolean;
}) => {
  const { icon, color, word } = look;
  if (icon === 'loading~spin') return <Spinner />;
  const style = color === undefined ? {} : { color: variable(color) };
  return labeled ? (
    <span class="state" style={style} aria-hidden="true">
      <Icon name={icon} />
    </span>
  ) : (
    <span class="state" style={style} role="img" aria-label={t(word)} title={t(word)}>
      <Icon name={icon} />
    </span>
  );
};
