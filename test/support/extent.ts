// How much is run: all of it, or what a person waits for between two changes.

/** Set to `short` by the one who wants no more than that. */
export const extentVariable = 'TEST_EXTENT';

/** Tests that the short run leaves out: they take long, and what they hold seldom breaks alone. By parts of their paths. */
const LONG: readonly RegExp[] = [
  /\btest\W(soak|hostile)\W/,
  /test\Wcontract\W(?!losses|probe|prox|requests|sandbox)/,
  /test\Wextension\W(anyArguments|changesMany|folder|idle|local|participant|sandboxFiles|targets)\b/,
  /test\We2e\W(?!basics|several)/,
];

/** The files that are run now. */
export const within = (files: readonly string[]): readonly string[] =>
  process.env[extentVariable] === 'short' ? files.filter((file) => !LONG.some((long) => long.test(file))) : files;
