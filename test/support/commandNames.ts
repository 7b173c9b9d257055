import { COMMANDS } from '../../src/host/vscode/contributed.js';
import type { CommandName } from '../../src/host/vscode/ids.js';

/** Every command of the extension, by its name after `opencodeSandbox.`. */
export const COMMAND_NAMES = Object.values(COMMANDS).flatMap((commands) => Object.keys(commands) as CommandName[]);
