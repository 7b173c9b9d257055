import { useState } from 'preact/hooks';
import type { ContinuedPart, FilePart, Part, ReasoningPart, TextPart, ToolPart } from '../../shared/model/entities.js';
import { formatDuration, shortPath } from '../../shared/format.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Markdown } from '../markdown/Markdown.js';
import { frame } from '../state.js';
import { Icon } from '../ui/icons.js';
import { tally, type Shown } from './group.js';
import { isPicture } from '../ui/image.js';
import { Tool } from './Tool.js';

const Gap = ({ live }: { live: boolean }) => (
  <div class="quiet">{live ? t('Syncing…') : t('The rest of this text was lost when the turn was interrupted.')}</div>
);

const Text = ({ part, live }: { part: TextPart; live: boolean }) => (
  <>
    <Markdown text={part.text} done={!live || part.end !== undefined} />
    {part.gap === true && <Gap live={live} />}
  </>
);

const Reasoning = ({ part, live }: { part: ReasoningPart; live: boolean }) => {
  const [open, setOpen] = useState(false);
  if (frame.value?.settings.showReasoning === false) return null;
  const thinking = live && part.end === undefined;
  const took = (part.end ?? 0) - (part.start ?? 0);
  const time = part.start !== undefined && took >= 1000 ? formatDuration(took) : '';
  return (
    <div class="reasoning">
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        {thinking ? t('Thinking…') : time === '' ? t('Thought') : t('Thought for {0}', time)}
      </button>
      {open && (
        <div class="reasoning-text">
          <Markdown text={part.text} done={!thinking} />
        </div>
      )}
    </div>
  );
};

const File = ({ part }: { part: FilePart }) => {
  if (isPicture(part.url)) return <img class="attached" src={part.url} alt={part.filename ?? t('Image')} />;
  const { path } = part;
  const name = readable(part.filename ?? shortPath(path ?? part.url));
  if (path === undefined)
    return (
      <span class="chip">
        <Icon name="file" />
        {name}
      </span>
    );
  return (
    <button type="button" class="chip" title={t('Open {0}', name)} onClick={() => host.send('openPath', { path })}>
      <Icon name="file" />
      {name}
    </button>
  );
};

const searched = (n: number, after: boolean): string => {
  if (after) return n === 1 ? t('ran 1 search') : t('ran {0} searches', n);
  return n === 1 ? t('Ran 1 search') : t('Ran {0} searches', n);
};

/** Finished routine calls in one line; a single one is shown as is. */
export const Routine = ({ parts, live }: { parts: readonly ToolPart[]; live: boolean }) => {
  const [open, setOpen] = useState(false);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return <Tool part={only} live={live} />;
  const { reads, searches } = tally(parts);
  const words = [
    reads > 0 ? (reads === 1 ? t('Read 1 file') : t('Explored {0} files', reads)) : '',
    searches > 0 ? searched(searches, reads > 0) : '',
  ]
    .filter((one) => one !== '')
    .join(', ');
  return (
    <div class="routine">
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        {words}
      </button>
      {open && parts.map((part) => <Tool key={part.id} part={part} live={live} />)}
    </div>
  );
};

/** Why the agent went on although nobody asked it to. */
export const Continued = ({ part: { name } }: { readonly part: ContinuedPart }) => (
  <div class="divider continued" title={readable(name)}>
    <span>{t('Continued after a background task finished: {0}', readable(name))}</span>
  </div>
);

interface PartProps {
  readonly live: boolean;
  readonly isUserCommand?: boolean;
}

const One = ({ part, live, isUserCommand = false }: PartProps & { readonly part: Part }) => {
  switch (part.type) {
    case 'text':
      return <Text part={part} live={live} />;
    case 'reasoning':
      return <Reasoning part={part} live={live} />;
    case 'tool':
      return <Tool part={part} live={live} isUserCommand={isUserCommand} />;
    case 'file':
      return <File part={part} />;
    case 'compaction':
      return (
        <div class="divider">
          <span>{t('The conversation so far was summarized')}</span>
        </div>
      );
    case 'continued':
      return <Continued part={part} />;
    case 'retry':
      return <div class="quiet">{t('Attempt {0} failed: {1}', part.attempt, readable(part.error.message))}</div>;
    case 'subtask':
      return (
        <span class="chip">
          <Icon name="agent" />
          {readable(part.description)}
        </span>
      );
    case 'unknown':
      return <div class="quiet">{t('This version cannot show parts of type “{0}”.', readable(part.kind))}</div>;
    case 'agent':
      return (
        <span class="chip">
          <Icon name="agent" />
          {readable(part.name)}
        </span>
      );
    case 'patch':
    case 'step-start':
    case 'step-finish':
      return null;
  }
};

/** The view of one entry of a grouped message. */
export const ShownView = ({ shown, ...props }: PartProps & { readonly shown: Shown }) =>
  shown.kind === 'routine' ? <Routine parts={shown.parts} live={props.live} /> : <One part={shown.part} {...props} />;
