// Finds the owner of a listening port, since another program can take a port before the server listens.
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';

const LOOKUP_TIMEOUT_MS = 5_000;
/** State of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

const reads = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** Inodes of the sockets that listen on a port, from /proc/net/tcp or tcp6. */
function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells[1]?.endsWith(suffix) === true && cells[3] === LISTEN)
    .flatMap((cells) => (cells[9] === undefined ? [] : [cells[9]]));
}

/** The process group in /proc/<pid>/stat; the name before it may contain spaces and parentheses. */
const groupIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? NaN);

async function holds(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const name of descriptors) {
    const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${name}`).catch(() => ''))?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

async function listensOnLinux(group: number, port: number): Promise<boolean> {
  const tables = await Promise.all([reads('/proc/net/tcp'), reads('/proc/net/tcp6')]);
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return false;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
    if (groupIn(await reads(`/proc/${pid}/stat`)) === group && (await holds(pid, inodes))) return true;
  return false;
}

const listensOnMac = (group: number, port: number): Promise<boolean | undefined> =>
  new Promise((resolve) => {
    const args = ['-nP', '-a', '-g', String(group), `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
    execFile('/usr/sbin/lsof', args, { timeout: LOOKUP_TIMEOUT_MS }, (error, stdout) =>
      resolve(error !== null && error.code !== 1 ? undefined : stdout.trim() !== ''),
    );
  });

/** Whether a process of this group listens on the port; undefined if the system does not report it. */
export async function listensInGroup(group: number, port: number): Promise<boolean | undefined> {
  if (process.platform === 'linux') return listensOnLinux(group, port).catch(() => undefined);
  return process.platform === 'darwin' ? listensOnMac(group, port) : undefined;
}
