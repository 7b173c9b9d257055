/** The operating system that the extension host runs on. */
export const PLATFORM = process.platform;

export const IS_WINDOWS = PLATFORM === 'win32';

/** Two names that differ in case alone mean the same file. */
export const IS_CASE_BLIND = IS_WINDOWS || PLATFORM === 'darwin';
