import type { Token, Tokens } from 'marked';
import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { isPicture } from '../tools/image.js';
import { createBlocks, openIn, type Block } from './blocks.js';
import { Code } from './code.js';
import { hostOf, pathReference, safeLink } from './links.js';
import { usePaced, useTurn } from './renderScheduler.js';
import { piecesOf } from './textChunks.js';
import { createSections, linesIn, type Section } from './sections.js';

const Link = ({ href, children }: { href: string; children: ComponentChildren }) => {
  const safe = safeLink(href);
  if (safe === undefined) return <span title={href}>{children}</span>;
  const open = (event: Event): void => {
    event.preventDefault();
    host.send('openLink', { href: safe });
  };
  return (
    <a href={safe} title={safe} onClick={open}>
      {children}
    </a>
  );
};

/** A code span that names a file opens it. */
const Span = ({ text }: { text: string }) => {
  const reference = pathReference(text);
  if (reference === undefined) return <code>{text}</code>;
  return (
    <button type="button" class="path" title={t('Open {0}', text)} onClick={() => host.send('openPath', reference)}>
      <code>{text}</code>
    </button>
  );
};

/** Remote images are never loaded: a chip says where they are. */
const Picture = ({ href, text }: { href: string; text: string }) => {
  if (isPicture(href)) return <img src={href} alt={text} />;
  const safe = safeLink(href);
  return (
    <Link href={safe ?? ''}>
      <span class="chip">{t('Image: {0}', text === '' ? hostOf(href) : `${text} (${hostOf(href)})`)}</span>
    </Link>
  );
};

const inline = (tokens: readonly Token[] | undefined): ComponentChildren =>
  tokens?.map((token) => one(token as Tokens.Generic));

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string): string =>
  readable(text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => entities[name] ?? all));

const cells = (row: readonly Tokens.TableCell[], Tag: 'th' | 'td') =>
  row.map((cell) => <Tag>{inline(cell.tokens)}</Tag>);

function heading(token: Tokens.Heading): VNode {
  const children = inline(token.tokens);
  // Headings of an answer stand below those of the page.
  return (
    <div class={`heading h${token.depth}`} role="heading" aria-level={Math.min(6, token.depth + 2)}>
      {children}
    </div>
  );
}

function item(token: Tokens.ListItem): VNode {
  return (
    <li class={token.task ? 'task' : ''}>
      {token.task && <input type="checkbox" checked={token.checked === true} disabled aria-label={t('Task')} />}
      {inline(token.tokens)}
    </li>
  );
}

/** A token as a node; raw HTML is text like any other. */
function one(token: Tokens.Generic): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
    // The item it begins draws it.
    case 'checkbox':
      return null;
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'heading':
      return heading(token as Tokens.Heading);
    case 'text':
      return token.tokens === undefined ? piecesOf(plain(token['text'] as string)) : inline(token.tokens);
    case 'escape':
      return plain(token['text'] as string);
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'del':
      return <del>{inline(token.tokens)}</del>;
    case 'codespan':
      return <Span text={plain(token['text'] as string)} />;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'link':
      return <Link href={String(token['href'])}>{inline(token.tokens)}</Link>;
    case 'image':
      return <Picture href={String(token['href'])} text={String(token['text'] ?? '')} />;
    case 'blockquote':
      return <blockquote>{inline(token.tokens)}</blockquote>;
    case 'list': {
      const list = token as Tokens.List;
      const items = list.items.map(item);
      return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table': {
      const table = token as Tokens.Table;
      return (
        <div class="table" tabIndex={0}>
          <table>
            <thead>
              <tr>{cells(table.header, 'th')}</tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr>{cells(row, 'td')}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
    case 'code': {
      const code = token as Tokens.Code;
      const closed = !/^ {0,3}(`{3,}|~{3,})/.test(code.raw) || /\n {0,3}(`{3,}|~{3,})\s*$/.test(code.raw);
      return <Code code={code.text} language={(code.lang ?? '').split(/\s/)[0] ?? ''} closed={closed} />;
    }
    default:
      return piecesOf(readable(token.raw));
  }
}

const BlockView = ({ block }: { block: Block }) => useMemo(() => <>{one(block.token as Tokens.Generic)}</>, [block]);

/** Sections at the end that are drawn at once: more than a view shows. The others follow, a frame each. */
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

/** Characters of one text that are drawn. */
const DRAWN = 400_000;

/** What one text keeps from one drawing to the next. */
const createKept = () => ({ read: createBlocks(), group: createSections(), blocks: [] as readonly Block[] });

/** Markdown as nodes, never as HTML; while it grows only its last blocks are read and drawn again. */
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
        <div class="quiet">{t('The text is too long to show: {0} of {1} characters.', drawn.length, text.length)}</div>
      )}
    </div>
  );
}
