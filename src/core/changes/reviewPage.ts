import { Failure } from '../failure.js';
import type { ChangedFile } from './changeSet.js';
import type { Content } from './content.js';
import { inParallel } from './parallel.js';

/** Files per page of a review: an editor with thousands of diffs becomes unresponsive. */
export const REVIEW_PAGE = 200;

/** A page of a change set, grouped by whether a diff editor can show the files. */
export interface ReviewPage {
  readonly shown: readonly ChangedFile[];
  /** Files that could not be read. */
  readonly unread: readonly ChangedFile[];
  /** Files that a diff editor cannot show: binary, very large, or with an unknown side. */
  readonly hidden: readonly { readonly file: ChangedFile; readonly content: Content }[];
}

const isText = ({ kind }: Content): boolean => kind === 'text' || kind === 'absent';

/**
 * Reads both sides of files. A file with a missing side is listed instead of shown as an empty document. Throws if no
 * file could be read. `step` is called after each file.
 */
export async function readReviewPage(
  files: readonly ChangedFile[],
  signal?: AbortSignal,
  step: () => void = () => {},
): Promise<ReviewPage> {
  const shown: ChangedFile[] = [];
  const unread: ChangedFile[] = [];
  const hidden: { file: ChangedFile; content: Content }[] = [];
  let first: unknown;
  const order = new Map(files.map((file, index) => [file, index]));
  await inParallel(files, 6, async (file) => {
    signal?.throwIfAborted();
    try {
      const { before, after } = await file.sides(signal);
      const content = [after, before].find((side) => !isText(side));
      if (content === undefined) shown.push(file);
      else hidden.push({ file, content });
    } catch (error) {
      if (error instanceof Failure && error.kind === 'aborted') throw error;
      first ??= error;
      unread.push(file);
    }
    step();
  });
  if (files.length > 0 && unread.length === files.length) throw first;
  const place = (file: ChangedFile): number => order.get(file) ?? 0;
  return {
    shown: shown.toSorted((a, b) => place(a) - place(b)),
    unread: unread.toSorted((a, b) => place(a) - place(b)),
    hidden: hidden.toSorted((a, b) => place(a.file) - place(b.file)),
  };
}
