import type { Tokens } from 'marked';
import { useMemo, useState } from 'preact/hooks';
import { t } from '../l10n.js';
import { createBlocks, openIn, type Block } from './blocks.js';
import { drawBlock } from './nodes.js';
import { usePaced, useTurn } from './renderScheduler.js';
import { createSections, linesIn, type Section } from './sections.js';

const BlockView = ({ block }: { block: Block }) =>
  useMemo(() => <>{drawBlock(block.token as Tokens.Generic)}</>, [block]);

/** Number of sections at the end that are rendered immediately, more than a view shows. The others follow, one per frame. */
const AT_ONCE = 2;

const SectionView = ({ section, last }: { section: Section; last: boolean }) => {
  const drawn = useTurn(last);
  return useMemo(
    () => (
      <div class={drawn ? 'section' : 'section undrawn'} style={{ '--lines': String(linesIn(section)) }}>
        {drawn && section.map((block, i) => <BlockView key={i} block={block} />)}
      </div>
    ),
    [section, drawn],
  );
};

/** Limit of rendered characters of one text. */
const DRAWN = 400_000;

/** State of one text between renders. */
const createKept = () => ({ read: createBlocks(), group: createSections(), blocks: [] as readonly Block[] });

/** Renders Markdown as nodes, never as HTML; while it grows, only its last blocks are parsed and rendered again. */
export function Markdown({ text, done }: { text: string; done: boolean }) {
  const [kept] = useState(createKept);
  const drawn = text.length > DRAWN ? text.slice(0, DRAWN) : text;
  const shown = usePaced(drawn, openIn(kept.blocks));
  const over = done && shown.length === drawn.length;
  const sections = useMemo(() => {
    kept.blocks = kept.read(shown, over);
    return kept.group(kept.blocks);
  }, [shown, over]);
  return (
    <div class="markdown">
      {sections.map((section, i) => (
        <SectionView key={i} section={section} last={i >= sections.length - AT_ONCE} />
      ))}
      {drawn !== text && (
        <div class="quiet">{t('This text is too long: showing {0} of {1} characters.', drawn.length, text.length)}</div>
      )}
    </div>
  );
}
