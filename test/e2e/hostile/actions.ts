// What scenarios of the hostile server share.
import type { Locator } from 'playwright-core';
import type { Workbench } from '../workbench.js';
import type { AskingServer } from './server.js';

/** Hands for a window on a hostile server. */
export interface Hands {
  window(): Workbench;
  server(): AskingServer;
  /** The conversation. */
  log(): Locator;
}
