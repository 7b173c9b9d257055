import { Icon, Spinner, type IconName } from './icons.js';

/** A button that shows only an icon; its name is the accessible label and the tooltip. */
export const IconButton = (props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  primary?: boolean;
  /** Shows a spinner instead of the icon. */
  busy?: boolean;
}) => (
  <button
    type="button"
    class={props.primary === true ? 'icon-button primary' : 'icon-button'}
    aria-label={props.label}
    title={props.label}
    aria-busy={props.busy}
    disabled={props.disabled === true}
    onClick={props.onClick}
  >
    {props.busy === true ? <Spinner /> : <Icon name={props.icon} />}
  </button>
);
