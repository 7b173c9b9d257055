import assert from 'node:assert/strict';
import { isTyped, watchKeys } from '../../../src/webview/markdown/afterPaint.js';

describe('typed text', () => {
  const frames: (() => void)[] = [];
  const before = globalThis.requestAnimationFrame;
  beforeEach(() => {
    globalThis.requestAnimationFrame = (work) => frames.push(() => work(0));
  });
  afterEach(() => {
    globalThis.requestAnimationFrame = before;
  });
  const paint = async (): Promise<void> => {
    for (const frame of frames.splice(0)) frame();
    await new Promise((after) => setTimeout(after));
  };

  it('has priority until the frame that shows it is painted, even if a second key follows', async () => {
    const window = new EventTarget();
    watchKeys(window as Window);
    assert.equal(isTyped(), false);
    window.dispatchEvent(new Event('keydown'));
    assert.equal(isTyped(), true);
    const first = frames.splice(0);
    window.dispatchEvent(new Event('keydown'));
    const second = frames.splice(0, frames.length, ...first);
    await paint();
    assert.equal(isTyped(), true);
    frames.push(...second);
    await paint();
    assert.equal(isTyped(), false);
  });
});
