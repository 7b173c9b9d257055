// A sample git repository: what an agent works on, or the local side of a workspace.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeTemp, removeTemp } from './temp.js';

/** Files by their path in the repository. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A repository on disk. */
export interface Repository {
  readonly path: string;
  /** Runs git there and returns its output, without the last line break. */
  git(...args: string[]): string;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  bytes(name: string): Buffer;
  remove(): void;
}

/** The default repository of servers. */
export const sampleFiles: Files = {
  'README.md': '# Sample\n\nA small project to try an agent on.\n',
  'package.json': '{\n  "name": "sample",\n  "version": "1.0.0",\n  "type": "module"\n}\n',
  'src/greet.ts': 'export function greet(name: string): string {\n  return `Hello, ${name}!`;\n}\n',
  'src/index.ts': "import { greet } from './greet.js';\n\nconsole.log(greet('world'));\n",
};

/** Environment of git that is independent of the user who runs the tests. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** Makes a repository with these files in one commit on `main`; in a temporary folder unless `path` is given. */
export function makeRepository(files: Files = sampleFiles, path = makeTemp('repository')): Repository {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: path,
      encoding: 'utf8',
      env: { ...process.env, ...gitEnvironment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  mkdirSync(path, { recursive: true });
  for (const [name, content] of Object.entries(files)) write(name, content);
  git('init', '-q', '-b', 'main');
  git('config', 'core.autocrlf', 'false');
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'Start');
  return {
    path,
    git,
    write,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    bytes: (name) => readFileSync(join(path, name)),
    remove: () => removeTemp(path),
  };
}
