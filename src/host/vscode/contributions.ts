import type { CommandArguments } from './commandArguments.js';

/** A menu item: the menu, its `when` clause, and its group with the order in it. */
export type MenuItem = readonly [menu: string, when: string, group: string];

/** A keybinding of a command; `args` is passed to the command. */
export interface Keybinding {
  readonly key: string;
  readonly mac?: string;
  readonly win?: string;
  readonly args?: string;
  readonly when: string;
}

/** A command; its title is `command.<name>` of package.nls.json. */
export interface CommandContribution {
  /** The shape of its arguments, as a key of `CommandArguments`. */
  readonly takes: keyof CommandArguments;
  /** Name of a codicon. */
  readonly icon?: string;
  /** The `when` clause for the Command Palette; always shown if absent. */
  readonly palette?: string;
  readonly menus?: readonly MenuItem[];
  readonly keys?: readonly Keybinding[];
}

/** A setting; its description is `setting.<name>` of package.nls.json, its scope is always the user's settings. */
export interface SettingContribution {
  readonly section: 'sandboxes' | 'chat' | 'local';
  /** Order in its section. */
  readonly order: number;
  /** JSON schema with the default value. */
  readonly schema: { readonly default: unknown; readonly [keyword: string]: unknown };
}

/** The contributions of a feature to the workbench; `npm run contributions` writes them to package.json. */
export interface Contributions {
  readonly commands?: Readonly<Record<string, CommandContribution>>;
  readonly settings?: Readonly<Record<string, SettingContribution>>;
  /** Other contribution points, in the format of package.json; those of several features are merged. */
  readonly points?: Readonly<Record<string, readonly unknown[] | Readonly<Record<string, readonly unknown[]>>>>;
}
