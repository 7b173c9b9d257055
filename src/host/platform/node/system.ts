/** The operating system that the extension host runs on. */
export const PLATFORM = process.platform;

export const IS_WINDOWS = PLATFORM === 'win32';

/** Whether file names are case-insensitive. */
export const IS_CASE_BLIND = IS_WINDOWS || PLATFORM === 'darwin';
