import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { registerSessionCommands } from './commands.js';
import { findSession } from './find.js';
import { showTree } from './tree.js';

/** The tree of sandboxes and sessions, and what can be done there. */
export function register(services: Services): Disposable {
  const tree = showTree(services);
  return createBag(
    tree,
    registerSessionCommands(services, tree.selected),
    services.commands.register('findSession', () => findSession(services)),
  );
}
