import type { FilePart } from '../../../../shared/model/entities.js';
import { defined, field, text } from '../read.js';
import { boundedData } from './limits.js';
import type { PartBase } from './partBase.js';

/** The path in the sandbox of a `file:` URL. */
function pathOf(url = ''): string | undefined {
  const path = /^file:\/\/(\/[^?#]*)/.exec(url)?.[1];
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export const filePart = (base: PartBase, value: unknown): FilePart =>
  defined({
    ...base,
    type: 'file' as const,
    mime: text(value, 'mime') ?? 'application/octet-stream',
    filename: text(value, 'filename'),
    url: boundedData(text(value, 'url') ?? ''),
    path: text(field(value, 'source'), 'path') ?? pathOf(text(value, 'url')),
  });
