import assert from 'node:assert/strict';
import { createEmitter } from '../../../../src/core/emitter.js';
import type { Sandbox } from '../../../../src/core/sandbox/sandbox.js';
import { forEachSandbox } from '../../../../src/host/services/forEachSandbox.js';

describe('subscriptions to all sandboxes', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((id) => ({ profile: { id } }) as unknown as Sandbox);
  assert.ok(one && two && three);
  const begin = (all: readonly Sandbox[]) => {
    const changed = createEmitter<readonly Sandbox[]>();
    const heard: string[] = [];
    const following = forEachSandbox({ all, onDidChange: changed.event }, ({ profile }) => {
      heard.push(`+${profile.id}`);
      return { dispose: () => void heard.push(`-${profile.id}`) };
    });
    return { changed, heard, following };
  };

  it('include existing and added sandboxes, each once, until it is removed', () => {
    const { changed, heard } = begin([one, two]);
    changed.fire([one, two, three]);
    changed.fire([three, one]);
    changed.fire([three, one]);
    assert.deepEqual(heard, ['+one', '+two', '+three', '-two']);
  });

  it('end when they are disposed', () => {
    const { changed, heard, following } = begin([one]);
    following.dispose();
    changed.fire([one, two]);
    assert.deepEqual(heard, ['+one', '-one']);
    assert.equal(changed.size, 0);
  });
});
