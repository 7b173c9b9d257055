/** A hunk of a patch: `lines` as in the patch (sign first), line numbers from 1. */
export interface PatchHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly string[];
}

/** One file of a patch. Names are unquoted and keep their `a/` and `b/` prefix; absent if they are /dev/null or missing. */
export interface FilePatch {
  readonly from?: string;
  readonly to?: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly renamed: boolean;
  readonly binary: boolean;
  readonly oldMode?: string;
  readonly newMode?: string;
  /** Abbreviated Git object IDs of the contents before and after. */
  readonly blobs?: { readonly before: string; readonly after: string };
  readonly hunks: readonly PatchHunk[];
}
