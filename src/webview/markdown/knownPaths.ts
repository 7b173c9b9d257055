import { effect, signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { host } from '../bridge.js';
import { busy, frame } from '../state.js';

/** Limits: paths per request to the host, and cached paths per session. */
const MAX_ASKED = 100;
const MAX_KNOWN = 2_000;
/** Time in ms to collect paths, so that those of one message are requested together. */
const COLLECT_MS = 100;

/** Whether each path is a file of the session, as far as known. */
const known = new Map<string, Signal<boolean>>();
const waiting = new Set<string>();
let session: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

async function ask(): Promise<void> {
  timer = undefined;
  const paths = [...waiting].slice(0, MAX_ASKED);
  for (const path of paths) waiting.delete(path);
  if (waiting.size > 0) schedule();
  // If the host cannot answer, the paths stay text.
  const answer = await host.request('knownPaths', { paths }).catch(() => ({ known: [] }));
  for (const path of answer.known) {
    const is = known.get(path);
    if (is !== undefined) is.value = true;
  }
}

function schedule(): void {
  timer ??= setTimeout(() => void ask(), COLLECT_MS);
}

/** A file that did not exist may exist after a turn. */
effect(() => {
  if (busy.value) return;
  for (const [path, is] of known) if (!is.peek()) waiting.add(path);
  if (waiting.size > 0) schedule();
});

const NONE = signal(false);

/** The signal of a path, which is queued for a request; undefined if the cache is full. */
function knowledgeOf(path: string): Signal<boolean> {
  const before = known.get(path);
  if (before !== undefined || known.size >= MAX_KNOWN) return before ?? NONE;
  const is = signal(false);
  known.set(path, is);
  waiting.add(path);
  return is;
}

/** Whether the session has a file with this path; false until the host has confirmed it. */
export function useKnownPath(path: string | undefined): boolean {
  const shown = frame.value?.sessionId;
  if (session !== shown) {
    session = shown;
    known.clear();
    waiting.clear();
  }
  const is = path === undefined ? NONE : knowledgeOf(path);
  useEffect(() => {
    if (waiting.size > 0) schedule();
  }, [is]);
  return is.value;
}
