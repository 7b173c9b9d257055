// Other processes of this machine, from Linux's /proc.
import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The extension host of the workbench whose data is in this folder. */
export function extensionHostOf(dir: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find(
    (pid) =>
      read(`/proc/${pid}/cmdline`).includes('--type=extensionHost') && read(`/proc/${pid}/environ`).includes(dir),
  );
  if (found === undefined) throw new Error('no extension host runs');
  return Number(found);
}

/** Seconds of processor time a process took so far. */
export function processorTime(pid: number): number {
  // After the name in brackets: state, then twelve fields, then user and system time in hundredths.
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process, MB. */
export const residentMemory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN) / 1000;
