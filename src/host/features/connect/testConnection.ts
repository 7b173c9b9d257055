import { l10n } from 'vscode';
import { probe, requiresConsent } from '../../../core/agent/connect.js';
import type { ServerIdentity, ServerKind } from '../../../core/agent/ports.js';
import { Failure, toFailure } from '../../../core/failure.js';
import type { Clock } from '../../../core/ports.js';
import type { Services } from '../../services/index.js';

/** Options of a connection test. */
export interface Attempt {
  readonly url: string;
  readonly secret?: string;
  readonly username?: string;
  /** The server kinds to detect; all if absent. */
  readonly kinds?: readonly ServerKind[];
  /** Plain http is allowed, by the settings or because the user has just allowed it. */
  readonly insecureAllowed: boolean;
}

/** Time in ms to wait for a machine to wake up. */
const WAKING = 60_000;
/** Delay in ms between attempts, unless the server sends `Retry-After`. */
const PAUSE = 2_000;

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      reject(new Failure('aborted', 'Canceled.'));
    });
  });

/**
 * Detects the server at an address and tests the credentials. Waits up to a minute for a machine that is waking up,
 * which `say` reports. Stores nothing.
 */
export async function testConnection(
  services: Pick<Services, 'clock' | 'fetch' | 'log' | 'redactor'>,
  attempt: Attempt,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<ServerIdentity> {
  const { clock, fetch, log, redactor } = services;
  const { url, secret, username, kinds, insecureAllowed } = attempt;
  if (secret !== undefined) redactor.add(secret, username);
  if (requiresConsent(url) && !insecureAllowed) throw new Failure('insecure', 'Plain http to another machine.');
  const started = clock.now();
  for (;;) {
    try {
      return await probe({
        url,
        fetch,
        logger: log,
        clock,
        signal,
        ...(secret === undefined ? {} : { secret }),
        ...(username === undefined ? {} : { username }),
        ...(kinds === undefined ? {} : { kinds }),
      });
    } catch (error) {
      const failure = toFailure(error);
      const waited = clock.now() - started;
      if (failure.kind !== 'waking' || waited > WAKING) throw failure;
      say(l10n.t('Waking up… {0} s', Math.round(waited / 1000)));
      await pause(clock, Math.min(Math.max(failure.retryAfter ?? PAUSE, 500), 5_000), signal);
    }
  }
}
