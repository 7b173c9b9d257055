// What scenarios of the hostile server share.
import type { Locator } from 'playwright-core';
import type { HostileServer } from '../../support/hostile.js';
import type { Workbench } from '../workbench.js';

/** Hands for a window on a hostile server. */
export interface Hands {
  window(): Workbench;
  server(): HostileServer;
  /** The conversation. */
  log(): Locator;
}
