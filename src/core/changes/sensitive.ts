import { foldName } from './paths.js';

/** Why a file asks for its own confirmation: something runs it, or runs because of it. */
export type Sensitivity = 'editor' | 'ci' | 'hooks' | 'container' | 'agent' | 'packages' | 'git' | 'shell';

const SEGMENTS = new Map<string, Sensitivity>([
  ['.vscode', 'editor'],
  ['.idea', 'editor'],
  ['.fleet', 'editor'],
  ['.zed', 'editor'],
  ['.devcontainer', 'container'],
  ['.circleci', 'ci'],
  ['.buildkite', 'ci'],
  ['.husky', 'hooks'],
  ['.githooks', 'hooks'],
  ['.cursor', 'agent'],
  ['.claude', 'agent'],
  ['.opencode', 'agent'],
  ['.codex', 'agent'],
  ['.gemini', 'agent'],
  ['.windsurf', 'agent'],
]);

const NAMES = new Map<string, Sensitivity>([
  ['devcontainer.json', 'container'],
  ['.devcontainer.json', 'container'],
  ['.gitlab-ci.yml', 'ci'],
  ['.travis.yml', 'ci'],
  ['azure-pipelines.yml', 'ci'],
  ['bitbucket-pipelines.yml', 'ci'],
  ['jenkinsfile', 'ci'],
  ['.pre-commit-config.yaml', 'hooks'],
  ['lefthook.yml', 'hooks'],
  ['.lintstagedrc', 'hooks'],
  ['.envrc', 'shell'],
  ['.bashrc', 'shell'],
  ['.zshrc', 'shell'],
  ['.profile', 'shell'],
  ['makefile', 'shell'],
  ['justfile', 'shell'],
  ['taskfile.yml', 'shell'],
  ['agents.md', 'agent'],
  ['claude.md', 'agent'],
  ['gemini.md', 'agent'],
  ['.cursorrules', 'agent'],
  ['.mcp.json', 'agent'],
  ['mcp.json', 'agent'],
  ['opencode.json', 'agent'],
  ['opencode.jsonc', 'agent'],
  ['package.json', 'packages'],
  ['package-lock.json', 'packages'],
  ['npm-shrinkwrap.json', 'packages'],
  ['pnpm-lock.yaml', 'packages'],
  ['yarn.lock', 'packages'],
  ['bun.lock', 'packages'],
  ['bun.lockb', 'packages'],
  ['.npmrc', 'packages'],
  ['.yarnrc', 'packages'],
  ['.yarnrc.yml', 'packages'],
  ['.pnpmfile.cjs', 'packages'],
  ['setup.py', 'packages'],
  ['conftest.py', 'packages'],
  ['pyproject.toml', 'packages'],
  ['poetry.lock', 'packages'],
  ['uv.lock', 'packages'],
  ['cargo.toml', 'packages'],
  ['cargo.lock', 'packages'],
  ['build.rs', 'packages'],
  ['gemfile', 'packages'],
  ['gemfile.lock', 'packages'],
  ['composer.json', 'packages'],
  ['composer.lock', 'packages'],
  ['go.mod', 'packages'],
  ['go.sum', 'packages'],
  ['.gitattributes', 'git'],
  ['.gitmodules', 'git'],
  ['.gitconfig', 'git'],
]);

/** Why this path needs its own, named confirmation; undefined for an ordinary file. `executable`: it becomes so. */
export function sensitivityOf(path: string, executable = false): Sensitivity | undefined {
  const segments = path.split('/').map(foldName);
  const name = segments.at(-1) ?? '';
  for (const segment of segments.slice(0, -1)) {
    const found = SEGMENTS.get(segment);
    if (found !== undefined) return found;
  }
  const under = segments.slice(0, -1);
  if (
    under.some(
      (segment, index) =>
        /^\.(github|gitea|forgejo)$/.test(segment) && ['workflows', 'actions'].includes(under[index + 1] ?? ''),
    )
  )
    return 'ci';
  if (name.endsWith('.code-workspace')) return 'editor';
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  return executable ? 'shell' : undefined;
}

/** What a sensitivity means, in words that go after a file's name. */
export const sensitivityText: Readonly<Record<Sensitivity, string>> = {
  editor: 'can make the editor run programs',
  ci: 'runs on your build servers',
  hooks: 'runs with git commands',
  container: 'sets up the container you work in',
  agent: 'gives instructions or tools to agents',
  packages: 'decides what is installed and which scripts run',
  git: 'changes how git treats files',
  shell: 'is run by shells or build tools',
};
