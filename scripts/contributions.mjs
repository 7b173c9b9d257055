// Writes the contributions of the features into package.json, and the types of commands and settings. --check only
// compares.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const FEATURES = 'src/host/features';
const TYPES = 'src/host/vscode/contributed.ts';
const PREFIX = 'opencodeSandbox';

/** Loads the table of each feature, by the name of its folder. */
async function readTables() {
  const names = readdirSync(FEATURES)
    .filter((name) => existsSync(`${FEATURES}/${name}/contributions.ts`))
    .toSorted();
  const contents = names.map((name) => `export { contributions as ${name} } from './${name}/contributions.js';`);
  const options = { bundle: true, write: false, format: 'esm', logLevel: 'error' };
  const { outputFiles } = await build({ ...options, stdin: { contents: contents.join('\n'), resolveDir: FEATURES } });
  const { text } = outputFiles[0];
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/** Adds a command with its menu items and keybindings to `contributes`. */
function addCommand(contributes, name, { icon, palette, menus = [], keys = [] }) {
  const command = `${PREFIX}.${name}`;
  const title = { title: `%command.${name}%`, category: 'OpenCode Sandbox' };
  contributes.commands.push({ command, ...title, ...(icon === undefined ? {} : { icon: `$(${icon})` }) });
  if (palette !== undefined) contributes.menus.commandPalette.push({ command, when: palette });
  for (const [menu, when, group] of menus) (contributes.menus[menu] ??= []).push({ command, when, group });
  for (const { when, ...rest } of keys) contributes.keybindings.push({ command, ...rest, when });
}

function addSetting(contributes, name, { section, order, schema }) {
  contributes.configuration.find(({ title }) => title === `%section.${section}%`).properties[`${PREFIX}.${name}`] = {
    ...schema,
    scope: 'application',
    order,
    markdownDescription: `%setting.${name}%`,
  };
}

/** Merges a contribution point with those of other features. */
function addPoint(contributes, name, value) {
  if (Array.isArray(value)) contributes[name] = [...(contributes[name] ?? []), ...value];
  else for (const [place, items] of Object.entries(value)) addPoint((contributes[name] ??= {}), place, items);
}

function contributesOf(tables) {
  const contributes = {
    commands: [],
    menus: { commandPalette: [] },
    keybindings: [],
    configuration: ['sandboxes', 'chat', 'local'].map((section, index) => ({
      title: `%section.${section}%`,
      order: index + 1,
      properties: {},
    })),
  };
  for (const { commands = {}, settings = {}, points = {} } of Object.values(tables)) {
    for (const [name, command] of Object.entries(commands)) addCommand(contributes, name, command);
    for (const [name, setting] of Object.entries(settings)) addSetting(contributes, name, setting);
    for (const [name, value] of Object.entries(points)) addPoint(contributes, name, value);
  }
  for (const section of contributes.configuration)
    section.properties = Object.fromEntries(
      Object.entries(section.properties).toSorted(([, one], [, other]) => one.order - other.order),
    );
  return contributes;
}

const literal = (value) => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, '\\$&')}'`;
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${literal(each)}`)
    .join(', ')} }`;
};

function typesOf(tables) {
  const withCommands = Object.entries(tables).filter(([, { commands }]) => commands !== undefined);
  const commands = withCommands.flatMap(([feature, table]) => [
    `  ${feature}: {`,
    ...Object.entries(table.commands).map(([name, { takes }]) => `    ${name}: '${takes}',`),
    '  },',
  ]);
  const settings = Object.values(tables).flatMap((table) =>
    Object.entries(table.settings ?? {}).map(([name, { schema }]) => `  ${name}: ${literal(schema.default)},`),
  );
  return [
    '// Written by `npm run contributions` from the tables beside the features. Do not edit.',
    '',
    '/** Every command by the feature that handles it, with the shape of its arguments. */',
    'export const COMMANDS = {',
    ...commands,
    '} as const;',
    '',
    '/** Every setting with its default. */',
    'export const SETTINGS = {',
    ...settings,
    '} as const;',
    '',
  ].join('\n');
}

const tables = await readTables();
const manifest = readFileSync('package.json', 'utf8');
const wanted = new Map([
  ['package.json', `${JSON.stringify({ ...JSON.parse(manifest), contributes: contributesOf(tables) }, null, 2)}\n`],
  [TYPES, typesOf(tables)],
]);
for (const [file, text] of wanted) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(
      `${file} differs from the contributions.ts of the features: change those, then npm run contributions.`,
    );
    process.exitCode = 1;
  } else writeFileSync(file, text);
}
