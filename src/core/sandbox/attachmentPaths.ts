import type { Attachment } from '../../shared/model/entities.js';
import { absoluteIn } from '../changes/paths.js';

/** Makes the paths of a prompt's sandbox files absolute, as servers require. */
export const withAbsolutePaths = <T extends { readonly attachments: readonly Attachment[] }>(
  prompt: T,
  directory: string,
): T => ({
  ...prompt,
  attachments: prompt.attachments.map((one) =>
    one.kind === 'sandboxFile' && one.path !== undefined ? { ...one, path: absoluteIn(directory, one.path) } : one,
  ),
});
