import type { ChangeSet } from '../../../core/changes/changeSet.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';

/** The changes of a session or working tree, with the sandbox they belong to. */
export type SandboxChanges = ChangeSet<Sandbox>;
