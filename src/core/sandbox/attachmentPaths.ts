import type { Attachment } from '../../shared/model/entities.js';
import { absoluteIn } from '../changes/paths.js';

/** A prompt whose sandbox files are named from the root: servers take no other paths. */
export const withAbsolutePaths = <T extends { readonly attachments: readonly Attachment[] }>(
  prompt: T,
  directory: string,
): T => ({
  ...prompt,
  attachments: prompt.attachments.map((one) =>
    one.kind === 'sandboxFile' && one.path !== undefined ? { ...one, path: absoluteIn(directory, one.path) } : one,
  ),
});
