import { formatBytes } from '../../shared/format.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { attachments } from '../state.js';
import { Icon } from '../ui/icons.js';
import { IconButton } from '../ui/IconButton.js';

/** Attachments of the prompt, each with a button to remove it. */
export const Chips = () =>
  attachments.value.length === 0 ? null : (
    <div class="chips" role="list" aria-label={t('Attachments')}>
      {attachments.value.map((one) => (
        <span class="chip" role="listitem" key={one}>
          <Icon name={one.kind === 'agent' ? 'agent' : 'file'} />
          {readable(one.name)}
          <span class="note">{one.size > 0 ? formatBytes(one.size) : ''}</span>
          <IconButton
            icon="close"
            label={t('Remove {0}', one.name)}
            onClick={() => (attachments.value = attachments.value.filter((other) => other !== one))}
          />
        </span>
      ))}
    </div>
  );
