import { effect, signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { host } from '../bridge.js';
import { busy, frame } from '../state.js';

/** Paths of one question to the host, and of one session that are remembered. */
const MAX_ASKED = 100;
const MAX_KNOWN = 2_000;
/** What one answer names is asked in one go. */
const COLLECT_MS = 100;

/** Whether the session has a file of this path, as far as the host said. */
const known = new Map<string, Signal<boolean>>();
const waiting = new Set<string>();
let session: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

async function ask(): Promise<void> {
  timer = undefined;
  const paths = [...waiting].slice(0, MAX_ASKED);
  for (const path of paths) waiting.delete(path);
  if (waiting.size > 0) schedule();
  // A host that cannot tell leaves them as text.
  const answer = await host.request('knownPaths', { paths }).catch(() => ({ known: [] }));
  for (const path of answer.known) {
    const is = known.get(path);
    if (is !== undefined) is.value = true;
  }
}

function schedule(): void {
  timer ??= setTimeout(() => void ask(), COLLECT_MS);
}

/** What was not there may be there after a turn. */
effect(() => {
  if (busy.value) return;
  for (const [path, is] of known) if (!is.peek()) waiting.add(path);
  if (waiting.size > 0) schedule();
});

const NONE = signal(false);

/** What is known of a path, to be asked for; nothing where too much is remembered already. */
function knowledgeOf(path: string): Signal<boolean> {
  const before = known.get(path);
  if (before !== undefined || known.size >= MAX_KNOWN) return before ?? NONE;
  const is = signal(false);
  known.set(path, is);
  waiting.add(path);
  return is;
}

/** Does the session have a file of this path? False until the host has said so. */
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
