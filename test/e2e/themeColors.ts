// The colors of VS Code's own themes that unit tests measure with, read in the real workbench.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Workbench } from './workbench.js';
import type { Theme } from './window/preferences.js';

const file = 'test/fixtures/themeColors.json';
type Colors = Readonly<Record<string, string>>;

const NAMES: Readonly<Record<Theme, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high contrast dark': 'Dark High Contrast',
  'high contrast light': 'Light High Contrast',
};

/** Colors of a theme in the tests and in the workbench; `UPDATE=1` accepts the latter. */
export async function themeColors({ page }: Workbench, theme: Theme): Promise<{ known: Colors; real: Colors }> {
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Colors>;
  const ids = [...new Set(Object.values(all).flatMap((colors) => Object.keys(colors)))].toSorted();
  const real = await page.locator('.monaco-workbench').evaluate((element, names) => {
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    const read = (id: string): string => style?.getPropertyValue(`--vscode-${id.replaceAll('.', '-')}`).trim() ?? '';
    return Object.fromEntries(names.map((id) => [id, read(id)]).filter(([, value]) => value !== ''));
  }, ids);
  const name = NAMES[theme];
  if (process.env['UPDATE'] === '1') {
    all[name] = real;
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  }
  return { known: all[name] ?? {}, real };
}
