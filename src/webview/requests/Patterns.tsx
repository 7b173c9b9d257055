import { visible } from '../format.js';
import { t, around } from '../l10n.js';
import { frame } from '../state.js';

/** The patterns that "always" would allow; if there are several, some can be excluded. */
export const Patterns = ({
  always,
  ticked,
  set,
}: {
  always: readonly string[];
  ticked: readonly string[];
  set: (ticked: readonly string[]) => void;
}) => {
  if (always.length === 0) return null;
  const isSaved = frame.value?.capabilities.savesPermissions === true;
  const choosable = always.length > 1 && frame.value?.capabilities.sessionRules === true;
  // A single `*` would not show what it allows.
  if (always.length === 1 && always[0] === '*') {
    const words = isSaved
      ? t('“Always allow” covers every request of this kind in this project from now on.')
      : t('“Always allow” covers every request of this kind until the sandbox restarts.');
    return <div class="note patterns">{words}</div>;
  }
  if (!choosable) {
    const [before, after] = isSaved
      ? around('“Always allow” covers {0} in this project from now on.')
      : around('“Always allow” covers {0} until the sandbox restarts.');
    return (
      <div class="note patterns">
        <p>
          {before}
          {always.map((pattern, i) => (
            <>
              {i > 0 && ', '}
              <code>{visible(pattern)}</code>
            </>
          ))}
          {after}
        </p>
      </div>
    );
  }
  const all = ticked.length === always.length;
  return (
    <div class="patterns" role="group" aria-label={t('What “Always allow” covers')}>
      <div class="note">
        {!all
          ? t('“Always allow” covers, for this session:')
          : isSaved
            ? t('“Always allow” covers, in this project from now on:')
            : t('“Always allow” covers, until the sandbox restarts:')}
      </div>
      {always.map((pattern) => (
        <label class="option" key={pattern}>
          <input
            type="checkbox"
            checked={ticked.includes(pattern)}
            onChange={() => set(always.filter((one) => ticked.includes(one) !== (one === pattern)))}
          />
          <code class="option-text">{visible(pattern)}</code>
        </label>
      ))}
    </div>
  );
};
