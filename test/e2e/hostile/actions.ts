// Shared by scenarios with a hostile server.
import type { Locator } from 'playwright-core';
import type { Workbench } from '../workbench.js';
import type { AskingServer } from './server.js';

/** Actions for a window on a hostile server. */
export interface Actions {
  window(): Workbench;
  server(): AskingServer;
  /** The conversation. */
  log(): Locator;
}
