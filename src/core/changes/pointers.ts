/** Number of bytes at the start of a file that are needed to detect a pointer. */
export const POINTER_HEAD = 512;

/** Whether a file contains only a pointer to content elsewhere (Git LFS, git-annex), or encrypted content of git-crypt. */
export function isPointer(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, POINTER_HEAD));
  return (
    /^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\//.test(text) ||
    text.startsWith('/annex/objects/') ||
    text.startsWith('\0GITCRYPT\0')
  );
}

/** The SHA-256 of the content that a Git LFS pointer refers to; undefined if it is not a pointer. */
export const lfsObject = (pointer: string): string | undefined =>
  pointer.startsWith('version https://') ? /^oid sha256:([0-9a-f]{64})$/m.exec(pointer.slice(0, 1024))?.[1] : undefined;
