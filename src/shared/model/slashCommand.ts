import type { CommandInfo } from './entities.js';

/** A command of the server with its arguments. */
export interface SlashCommand {
  readonly name: string;
  readonly args: string;
}

/**
 * The slash command of a text, such as `/team/review src`. Names may hold any character, spaces included: the longest
 * known name wins. Undefined if there is none.
 */
export function slashCommandIn(text: string, commands: readonly CommandInfo[]): SlashCommand | undefined {
  if (!text.startsWith('/')) return undefined;
  const line = text.slice(1);
  const isCalled = ({ name }: CommandInfo): boolean =>
    name !== '' && line.startsWith(name) && (line.length === name.length || /\s/u.test(line.charAt(name.length)));
  const [found] = commands.filter(isCalled).toSorted((one, other) => other.name.length - one.name.length);
  return found === undefined ? undefined : { name: found.name, args: line.slice(found.name.length).trim() };
}

/** Takes the place of a slash command's name for a line that the sandbox's shell runs. */
export const SHELL_COMMAND = '!';

/** The shell command in a text such as `!npm test`; undefined if the text is none. */
export function shellLineIn(text: string): string | undefined {
  const line = text.startsWith(SHELL_COMMAND) ? text.slice(1).trim() : '';
  return line === '' ? undefined : line;
}

/** A command with its arguments as it was typed; the text if there is no command. */
export function writtenText({ command, text }: { readonly command?: string; readonly text: string }): string {
  if (command === undefined) return text;
  return command === SHELL_COMMAND ? `!${text}` : `/${command} ${text}`.trim();
}
