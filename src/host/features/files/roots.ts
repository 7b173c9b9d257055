import { absoluteIn, relativeTo } from '../../../core/changes/paths.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';

/** A directory of the server, and a path relative to it. */
export interface Place {
  readonly directory: string;
  readonly path: string;
}

const defaults = new WeakMap<Sandbox, Promise<string | undefined>>();

/** The server's default directory; requested once per sandbox. */
function defaultDirectory(sandbox: Sandbox): Promise<string | undefined> {
  const known = defaults.get(sandbox);
  if (known !== undefined) return known;
  const asked = sandbox
    .ready()
    .then((server) => server.sessions.snapshot())
    .then(({ directory }) => directory);
  asked.catch(() => defaults.delete(sandbox));
  defaults.set(sandbox, asked);
  return asked;
}

/** Root directories of a sandbox's files: the configured one, those of its sessions, and the server's default one. */
export async function rootsOf(sandbox: Sandbox): Promise<readonly string[]> {
  const configured = sandbox.profile.directory;
  const own = configured ?? (await defaultDirectory(sandbox));
  const roots = new Set(own === undefined ? [] : [own]);
  for (const session of sandbox.store.state.sessions.values()) roots.add(session.directory);
  return [...roots].filter((root) => absoluteIn(root, '').startsWith('/'));
}

/** The innermost root that contains an absolute path; undefined if none does. */
export async function placeOf(sandbox: Sandbox, path: string): Promise<Place | undefined> {
  const places = (await rootsOf(sandbox)).flatMap((directory) => {
    const below = relativeTo(directory, path);
    return below === undefined ? [] : [{ directory, path: below }];
  });
  return places.toSorted((a, b) => b.directory.length - a.directory.length)[0];
}

/** The entries of a folder above a root, such as `/srv` for `/srv/app`; undefined if it is not above one. */
export async function stepsTo(sandbox: Sandbox, path: string): Promise<readonly string[] | undefined> {
  const parent = path === '/' ? '/' : `${path}/`;
  const names = new Set(
    (await rootsOf(sandbox))
      .map((root) => absoluteIn(root, ''))
      .filter((root) => root.startsWith(parent))
      .map((root) => root.slice(parent.length).split('/')[0] ?? ''),
  );
  names.delete('');
  return names.size === 0 ? undefined : [...names];
}
