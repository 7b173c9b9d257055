import { pathIn } from '../../shared/format.js';
import { host } from '../bridge.js';
import { beginningOf } from '../../shared/text/cut.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { session } from '../state.js';
import { Icon } from '../ui/icons.js';
import type { FoundPath } from '../../shared/model/toolCall.js';

/** Maximum number of rendered results. */
const DRAWN = 200;

const One = ({ result, directory }: { result: FoundPath; directory: string }) => {
  const { path, line, text } = result;
  const name = readable(pathIn(directory, path));
  return (
    <li>
      <button
        type="button"
        class="result"
        title={t('Open {0}', line === undefined ? name : `${name}:${line}`)}
        onClick={() => host.send('openPath', line === undefined ? { path } : { path, line })}
      >
        {line === undefined ? (
          <>
            <Icon name="file" />
            <span class="name">{name}</span>
          </>
        ) : (
          <>
            <span class="number">{line}</span>
            <span class="name">{readable(beginningOf((text ?? '').trim(), 400))}</span>
          </>
        )}
      </button>
    </li>
  );
};

/** Groups consecutive lines of one file. */
function byFile(
  results: readonly FoundPath[],
): readonly { readonly path: string; readonly hits: readonly FoundPath[] }[] {
  const files: { path: string; hits: FoundPath[] }[] = [];
  for (const result of results) {
    const last = files.at(-1);
    if (result.line !== undefined && last?.path === result.path) last.hits.push(result);
    else files.push({ path: result.path, hits: result.line === undefined ? [] : [result] });
  }
  return files;
}

/** The results of a tool; a click opens one. */
export function Found({ found }: { found: readonly FoundPath[] }) {
  const directory = session.value?.directory ?? '';
  const shown = found.slice(0, DRAWN);
  return (
    <div class="results">
      {byFile(shown).map(({ path, hits }) => (
        <ul>
          <One result={{ path }} directory={directory} />
          {hits.map((hit) => (
            <One result={hit} directory={directory} />
          ))}
        </ul>
      ))}
      {found.length > DRAWN && <div class="quiet">{t('{0} more', found.length - DRAWN)}</div>}
    </div>
  );
}
