import type { Token, Tokens } from 'marked';
import type { ComponentChildren, VNode } from 'preact';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { TODO_STATES } from '../../shared/model/states.js';
import { isPicture } from '../ui/image.js';
import { StateIcon } from '../ui/StateIcon.js';
import { Code } from './code.js';
import { decodeEntities } from './entities.js';
import { drawLine, isUnseen } from './inertTags.js';
import { useKnownPath } from './knownPaths.js';
import { decoded, fileReference, hostOf, pathReference, safeLink } from './links.js';
import { piecesOf } from './textChunks.js';

/** A link to a file of the session, or to the web, which the host opens after a confirmation. */
export const Link = ({ href, title, children }: { href: string; title: string; children: ComponentChildren }) => {
  const safe = safeLink(href);
  const file = safe === undefined ? fileReference(href) : undefined;
  if (safe === undefined && file === undefined) return <span title={readable(href)}>{children}</span>;
  const open = (event: Event): void => {
    event.preventDefault();
    if (file !== undefined) host.send('openPath', file);
    else if (safe !== undefined) host.send('openLink', { href: safe });
  };
  const target = safe ?? readable(decoded(href));
  return (
    <a href={safe ?? '#'} title={title === '' ? target : `${title}\n${target}`} onClick={open}>
      {children}
    </a>
  );
};

/** A code span; opens the file if it refers to a file of the session. */
export const Span = ({ text }: { text: string }) => {
  const shown = readable(text);
  const reference = pathReference(text);
  const isKnown = useKnownPath(reference?.path);
  if (reference === undefined || !isKnown) return <code dir="ltr">{shown}</code>;
  return (
    <button type="button" class="path" title={t('Open {0}', shown)} onClick={() => host.send('openPath', reference)}>
      <code dir="ltr">{shown}</code>
    </button>
  );
};

/** An image. Remote images are never loaded; a chip shows their host. */
export const Picture = ({ href, text, title }: { href: string; text: string; title: string }) => {
  if (isPicture(href)) return <img src={href} alt={text} title={title} />;
  const place = hostOf(href);
  const name = [text, text === '' || place === '' ? place : `(${place})`].filter((part) => part !== '').join(' ');
  return (
    <Link href={href} title={title}>
      <span class="chip" dir="auto">
        {t('Image: {0}', name === '' ? href : name)}
      </span>
    </Link>
  );
};

const hrefOf = (token: Tokens.Generic): string => decodeEntities(String(token['href'] ?? ''));
const titleOf = (token: Tokens.Generic): string => decodeEntities(String(token['title'] ?? ''));

/** The plain text of a token and its children. */
const wordsOf = (token: Tokens.Generic): string => {
  if (token.tokens !== undefined && token.tokens.length > 0)
    return token.tokens.map((one) => wordsOf(one as Tokens.Generic)).join('');
  if (token.type === 'text') return plain(token.raw);
  return token.type === 'br' ? ' ' : plain(String(token['text'] ?? ''));
};

const line = (tokens: readonly Token[] = []): ComponentChildren =>
  drawLine(tokens, (token) => one(token as Tokens.Generic));

/** The displayed text, with character references decoded. */
const plain = (text: string): string => readable(decodeEntities(text));

const ALIGNED = { left: 'align-left', center: 'align-center', right: 'align-right' } as const;

const cells = (row: readonly Tokens.TableCell[], Tag: 'th' | 'td') =>
  row.map(({ tokens, align }) => <Tag class={align === null ? undefined : ALIGNED[align]}>{line(tokens)}</Tag>);

const Table = ({ table }: { table: Tokens.Table }) => (
  <div class="table" tabIndex={0}>
    <table dir="auto">
      <thead>
        <tr>{cells(table.header, 'th')}</tr>
      </thead>
      {table.rows.length > 0 && (
        <tbody>
          {table.rows.map((row) => (
            <tr>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      )}
    </table>
  </div>
);

/** The text direction of each block is determined by its own content. */
const OUTER = { dir: 'auto' } as const;
type Outer = typeof OUTER | Record<string, never>;

function heading(token: Tokens.Heading, outer: Outer): VNode {
  const children = line(token.tokens);
  // The heading levels of an answer are below those of the page.
  return (
    <div class={`heading h${token.depth}`} role="heading" aria-level={Math.min(6, token.depth + 2)} {...outer}>
      {children}
    </div>
  );
}

function item(token: Tokens.ListItem): VNode {
  return <li class={token.task ? 'task' : undefined}>{blocks(token.tokens)}</li>;
}

function list(token: Tokens.List, outer: Outer): VNode {
  const items = token.items.map(item);
  if (!token.ordered) return <ul {...outer}>{items}</ul>;
  return (
    <ol start={token.start === '' ? 1 : token.start} {...outer}>
      {items}
    </ol>
  );
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

function code({ raw, text, lang = '', codeBlockStyle }: Tokens.Code): VNode {
  const closed = !FENCE.test(raw) || /\n {0,3}(`{3,}|~{3,})\s*$/.test(raw);
  const language = decodeEntities(lang.replace(/\\([!-/:-@[-`{-~])/g, '$1')).split(/\s/)[0] ?? '';
  const lines = codeBlockStyle === 'indented' ? text.replace(/\n$/, '') : text;
  return <Code code={lines} language={language} closed={closed} />;
}

const blocks = (tokens: readonly Token[] = []): ComponentChildren => {
  const isLine = (token: Token): boolean => token.type === 'text' || token.type === 'checkbox';
  return tokens.map((token) => (isLine(token) ? one(token as Tokens.Generic) : drawBlock(token as Tokens.Generic, {})));
};

/** Renders a block; raw HTML is shown as text. */
export function drawBlock(token: Tokens.Generic, outer: Outer = OUTER): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return token.tokens?.every(isUnseen) === true ? null : <p {...outer}>{line(token.tokens)}</p>;
    case 'heading':
      return heading(token as Tokens.Heading, outer);
    case 'hr':
      return <hr />;
    case 'blockquote':
      return <blockquote {...outer}>{blocks(token.tokens)}</blockquote>;
    case 'list':
      return list(token as Tokens.List, outer);
    case 'table':
      return <Table table={token as Tokens.Table} />;
    case 'code':
      return code(token as Tokens.Code);
    case 'formula':
      return (
        <div class="formula" dir="ltr" tabIndex={0}>
          {readable(token.raw.trim())}
        </div>
      );
    default:
      return isUnseen(token) ? null : one(token);
  }
}

/** Renders an inline token. */
function one(token: Tokens.Generic): ComponentChildren {
  switch (token.type) {
    case 'checkbox':
      return <StateIcon look={TODO_STATES[token['checked'] === true ? 'completed' : 'pending']} />;
    case 'text':
      return token.tokens === undefined ? piecesOf(plain(token.raw)) : line(token.tokens);
    case 'escape':
      return readable(token['text'] as string);
    case 'strong':
      return <strong>{line(token.tokens)}</strong>;
    case 'em':
      return <em>{line(token.tokens)}</em>;
    case 'del':
      return <del>{line(token.tokens)}</del>;
    case 'codespan':
      return <Span text={token['text'] as string} />;
    case 'br':
      return <br />;
    case 'link':
      return (
        <Link href={hrefOf(token)} title={titleOf(token)}>
          {line(token.tokens)}
        </Link>
      );
    case 'image':
      return <Picture href={hrefOf(token)} title={titleOf(token)} text={wordsOf(token)} />;
    case 'formula':
      return (
        <span class="formula" dir="ltr">
          {readable(token.raw)}
        </span>
      );
    default:
      return piecesOf(readable(token.raw));
  }
}
