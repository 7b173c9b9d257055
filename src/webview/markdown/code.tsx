import { createLowlight } from 'lowlight';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { whenIdle } from './idle.js';
import { IconButton } from '../ui/IconButton.js';

const lowlight = createLowlight({
  bash,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});
/** Characters of code that are colored; more is shown plain. */
const COLORED = 40_000;

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly properties?: { readonly className?: unknown };
}

const draw = (nodes: readonly Node[]): ComponentChildren =>
  nodes.map((node) =>
    node.type === 'text' ? (
      node.value
    ) : (
      <span class={Array.isArray(node.properties?.className) ? node.properties.className.join(' ') : ''}>
        {draw(node.children ?? [])}
      </span>
    ),
  );

/** The code in colors: once it is closed, and there is time for it. Nothing moves when they come. */
function useColors(code: string, language: string, closed: boolean): ComponentChildren {
  const [colored, setColored] = useState<{ readonly of: string; readonly nodes: ComponentChildren } | undefined>();
  const wanted = closed && code.length <= COLORED && lowlight.registered(language);
  useEffect(() => {
    if (!wanted) return undefined;
    return whenIdle(() =>
      setColored({ of: code, nodes: draw(lowlight.highlight(language, code).children as unknown as readonly Node[]) }),
    );
  }, [code, language, wanted]);
  return wanted && colored?.of === code ? colored.nodes : code;
}

/** A fenced block with its language, colors, Copy and Insert. */
export function Code({ code, language, closed }: { code: string; language: string; closed: boolean }) {
  const shown = readable(code);
  const drawn = useColors(shown, language, closed);
  return (
    <div class="code">
      <div class="code-bar">
        <span class="code-language">{language}</span>
        <span class="code-actions">
          <IconButton icon="copy" label={t('Copy')} onClick={() => host.send('copy', { text: code })} />
          <IconButton
            icon="insert"
            label={t('Insert at Cursor')}
            onClick={() => host.send('insertCode', { text: code })}
          />
        </span>
      </div>
      <pre tabIndex={0}>
        <code>{drawn}</code>
      </pre>
    </div>
  );
}
