import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MAX_PLACEHOLDER, placeholderFor, sendNowLabel } from '../../../src/webview/composer/hints.js';
import { texts } from '../../../src/webview/l10n.js';

const german = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Readonly<Record<string, string>>;

describe('the hint in the empty input', () => {
  afterEach(() => (texts.value = {}));

  for (const [language, bundle] of Object.entries({ English: {}, German: german }))
    it(`fits into a narrow side bar in ${language}`, () => {
      texts.value = bundle;
      const hints = [true, false].flatMap((isBusy) => [placeholderFor(isBusy, true), placeholderFor(isBusy, false)]);
      assert.deepEqual(
        hints.filter((hint) => hint.length > MAX_PLACEHOLDER),
        [],
      );
    });

  it('leaves the keys that send into the running turn to the button', () => {
    assert.equal(sendNowLabel(false, true), 'Send Now (Ctrl+Enter)');
    assert.equal(sendNowLabel(false, false), 'Send Now (Ctrl+Shift+Enter)');
    assert.equal(sendNowLabel(true, true), 'Send Now (⌘Enter)');
  });
});
