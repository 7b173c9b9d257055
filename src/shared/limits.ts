/** Bytes of a file that can go along with a prompt. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
