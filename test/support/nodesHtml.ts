// The nodes of a text as HTML, for the examples of CommonMark.
import './webviewApi.js';
import type { Tokens } from 'marked';
import { isValidElement, type ComponentChildren, type VNode } from 'preact';
import { Code } from '../../src/webview/markdown/code.js';
import { createBlocks } from '../../src/webview/markdown/blocks.js';
import { TODO_STATES } from '../../src/shared/model/states.js';
import { StateIcon } from '../../src/webview/ui/StateIcon.js';
import { drawBlock, Link, Picture, Span } from '../../src/webview/markdown/nodes.js';

type Props = Readonly<Record<string, unknown>>;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const url = (href: unknown): string =>
  escaped(
    encodeURI(String(href)).replace(/\\/g, '%5C').replace(/\[/g, '%5B').replace(/\]/g, '%5D').replace(/%25/g, '%'),
  );
const attribute = (name: string, value: unknown): string =>
  (typeof value === 'string' && value !== '') || typeof value === 'number'
    ? ` ${name}="${escaped(String(value))}"`
    : '';

const COMPONENTS = new Map<unknown, (props: Props, children: string) => string>([
  [Link, ({ href, title }, children) => `<a href="${url(href)}"${attribute('title', title)}>${children}</a>`],
  [
    Picture,
    ({ href, text, title }) => `<img src="${url(href)}" alt="${escaped(String(text))}"${attribute('title', title)} />`,
  ],
  [
    StateIcon,
    ({ look }) => `<input${look === TODO_STATES.completed ? ' checked=""' : ''} disabled="" type="checkbox"> `,
  ],
  [Span, ({ text }) => `<code>${escaped(String(text))}</code>`],
  [
    Code,
    ({ code, language }) =>
      `<pre><code${language === '' ? '' : ` class="language-${escaped(String(language))}"`}>${escaped(String(code))}${code === '' ? '' : '\n'}</code></pre>`,
  ],
]);

const ALIGNMENTS: Readonly<Record<string, string>> = {
  'align-left': 'left',
  'align-center': 'center',
  'align-right': 'right',
};

function element(tag: string, props: Props): string {
  const inner = htmlOf(props['children'] as ComponentChildren);
  const given = props['class'];
  const type = typeof given === 'string' ? given : '';
  const level = /^heading h(\d)$/.exec(type)?.[1];
  if (level !== undefined) return `<h${level}>${inner}</h${level}>`;
  if (type === 'table' || (type === 'formula' && tag === 'div')) return inner;
  if (tag === 'br' || tag === 'hr') return `<${tag} />`;
  const start = tag === 'ol' && props['start'] !== 1 ? attribute('start', props['start']) : '';
  return `<${tag}${start}${attribute('align', ALIGNMENTS[type])}>${inner}</${tag}>`;
}

/** Nodes as HTML, without what only the chat has. */
function htmlOf(node: ComponentChildren): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return node.map(htmlOf).join('');
  if (!isValidElement(node)) return escaped(String(node as string));
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (typeof type === 'string') return element(type, props);
  const own = COMPONENTS.get(type);
  if (own !== undefined) return own(props, htmlOf(props['children'] as ComponentChildren));
  return htmlOf((type as (props: Props) => ComponentChildren)(props));
}

/** A whole text as HTML. */
export const markdownHtml = (text: string): string =>
  createBlocks()(text, true)
    .map(({ token }) => htmlOf(drawBlock(token as Tokens.Generic)))
    .join('');

/** HTML without insignificant whitespace and spelling. */
export const comparable = (html: string): string =>
  html
    .replace(/<pre>[\s\S]*?<\/pre>/g, (pre) => pre.replace(/\n/g, '␤').replace(/ /g, '␠').replace(/\t/g, '␉'))
    .replace(/\s*(<\/?(?:p|ul|ol|li|h\d|blockquote|table|thead|tbody|tr|th|td|hr|br|pre)(?: [^<>]*)?>)\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
