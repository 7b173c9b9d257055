import type { AgentServer } from '../agent/ports.js';
import { Failure, mayWorkLater } from '../failure.js';
import { relativeTo } from './paths.js';
import { remotesOf, type RepositoryFacts } from './repository.js';

/** The directory of a sandbox unless a session has another. */
export async function defaultDirectory(server: AgentServer, signal?: AbortSignal): Promise<string> {
  const directory = await server.workspace.directory(signal);
  if (directory === undefined)
    throw new Failure('rejected', 'The sandbox does not report its working folder. Start a session in it first.');
  return directory;
}

/** The top of the sandbox's working tree; the directory itself where the server does not tell. */
export async function sandboxRoot(server: AgentServer, directory: string, signal?: AbortSignal): Promise<string> {
  try {
    const root = await server.workspace.root(directory, signal);
    return root === undefined || root === '/' || relativeTo(root, directory) === undefined ? directory : root;
  } catch (error) {
    // A wrong root would put changes into the wrong folder: only a refusal says that there is none.
    if (mayWorkLater(error)) throw error;
    return directory;
  }
}

/** The identity of the sandbox's repository. A project's ID is its first commit if it has no remote. */
export async function sandboxFacts(server: AgentServer, root: string): Promise<RepositoryFacts> {
  const config = await server.files?.read('.git/config', root).catch(() => undefined);
  const id = await server.workspace.projectId(root).catch(() => undefined);
  const remotes = config === undefined ? [] : remotesOf(new TextDecoder().decode(config.slice(0, 64_000)));
  return { remotes, roots: remotes.length === 0 && id !== undefined && /^[0-9a-f]{40}$/.test(id) ? [id] : [] };
}
