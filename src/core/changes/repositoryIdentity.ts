import type { Json } from '../../shared/model/entities.js';
import type { AgentServer } from '../agent/ports.js';
import { Failure, mayWorkLater } from '../failure.js';
import { relativeTo } from './paths.js';
import { remotesOf, type RepositoryFacts } from './repository.js';

const field = (value: Json, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = new Map(Object.entries(value)).get(name);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** The directory that a sandbox works in where no session says another. */
export async function defaultDirectory(server: AgentServer, signal?: AbortSignal): Promise<string> {
  const directory = field(await server.request('GET', '/path', signal === undefined ? {} : { signal }), 'directory');
  if (directory === undefined)
    throw new Failure('rejected', 'The sandbox does not say which folder it works in. Start a session in it first.');
  return directory;
}

/** The top of the sandbox's working tree; the directory itself where the server does not tell. */
export async function sandboxRoot(server: AgentServer, directory: string, signal?: AbortSignal): Promise<string> {
  try {
    const options = { query: { directory }, ...(signal === undefined ? {} : { signal }) };
    const answer = await server.request('GET', '/path', options);
    const root = field(answer, 'worktree');
    return root === undefined || root === '/' || relativeTo(root, directory) === undefined ? directory : root;
  } catch (error) {
    // A wrong root would put changes into the wrong folder: only a refusal says that there is none.
    if (mayWorkLater(error)) throw error;
    return directory;
  }
}

/** What the sandbox's repository is known by. A project's id is its first commit, where it has no remote. */
export async function sandboxFacts(server: AgentServer, root: string): Promise<RepositoryFacts> {
  const config =
    server.capabilities.files === 'none' ? undefined : await server.read('.git/config', root).catch(() => undefined);
  const project = await server
    .request('GET', '/project/current', { query: { directory: root } })
    .catch((): Json => null);
  const id = field(project, 'id');
  const remotes = config === undefined ? [] : remotesOf(new TextDecoder().decode(config.slice(0, 64_000)));
  return { remotes, roots: remotes.length === 0 && id !== undefined && /^[0-9a-f]{40}$/.test(id) ? [id] : [] };
}
