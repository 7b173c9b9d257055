/** Size limit of an attached file, in bytes. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
