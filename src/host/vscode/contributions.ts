import type { CommandArguments } from './commandArguments.js';

/** An item of a menu: its place, when it is shown, and its group with the order in it. */
export type MenuItem = readonly [menu: string, when: string, group: string];

/** A key that runs a command; `args` is handed to it. */
export interface Keybinding {
  readonly key: string;
  readonly mac?: string;
  readonly win?: string;
  readonly args?: string;
  readonly when: string;
}

/** A command; its title is `command.<name>` of package.nls.json. */
export interface CommandContribution {
  /** What it takes, by the name of the shape in `CommandArguments`. */
  readonly takes: keyof CommandArguments;
  /** Name of a codicon. */
  readonly icon?: string;
  /** When the palette offers it; without this, always. */
  readonly palette?: string;
  readonly menus?: readonly MenuItem[];
  readonly keys?: readonly Keybinding[];
}

/** A setting; its description is `setting.<name>` of package.nls.json, its scope always the user's. */
export interface SettingContribution {
  readonly section: 'sandboxes' | 'chat' | 'local';
  /** Place in its section. */
  readonly order: number;
  /** JSON schema with the default. */
  readonly schema: { readonly default: unknown; readonly [keyword: string]: unknown };
}

/** What a feature contributes to the workbench; `npm run contributions` writes it into package.json. */
export interface Contributions {
  readonly commands?: Readonly<Record<string, CommandContribution>>;
  readonly settings?: Readonly<Record<string, SettingContribution>>;
  /** Other contribution points, as they stand in package.json; those of several features are joined. */
  readonly points?: Readonly<Record<string, readonly unknown[] | Readonly<Record<string, readonly unknown[]>>>>;
}
