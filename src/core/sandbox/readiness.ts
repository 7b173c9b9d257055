import type { AgentServer } from '../agent/ports.js';
import { createBag, createEmitter, type Disposable } from '../emitter.js';
import { Failure } from '../failure.js';
import type { Clock } from '../ports.js';

/** Timeout of `wait` in ms, as long as the slowest read of a connection. */
const READY_TIMEOUT_MS = 60_000;

/** Lets actions wait for the outcome of a connection attempt. */
export class Readiness implements Disposable {
  readonly #clock: Clock;
  readonly #outcomes = createEmitter<AgentServer | Failure>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reports that an attempt succeeded or failed. */
  report(outcome: AgentServer | Failure): void {
    this.#outcomes.fire(outcome);
  }

  /** Resolves with the server of the next attempt, which `connect` starts. */
  wait(connect: () => void): Promise<AgentServer> {
    return new Promise((resolve, reject) => {
      const done = createBag();
      const settle = (outcome: AgentServer | Failure): void => {
        done.dispose();
        if (outcome instanceof Failure) reject(outcome);
        else resolve(outcome);
      };
      const late = new Failure('unreachable', 'The sandbox did not respond in time.');
      done.add({ dispose: this.#clock.after(READY_TIMEOUT_MS, () => settle(late)) });
      done.add(this.#outcomes.event(settle));
      connect();
    });
  }

  dispose(): void {
    this.#outcomes.dispose();
  }
}
