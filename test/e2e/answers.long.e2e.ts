import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seriousIn } from './axe.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { version1 } from './versions.js';
import { actionsOf } from './parts/actions.js';

const ANSWER = `Done: \`src/app/[id]/page.tsx:2\`, \`Makefile\`, \`Node.js\` and [the file](src/My%20File.ts#L3). Takes ~3~5 minutes, ~~not~~ more.

[INFO]: started
[WARN]: skipped

Inline \\(x_1 + y_1\\) and $a_1 * b_2 * c_3$; costs $5 and $10.

$$
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
$$

含**「重点」**内容。 **粗体。**后文. Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O, E = mc<sup>2</sup>.

| Step | File that was changed | Amount |
|:--|:-:|--:|
| 1 | \`src/app/[id]/page.tsx\` | first<br>second |
| 2 | everything in the invoice renderer | 1,000.00 |

בוצע: עדכנתי את \`greet()\` בקובץ src/a.ts, שורה 10. **3 בדיקות** עברו!

- פריט ראשון
- פריט שני

لطفاً کتاب‌ها را بررسی کن، می‌خواهم. Family 👨‍👩‍👧 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿.

## What is left

> A quote with \`code\`, **bold** and [a link](https://example.com).

\`\`\`ts
// A comment
export const answer: string = 'forty-two';
\`\`\`

- [x] done
- [ ] still open

The end.`;

describe('a person reads answers of every kind', () => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      model: {
        scripts: {
          text: [{ text: ANSWER }],
          bar: [
            {
              tools: [
                {
                  name: 'bash',
                  args: {
                    command: "printf '\\rdownloading 10%%\\rdownloading 100%%\\ndone\\n'",
                    description: 'Download',
                  },
                },
              ],
            },
            { text: 'It is there.' },
          ],
        },
      },
    });
    const folder = fixture.server.workspace;
    mkdirSync(join(folder, 'src/app/[id]'), { recursive: true });
    writeFileSync(join(folder, 'src/app/[id]/page.tsx'), 'export const one = 1;\nexport const two = 2;\n');
    writeFileSync(join(folder, 'src/My File.ts'), '// one\n// two\n// three of my file\n');
    writeFileSync(join(folder, 'Makefile'), 'all:\n');
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'Box');
  });
  closes(() => fixture);
  const actions = actionsOf(() => fixture, version1);

  it('with only files of the sandbox as buttons', async () => {
    await actions.turn('text', 'The end.');
    const log = actions.log();
    await log.getByRole('button', { name: 'src/app/[id]/page.tsx:2' }).waitFor();
    await log.getByRole('button', { name: 'Makefile' }).waitFor();
    assert.equal(await log.getByRole('button', { name: 'Node.js' }).count(), 0);
    await fixture.window.screenshot('answers');
  });

  it('with text in its own direction', async () => {
    const directions = await actions
      .log()
      .locator('.markdown p, .markdown ul')
      .evaluateAll((all) => all.map((one) => [one.textContent?.slice(0, 5), getComputedStyle(one).direction]));
    assert.deepEqual(
      directions.filter(([, direction]) => direction === 'rtl').map(([words]) => words),
      ['בוצע:', 'פריט ', 'لطفاً'],
    );
  });

  it('and opens the file of a link at its line', async () => {
    await actions.log().getByRole('link', { name: 'the file' }).click();
    const { page } = fixture.window;
    await page.getByRole('tab', { name: /My File\.ts/ }).waitFor();
    await page.getByText('Ln 3, Col 1').waitFor();
  });

  it('and output that overwrites itself as in a terminal', async () => {
    await actions.turn('bar', 'It is there.');
    const card = actions.card(/^bash/);
    await actions.unfold(card);
    const output = card.locator('.output pre');
    await output.waitFor();
    assert.equal((await output.textContent())?.trim(), 'downloading 100%\ndone');
    await fixture.window.screenshot('answers-output');
  });

  it('in a narrow view, light', async () => {
    await fixture.window.theme('light');
    await fixture.window.page.setViewportSize({ width: 640, height: 900 });
    await actions.log().getByText('Done:').first().scrollIntoViewIfNeeded();
    await fixture.window.screenshot('answers-light-narrow');
    const styles = await actions.log().evaluate((log) => {
      const cell = log.querySelector('td') ?? log;
      return [getComputedStyle(cell).overflowWrap, getComputedStyle(document.body).colorScheme];
    });
    assert.deepEqual(styles, ['normal', 'light'], 'a table breaks no word, and controls are those of the theme');
  });

  it('in high contrast, with no serious axe violations', async () => {
    const { window } = fixture;
    await window.page.setViewportSize({ width: 900, height: 1200 });
    for (const theme of ['high contrast dark', 'high contrast light'] as const) {
      await window.theme(theme);
      await actions.log().getByRole('heading', { name: 'What is left' }).scrollIntoViewIfNeeded();
      await window.screenshot(`answers-${theme.replaceAll(' ', '-')}`);
      const styles = await actions.log().evaluate((log) => {
        const styleOf = (css: string): CSSStyleDeclaration => getComputedStyle(log.querySelector(css) ?? log);
        return [styleOf('blockquote p').color === styleOf('p').color, styleOf('blockquote code').outlineStyle];
      });
      assert.deepEqual(styles, [true, 'solid'], `${theme}: nothing is dimmed, and code has a border`);
      assert.deepEqual(await seriousIn(window), [], theme);
    }
  });
});
