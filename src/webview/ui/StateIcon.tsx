import type { StateLook } from '../../shared/model/states.js';
import { t } from '../l10n.js';
import { Icon, Spinner, type IconName } from './icons.js';

/** The page's name of a theme color; one that a theme leaves out is that of text. */
const variable = (color: string): string => `var(--vscode-${color.replaceAll('.', '-')}, currentColor)`;

/** A state's icon in its color, with its word for who does not see it; `said`: the word stands beside it. */
export const StateIcon = ({
  look,
  said = false,
}: {
  look: StateLook & { icon: IconName | 'loading~spin' };
  said?: boolean;
}) => {
  const { icon, color, word } = look;
  if (icon === 'loading~spin') return <Spinner />;
  const style = color === undefined ? {} : { color: variable(color) };
  return said ? (
    <span class="state" style={style} aria-hidden="true">
      <Icon name={icon} />
    </span>
  ) : (
    <span class="state" style={style} role="img" aria-label={t(word)} title={t(word)}>
      <Icon name={icon} />
    </span>
  );
};
