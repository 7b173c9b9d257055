import type { PermissionRequest } from './entities.js';
import { describeCall } from './toolCall.js';

type Permission = Pick<PermissionRequest, 'call' | 'patterns' | 'permission'>;

/** The action that a permission would allow, in English: `Run a command`. */
export const permissionName = ({ call, permission }: Permission): string => describeCall({ call }).ask ?? permission;

/** The complete command of a permission, or the paths or addresses that it concerns. */
export function permissionDetail({ call, patterns }: Permission, separator: string): string {
  const command = call.kind === 'command' || call.kind === 'outside' ? call.command : '';
  return (call.kind === 'other' ? call.detail : command) || patterns.join(separator);
}
