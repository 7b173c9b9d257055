import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../../shared/format.js';
import type { ToolPart } from '../../shared/model/entities.js';
import { TOOL_STATES, toolState } from '../../shared/model/states.js';
import { describeCall } from '../../shared/model/toolCall.js';
import { beginningOf } from '../../shared/text/cut.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { host } from '../bridge.js';
import { frame, requests, session } from '../state.js';
import { Icon } from '../ui/icons.js';
import { Body } from './Body.js';
import { isGrowing } from './index.js';
import { State } from './State.js';

/** Duration in ms after which a call counts as long. */
const LONG_MS = 3_000;

/** A button that moves a long command or sub-agent to the background. Calls of sub-agents cannot be moved. */
function ToBackground({ part }: { part: ToolPart }) {
  const { kind } = part.call;
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const can = frame.value?.capabilities.background === true && part.sessionId === frame.value.sessionId;
  // The server also reports a call that waits for a permission as running.
  if (!can || !isLong || requests.value.length > 0) return null;
  if (part.status !== 'running' || (kind !== 'command' && kind !== 'task')) return null;
  return (
    <div class="tool-foot">
      <button type="button" class="link" onClick={() => host.send('toBackground', {})}>
        {t('Run in Background')}
      </button>
    </div>
  );
}

interface ToolProps {
  readonly part: ToolPart;
  readonly live: boolean;
  /** The user ran the command, to see its output. */
  readonly isUserCommand?: boolean;
}

/** A tool call in one line that expands; initially expanded if it failed, is worth watching, or is the user's own. */
export function Tool({ part, live, isUserCommand = false }: ToolProps) {
  const directory = session.value?.directory ?? '';
  const about = describeCall(part, directory);
  const note = about.note && t(...about.note);
  const [open, setOpen] = useState<boolean | undefined>(undefined);
  const running = part.status === 'running' || part.status === 'pending';
  const state = toolState(part, live);
  const failed = state === 'failed';
  const shown = open ?? (isUserCommand || (part.status === 'error' && failed) || (running && live && isGrowing(part)));
  const target = readable(about.target);
  const time =
    // The duration of a call that the user ended is meaningless.
    (state === 'done' || failed) && part.start !== undefined && part.end !== undefined && part.end - part.start >= 1000
      ? formatDuration(part.end - part.start)
      : '';
  return (
    <div
      class={`tool ${part.status}`}
      role="group"
      aria-label={`${part.tool}: ${beginningOf(target, 200)}`}
      aria-busy={running && live}
    >
      <button
        type="button"
        class="tool-line"
        aria-expanded={shown}
        // The outcome is the accessible description: in the name, "Stopped" could be confused with the Stop button.
        aria-label={`${t(about.verb)} ${target.slice(0, 200)}`}
        aria-description={[note, time, t(TOOL_STATES[state].word)].filter(Boolean).join(', ')}
        onClick={() => setOpen(!shown)}
      >
        <Icon name={about.icon} />
        <span class="verb">{t(about.verb)}</span>
        <span class="target" title={target} dir="auto">
          {target}
        </span>
        {note !== undefined && <span class={failed ? 'note failed' : 'note'}>{note}</span>}
        {time !== '' && <span class="note">{time}</span>}
        <State part={part} live={live} />
      </button>
      {running && live && <ToBackground part={part} />}
      {shown && (
        <div class="tool-body">
          <Body part={part} />
        </div>
      )}
    </div>
  );
}
