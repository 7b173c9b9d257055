// Messages between the run and its windows.

/** From the run to a window. */
export type ToWindow =
  | { readonly type: 'write'; readonly sessionId: string; readonly text: string }
  /** Moves its clock, until it is moved back. */
  | { readonly type: 'clock'; readonly shift: number }
  /** Lets writing the outbox fail, or work again. */
  | { readonly type: 'disk'; readonly isFull: boolean }
  /** Lets the name of the server resolve, or not. */
  | { readonly type: 'names'; readonly isBroken: boolean }
  | { readonly type: 'focus' }
  /** Sends again by hand what failed. */
  | { readonly type: 'retry' }
  /** Continues the queue of sessions that are idle. */
  | { readonly type: 'continue' }
  | { readonly type: 'report' };

/** From a window to the run. */
export type FromWindow =
  /** The input is empty again: from now on the prompt must arrive. */
  | { readonly type: 'accepted'; readonly text: string; readonly isKept: boolean }
  /** It is now on disk or on the server. */
  | { readonly type: 'kept'; readonly text: string }
  /** A prompt waits for the user without their doing. */
  | { readonly type: 'failed'; readonly text: string; readonly reason: string }
  | {
      readonly type: 'report';
      readonly phase: string;
      readonly pending: readonly string[];
      /** What each pending prompt waits for, to explain a run that does not settle. */
      readonly waits: readonly string[];
      /** Prompts that wait on the server, as the window shows them, and those of them in idle sessions. */
      readonly inbox: readonly string[];
      readonly stopped: readonly string[];
    };

/** How a window begins, as its only argument. */
export interface WindowStart {
  readonly url: string;
  readonly secret: string;
  /** Where the windows of this machine keep prompts. */
  readonly folder: string;
  readonly sessions: readonly string[];
}
