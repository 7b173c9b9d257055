import type { AgentServer } from '../agent/ports.js';
import { Failure, mayWorkLater } from '../failure.js';
import { relativeTo } from './paths.js';
import { remotesOf, type RepositoryFacts } from './repository.js';

/** The default directory of a sandbox, for sessions without their own. */
export async function defaultDirectory(server: AgentServer, signal?: AbortSignal): Promise<string> {
  const directory = await server.workspace.directory(signal);
  if (directory === undefined)
    throw new Failure('rejected', 'The sandbox does not report its working folder. Start a session in it first.');
  return directory;
}

/** Root of the sandbox's working tree; the directory itself if the server does not report it. */
export async function sandboxRoot(server: AgentServer, directory: string, signal?: AbortSignal): Promise<string> {
  try {
    const root = await server.workspace.root(directory, signal);
    return root === undefined || root === '/' || relativeTo(root, directory) === undefined ? directory : root;
  } catch (error) {
    // A wrong root would write changes to the wrong folder, so only a final refusal counts as "no root".
    if (mayWorkLater(error)) throw error;
    return directory;
  }
}

/** The identity of the sandbox's repository. The ID of a project without a remote is its first commit. */
export async function sandboxFacts(server: AgentServer, root: string): Promise<RepositoryFacts> {
  const config = await server.files?.read('.git/config', root).catch(() => undefined);
  const id = await server.workspace.projectId(root).catch(() => undefined);
  const remotes = config === undefined ? [] : remotesOf(new TextDecoder().decode(config.slice(0, 64_000)));
  return { remotes, roots: remotes.length === 0 && id !== undefined && /^[0-9a-f]{40}$/.test(id) ? [id] : [] };
}
