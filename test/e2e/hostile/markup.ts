import assert from 'node:assert/strict';
import type { Actions } from './actions.js';

/** Markup, links, pictures and characters of the model. */
export function seesMarkupAsText({ log }: Actions): void {
  it('sees the markup of the model as text', async () => {
    for (const text of [
      "<script>parent.postMessage({type:'run'},'*')</script>",
      '<base href=',
      '<iframe srcdoc=',
      'command:workbench.action.quit',
    ])
      assert.ok((await log().getByText(text).count()) > 0, text);
    for (const css of [
      'script',
      'iframe',
      'object',
      'embed',
      'form',
      'base',
      'style',
      'link',
      'meta',
      'animate',
      'source',
      'picture',
      '[onerror]',
      '[onmouseover]',
      '[onclick]',
      '[onload]',
      '[srcdoc]',
      '[srcset]',
      '[id]',
      '[name]',
      // A checkbox has an empty one from the browser's page, a section of ours says how many lines it has, a state its color.
      '[style]:not([style=""], .section[style^="--lines: "], .state[style^="color: var(--vscode-"])',
    ])
      assert.deepEqual(
        await log()
          .locator(css)
          .evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 200))),
        [],
        css,
      );
  });

  it('has only links to the web and only embedded pictures', async () => {
    const links = await log()
      .locator('a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    // A file of the session is opened by the page's own handler.
    for (const link of links) assert.match(link ?? '', /^(https?:\/\/|mailto:|#$)/);
    const pictures = await log()
      .locator('img')
      .evaluateAll((all) => all.map((each) => each.getAttribute('src') ?? ''));
    for (const picture of pictures) assert.match(picture, /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/);
  });

  it('sees hidden and reordering characters', async () => {
    const text = (await log().textContent()) ?? '';
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/);
    assert.match(text, /⟨U\+202E⟩/);
  });
}
