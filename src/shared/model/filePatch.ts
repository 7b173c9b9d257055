/** Consecutive lines of a patch: `lines` as in the patch (sign first), positions from 1. */
export interface PatchHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly string[];
}

/** One file of a patch. Names are as written there, unquoted, with their `a/` and `b/`; absent if /dev/null or not given. */
export interface FilePatch {
  readonly from?: string;
  readonly to?: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly renamed: boolean;
  readonly binary: boolean;
  readonly oldMode?: string;
  readonly newMode?: string;
  /** Abbreviated git ids of the contents before and after. */
  readonly blobs?: { readonly before: string; readonly after: string };
  readonly hunks: readonly PatchHunk[];
}
