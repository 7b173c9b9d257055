import assert from 'node:assert/strict';
import { createQueue } from '../../../src/webview/markdown/queue.js';
import { advance } from '../../../src/webview/markdown/renderScheduler.js';

describe('work that waits for a frame', () => {
  const frames: (() => void)[] = [];
  const queue = createQueue<void>((work) => void frames.push(work));
  const frame = (): void => frames.splice(0).forEach((work) => work());

  it('is done once per frame, the last first', () => {
    const done: string[] = [];
    for (const name of ['one', 'two', 'three']) queue(() => done.push(name));
    frame();
    assert.deepEqual(done, ['three']);
    queue(() => done.push('four'));
    for (let n = 0; n < 3; n++) frame();
    assert.deepEqual(done, ['three', 'four', 'two', 'one']);
    assert.deepEqual(frames, [], 'no frame is asked for in vain');
  });

  it('continues after a task that throws', () => {
    const done: string[] = [];
    queue(() => done.push('one'));
    queue(() => {
      throw new Error('broken');
    });
    assert.throws(frame, /broken/);
    frame();
    queue(() => done.push('two'));
    frame();
    assert.deepEqual(done, ['one', 'two']);
  });
});

describe('a text that is rendered in slices', () => {
  const text = 'A line of text.\n'.repeat(10_000);
  /** Frames until all of it is drawn, where each takes so many ms. */
  const framesOf = (ms: number): number => {
    let frames = 0;
    for (let shown = 0; shown < text.length; frames++) shown = advance(text, shown, 0, frames * ms);
    return frames;
  };

  it('takes small steps on a fast machine', () => assert.equal(framesOf(16), 16));
  it('finishes soon on a slow machine', () => assert.ok(framesOf(600) <= 4));
});
