import type { Token } from 'marked';
import { h, type ComponentChildren } from 'preact';
import { readable } from '../format.js';

/** Tags that only style text, with the elements that they are rendered as, without attributes. Other tags are text. */
const ELEMENTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'b strong i em u s del ins mark small sub sup kbd samp var code cite q dfn abbr'
      .split(' ')
      .map((tag) => [tag, tag]),
  ),
  summary: 'strong',
};
/** Tags that are omitted; only their content is rendered. */
const LEFT_OUT = /^<\/?details(?:\s[^<>]*)?>$/i;
const TAG = /^<(\/?)([a-z]+)(?:\s[^<>]*)?>$/i;
const BREAK = /^<br\s*\/?>$/i;
const COMMENT = /^<!--[\s\S]*-->\s*$/;
/** Nesting limit of elements; deeper ones are text. */
const DEPTH = 20;

/** Whether a block starts with a supported tag, so that it is parsed as a paragraph. */
export const beginsInert = (src: string): boolean => {
  const name = /^ {0,3}<\/?([a-z]{1,10})[\s/>]/i.exec(src)?.[1]?.toLowerCase();
  return name !== undefined && (Object.hasOwn(ELEMENTS, name) || name === 'br' || name === 'details');
};

/** Whether a token renders nothing. */
export const isUnseen = (token: Token): boolean =>
  (token.type === 'html' && (COMMENT.test(token.raw) || LEFT_OUT.test(token.raw.trim()))) ||
  (token.type === 'text' && token.raw.trim() === '');

interface Open {
  readonly name: string;
  readonly raw: string;
  readonly nodes: ComponentChildren[];
}

/** Renders inline tokens; the tokens between an opening and a closing tag are rendered inside the element. */
export function drawLine(tokens: readonly Token[], draw: (token: Token) => ComponentChildren): ComponentChildren[] {
  const nodes: ComponentChildren[] = [];
  const open: Open[] = [];
  const put = (node: ComponentChildren): void => void (open.at(-1)?.nodes ?? nodes).push(node);
  /** Renders the opening tag as text, as its closing tag is missing. */
  const giveUp = (): void => {
    const one = open.pop();
    if (one !== undefined) [readable(one.raw), ...one.nodes].forEach(put);
  };
  const close = (name: string, raw: string): void => {
    const at = open.findLastIndex((one) => one.name === name);
    if (at < 0) return put(readable(raw));
    while (open.length > at + 1) giveUp();
    put(h(ELEMENTS[name] ?? 'span', null, open.pop()?.nodes));
  };
  for (const token of tokens) {
    if (isUnseen(token) && token.type === 'html') continue;
    const [, slash, tag = ''] = token.type === 'html' ? (TAG.exec(token.raw) ?? []) : [];
    const name = tag.toLowerCase();
    if (token.type === 'html' && BREAK.test(token.raw)) put(<br />);
    else if (!Object.hasOwn(ELEMENTS, name)) put(draw(token));
    else if (slash === '/') close(name, token.raw);
    else if (open.length < DEPTH) open.push({ name, raw: token.raw, nodes: [] });
    else put(readable(token.raw));
  }
  while (open.length > 0) giveUp();
  return nodes;
}
