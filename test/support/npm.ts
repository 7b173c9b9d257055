// How to run npm without a shell.
/** The command that runs npm with these arguments; on Windows, `npm` itself is a batch file, which only a shell can run. */
export const npmCommand = (...args: readonly string[]): readonly [program: string, ...args: string[]] => {
  const script = process.env['npm_execpath'];
  return script === undefined ? ['npm', ...args] : [process.execPath, script, ...args];
};
