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
