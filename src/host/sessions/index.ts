import { createBag, type Disposable } from '../../core/emitter.js';
import type { Services } from '../services.js';
import { registerSessionCommands } from './commands.js';
import { findSession } from './find.js';
import { showTree } from './tree.js';

/** The tree of sandboxes and sessions, and what can be done there. */
export function register(services: Services): Disposable {
  return createBag(
    showTree(services),
    registerSessionCommands(services),
    services.commands.register('findSession', () => findSession(services)),
  );
}
