import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { STATES } from '../../src/shared/model/states.js';
import { contrast, over, readColor } from '../support/contrast.js';

type Theme = Readonly<Record<string, string>>;

/** The colors of each theme, read in the workbench; the end-to-end suite compares them with the real ones. */
const themes = JSON.parse(readFileSync('test/fixtures/themeColors.json', 'utf8')) as Readonly<Record<string, Theme>>;

/** Backgrounds of a state: the side bar, a hovered or selected row, an editor, a request of the agent. */
const BACKGROUNDS = [
  'sideBar.background',
  'list.hoverBackground',
  'list.inactiveSelectionBackground',
  'editor.background',
  'editorWidget.background',
];
/** WCAG 2.1, 1.4.11 for what is no text; 1.4.3 for text. */
const ICON = 3;
const TEXT = 4.5;

/** Where this color has less contrast than `least` in a theme. A color that a theme leaves out is that of text. */
function tooPale(theme: Theme, color: string, least: number): readonly string[] {
  assert.ok(
    Object.values(themes).some((one) => one[color] !== undefined),
    `${color} is no color of a theme`,
  );
  const base = readColor(theme['sideBar.background'] ?? '');
  const front = readColor(theme[color] ?? theme['foreground'] ?? '');
  return BACKGROUNDS.flatMap((name) => {
    const value = theme[name];
    if (value === undefined) return [];
    const seen = contrast(front, over(readColor(value), base));
    return seen < least ? [`${color} on ${name}: ${seen.toFixed(2)}`] : [];
  });
}

describe('contrast in VS Code’s own themes', () => {
  it('is computed as WCAG defines it', () => {
    assert.equal(contrast(readColor('#000'), readColor('#ffffff')), 21);
    assert.equal(contrast(readColor('#777777'), readColor('rgb(255, 255, 255)')).toFixed(2), '4.48');
    assert.ok(contrast(readColor('rgba(234, 92, 0, 0.33)'), readColor('#181818')) < 2, 'an orange that shines through');
  });

  it('has the colors of both modern themes and both high contrasts', () => {
    for (const name of ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'])
      assert.ok(themes[name] !== undefined, name);
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`is at least 3:1 for every icon of a state in ${name}`, () => {
      const colors = new Set(
        Object.values(STATES).flatMap((looks) => Object.values(looks).map(({ color }) => color ?? 'icon.foreground')),
      );
      // The chat dims icons without a color of their own.
      colors.add('descriptionForeground');
      assert.deepEqual(
        [...colors].flatMap((color) => tooPale(theme, color, ICON)),
        [],
      );
    });

    it(`is at least 4.5:1 for the number on the status bar in ${name}`, () => {
      const { 'statusBarItem.warningBackground': back, 'statusBarItem.warningForeground': front } = theme;
      if (back === undefined || front === undefined) return;
      assert.ok(contrast(readColor(front), readColor(back)) >= TEXT);
    });
  }
});
