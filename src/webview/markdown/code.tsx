import { Fragment, type ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { colors, hasColors, type Node } from './highlight.js';
import { whenIdle } from './idle.js';
import { IconButton } from '../ui/IconButton.js';

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

/** The highlighted chunks of a code block, and their end position. */
interface Colored {
  readonly of: string;
  readonly pieces: readonly ComponentChildren[];
  readonly to: number;
}

/** Highlights the code once the block is closed, chunk by chunk when idle. The layout does not change. */
function useColors(code: string, language: string, closed: boolean): ComponentChildren {
  const [colored, setColored] = useState<Colored>({ of: code, pieces: [], to: 0 });
  const wanted = closed && hasColors(language, code.length);
  useEffect(() => {
    if (!wanted) return undefined;
    const pieces = colors(language, code);
    const step = (before: Colored): void => {
      const piece = pieces.next().value;
      if (piece === undefined) return;
      const now = { of: code, pieces: [...before.pieces, draw(piece.nodes)], to: piece.to };
      setColored(now);
      if (now.to < code.length) stop = whenIdle(() => step(now));
    };
    let stop = whenIdle(() => step({ of: code, pieces: [], to: 0 }));
    return () => stop();
  }, [code, language, wanted]);
  if (!wanted || colored.of !== code) return code;
  return (
    <>
      {colored.pieces.map((piece, i) => (
        <Fragment key={i}>{piece}</Fragment>
      ))}
      {code.slice(colored.to)}
    </>
  );
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
