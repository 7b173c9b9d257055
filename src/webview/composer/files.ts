import type { Attachment } from '../../shared/model/entities.js';
import { MAX_ATTACHMENT_BYTES } from '../../shared/limits.js';

/** Reads dropped or pasted files as attachments with their content; also returns the names of files that are too large. */
export async function readFiles(
  files: readonly File[],
): Promise<{ attachments: readonly Attachment[]; refused: readonly string[] }> {
  const fitting = files.filter((file) => file.size <= MAX_ATTACHMENT_BYTES);
  const refused = files.filter((file) => file.size > MAX_ATTACHMENT_BYTES).map((file) => file.name);
  return { attachments: await Promise.all(fitting.map(read)), refused };
}

async function read(file: File): Promise<Attachment> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return {
    kind: 'content',
    name: file.name || 'pasted',
    mime: file.type || 'text/plain',
    data: btoa(binary),
    size: file.size,
  };
}
