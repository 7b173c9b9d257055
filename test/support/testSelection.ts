// Which tests run: all of them, or the short selection to wait for between two changes.

/** Environment variable; `short` leaves the long tests out. */
export const selectionVariable = 'TEST_SELECTION';

/** Files named `*.long.test.ts` or `*.long.e2e.ts` take long, and rarely fail alone. */
const isLong = (file: string): boolean => /\.long\.(test|e2e)\.[cm]?[jt]s$/.test(file);

/** Whether only the short selection runs. */
export const isShortSelection = (): boolean => process.env[selectionVariable] === 'short';

/** The files to run now. */
export const selectTests = (files: readonly string[]): readonly string[] =>
  isShortSelection() ? files.filter((file) => !isLong(file)) : files;
