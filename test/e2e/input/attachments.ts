import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actions } from './actions.js';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

/** Pasted and dropped files. */
export function attachesFiles({ fixture, chat, log, input, rest, asked }: Actions): void {
  it('attaches pasted and dropped files with their sizes; files that are too large are rejected', async () => {
    const { window } = fixture();
    await rest();
    const give = (kind: 'paste' | 'drop', name: string, type: string, base64: string, times = 1): Promise<void> =>
      input().evaluate(
        (element, [event, file, mime, data, count]) => {
          const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(
            new File(
              Array.from({ length: count }, () => bytes),
              file,
              { type: mime },
            ),
          );
          element.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
              : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
        },
        [kind, name, type, base64, times] as const,
      );
    await give('paste', 'dot.png', 'image/png', pixel);
    await give('drop', 'words.txt', 'text/plain', Buffer.from('dropped words').toString('base64'));
    const chips = chat().getByRole('list', { name: 'Attachments' });
    await chips.getByText('dot.png').waitFor();
    await chips.getByText('13 B').waitFor();
    await give('drop', 'huge.bin', 'application/octet-stream', Buffer.alloc(1024 * 1024).toString('base64'), 11);
    await chat()
      .getByText(/huge\.bin is larger than 10\.5 MB/)
      .waitFor();
    await window.screenshot('input-dropped');
    await chips.getByRole('button', { name: 'Remove words.txt' }).click();
    await give('drop', 'words.txt', 'text/plain', Buffer.from('dropped words').toString('base64'));
    await input().fill('[[hello]] with files');
    await input().press('Enter');
    await log().getByText('Hello.').nth(2).waitFor();
    const last = log().locator('article.user').last();
    await last.locator('img.attached').waitFor();
    assert.match(asked('hello'), /dropped words/);
    assert.match(asked('hello'), new RegExp(pixel.slice(0, 40)));
    await fixture().window.screenshot('input-sent-files');
  });
}

/** Files too large to be mentioned. */
export function mentionsLargeFiles({ fixture, chat, input }: Actions): void {
  it('is notified of files that are too large for the button', async () => {
    const { window, workbench } = fixture();
    writeFileSync(join(workbench.folder, 'large.bin'), Buffer.alloc(11 * 1024 * 1024));
    await window.press(/Title hello/);
    // Otherwise a completion of the previous session could appear.
    await chat()
      .locator('header', { hasText: /Title hello/ })
      .waitFor();
    await input().fill('@large');
    await chat()
      .getByRole('option', { name: /large\.bin/ })
      .first()
      .click();
    await chat()
      .getByText(/large\.bin is 11\.0 MB; at most 10 MB can be sent/)
      .waitFor();
    await input().fill('');
  });
}
