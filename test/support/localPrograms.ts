// The servers' programs as installed, but with a home of their own and the scripted model: what
// "Start Local Sandbox" finds and starts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolated } from './binary.js';
import type { Model } from './model.js';
import { opencodeBinary, scriptedConfig } from './opencode.js';
import { hasOpencode2, opencode2Binary } from './opencode2.js';
import { sandboxAgentBinary } from './sandboxAgent.js';
import { makeTemp, removeTemp } from './temp.js';

/** A process of one of these programs. */
export interface LocalProcess {
  readonly pid: number;
  readonly parent: number;
  readonly environ: string;
  readonly args: string;
}

/** Both programs, and their running processes. */
export interface LocalPrograms {
  readonly opencode: string;
  /** OpenCode 2, where it exists for this system. */
  readonly opencode2: string;
  readonly sandboxAgent: string;
  /** A program that can be started and ends at once, with exit code 3. */
  readonly broken: string;
  /** OpenCode whose port is taken the first time. */
  readonly late: string;
  /** OpenCode that prints its password. */
  readonly chatty: string;
  /** A server that ignores the request to stop. */
  readonly stubborn: string;
  /** A program that runs and serves nothing, like one that is still starting. */
  readonly idle: string;
  /** A server that requires no credentials. */
  readonly unprotected: string;
  /** A server that accepts any password. */
  readonly gullible: string;
  /** A server that exits at the first wrong password. */
  readonly shortLived: string;
  /** The arguments of the first start of `late`. */
  lateArgs(): string;
  /** Servers that these programs started and that still run. */
  running(): readonly LocalProcess[];
  dispose(): void;
}

let count = 0;

/** Writes them. */
export function makeLocalPrograms(model: Model): LocalPrograms {
  const bin = makeTemp('bin');
  const home = join(bin, 'home');
  mkdirSync(home);
  const mark = `LOCAL_MARK=${process.pid}-${count++}`;
  const env = {
    ...isolated(home),
    OPENCODE_CONFIG_CONTENT: JSON.stringify(scriptedConfig(model.url)),
    OPENCODE_COMPAT_DB_PATH: join(home, 'sessions.db'),
    OPENCODE_COMPAT_STATE: home,
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    OPENCODE_DISABLE_SHARE: '1',
  };
  const set = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), mark].map((each) => `'${each}'`);
  const program = (name: string, script: string): string => {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };
  const clean = `env -i ${set.join(' ')} OPENCODE_SERVER_PASSWORD="$OPENCODE_SERVER_PASSWORD"`;
  const serving = (name: string, code: string): string =>
    program(name, `exec ${clean} '${process.execPath}' -e '${code}' - "$@"`);
  return {
    opencode: program('opencode', `exec ${clean} '${opencodeBinary()}' "$@"`),
    opencode2: program(
      'opencode2',
      `exec ${clean} OPENCODE_PASSWORD="$OPENCODE_PASSWORD" '${hasOpencode2() ? opencode2Binary() : ''}' "$@"`,
    ),
    sandboxAgent: program('sandbox-agent', `exec ${clean} '${sandboxAgentBinary()}' "$@"`),
    broken: program('broken', 'echo "no such option"; exit 3'),
    late: program(
      'late',
      `if mkdir '${join(bin, 'once')}' 2>/dev/null; then echo "$@" > '${join(bin, 'once', 'args')}'; exit 1; fi; exec ${clean} '${opencodeBinary()}' "$@"`,
    ),
    chatty: program(
      'chatty',
      `echo "the password is $OPENCODE_SERVER_PASSWORD"; exec ${clean} '${opencodeBinary()}' "$@"`,
    ),
    stubborn: serving('stubborn', deaf),
    idle: serving('idle', 'setInterval(() => {}, 1000);'),
    unprotected: serving('unprotected', listening('answer.end("{}")')),
    gullible: serving('gullible', listening('answer.writeHead(request.headers.authorization ? 200 : 401).end()')),
    shortLived: serving(
      'short-lived',
      listening('if (request.headers.authorization) process.exit(0); answer.writeHead(401).end()'),
    ),
    lateArgs: () => readFileSync(join(bin, 'once', 'args'), 'utf8'),
    running() {
      const all = processes().filter(({ environ, args }) => environ.includes(mark) && / --port \d+/.test(args));
      // A process that is about to start a server looks like the server for a moment.
      return all.filter(({ parent }) => !all.some(({ pid }) => pid === parent));
    },
    dispose: () => removeTemp(bin),
  };
}

/** A server that runs this code and prints its port like OpenCode. */
const listening = (code: string): string =>
  [
    'const port = process.argv[process.argv.indexOf("--port") + 1];',
    `require("http").createServer((request, answer) => { ${code}; }).listen(port, "127.0.0.1",`,
    '() => console.log(`opencode server listening on http://127.0.0.1:${port}`));',
  ].join(' ');

/** A server that ignores SIGTERM. */
const deaf = `process.on("SIGTERM", () => console.log("not yet")); ${listening('answer.writeHead(401).end()')}`;

/** Every process of this user that can be inspected. */
export function processes(): readonly LocalProcess[] {
  const list = execFileSync('sh', ['-c', 'ls /proc | grep -E "^[0-9]+$"'], { encoding: 'utf8' }).trim().split('\n');
  return list.flatMap((pid) => {
    try {
      const read = (name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8');
      const parent = Number(/^PPid:\s*(\d+)/m.exec(read('status'))?.[1] ?? 0);
      return [{ pid: Number(pid), parent, environ: read('environ'), args: read('cmdline').replaceAll('\0', ' ') }];
    } catch {
      // It has exited, or belongs to another user.
      return [];
    }
  });
}
