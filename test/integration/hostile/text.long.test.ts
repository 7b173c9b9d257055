// Hostile texts through the chat's processing before rendering.
import assert from 'node:assert/strict';
import { models as readModels } from '../../../src/core/agent/opencode1/entities/catalog.js';
import { part as readPart } from '../../../src/core/agent/opencode1/entities/part.js';
import { session as readSession } from '../../../src/core/agent/opencode1/entities/session.js';
import { changeProblem } from '../../../src/core/changes/fileHistory.js';
import { checkPath } from '../../../src/core/changes/paths.js';
import { plan } from '../../../src/core/changes/plan.js';
import { readPatch } from '../../../src/core/text/patch.js';
import { sensitivityOf } from '../../../src/core/changes/sensitive.js';
import { absent, text as content } from '../../../src/core/changes/content.js';
import { applyForward } from '../../../src/core/changes/applyPatch.js';
import { readable, visible } from '../../../src/webview/format.js';
import { createBlocks } from '../../../src/webview/markdown/blocks.js';
import { safeLink } from '../../../src/webview/markdown/links.js';
import { isPicture } from '../../../src/webview/ui/image.js';
import { ansi } from '../../../src/webview/tools/ansi.js';
import { heap, mb } from '../load/memory.js';
import { hostileAt, payloadOf } from '../../support/hostile.js';

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Every token of a tree of them. */
function* tokens(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && 'type' in value) yield value as Record<string, unknown>;
  for (const each of Object.values(value)) yield* tokens(each);
}

describe('hostile markdown', () => {
  for (const input of hostileAt('markdown text'))
    it(`${input.id}: is read whole, without an active link`, () => {
      const source = payloadOf(input).slice(0, 400_000);
      const blocks = createBlocks()(source, true);
      assert.equal(blocks.map(({ raw }) => raw).join('').length, source.replaceAll('\r', '').length);
      for (const token of tokens(blocks.map((block) => block.token)))
        if (token['type'] === 'link' || token['type'] === 'image')
          assert.match(safeLink(String(token['href'])) ?? 'https:', /^(https?|mailto):/);
    });

  it('md-25, md-26: marks what hides or reorders, and leaves emoji and scripts that need joiners alone', () => {
    assert.doesNotMatch(readable('`code` \u202e gnp.exe \u2066 // safe'), /[\u202e\u2066]/);
    assert.doesNotMatch(
      readable('A\u200b\u200c\u200d\u2060\ufeffB \u{e0041}\u{e0042}'),
      /[\u200b-\u200d\u2060\ufeff\u{e0041}]/u,
    );
    for (const honest of ['👩‍💻 and 👨‍👩‍👧', 'می‌خواهم', 'क्‍ष', 'plain text, über alles 日本'])
      assert.equal(readable(honest), honest);
    assert.equal(readable('a\ue000b'), 'a\ue000b'.replace('\ue000', '\ue000'));
  });

  it('md-22: of nested quotes and lists is parsed in linear time, even below the depth limit', () => {
    // This would not finish in exponential time.
    for (const unit of ['> ', '- ', '* ', '> - ', '1. '])
      for (let depth = 1; depth < 60; depth++)
        for (const end of ['', 'x', 'x\ny\n> z\n'])
          assert.ok(createBlocks()(unit.repeat(depth) + end, true).length >= 1);
  });

  it('of 64 KB of unpaired marks is shown as is instead of being parsed for seconds', () => {
    for (const mark of ['_a', '*a **b ', '[a](', '~a ', '> ', '- '])
      assert.ok(createBlocks()(mark.repeat(32_000), true).length >= 1);
    const [block] = createBlocks()('_a'.repeat(32_000), true);
    assert.equal(block?.token.type, 'plain');
    const honest = `${'A *long* paragraph of [prose](https://a.example) with some marks. '.repeat(200)}\n\n\`\`\`json\n${'[[1,2],[3,4]],'.repeat(2_000)}\n\`\`\`\n`;
    assert.ok(createBlocks()(honest, true).every(({ token }) => token.type !== 'plain'));
  });
});

describe('hostile tool output', () => {
  for (const input of hostileAt('tool output'))
    it(`${input.id}: leaves no control character and no link`, () => {
      const shown = ansi(payloadOf(input).slice(-200_000))
        .map(({ text }) => text)
        .join('');
      assert.doesNotMatch(shown, CONTROL);
      assert.doesNotMatch(shown, /\u001b|\u009b/);
    });
  for (const [id, kept] of [
    ['to-02', 'click'],
    ['to-05', 'hidden'],
    ['to-06', 'APPROVED by user'],
    ['to-11', '<img src=x onerror=alert(1)>'],
  ] as const)
    it(`${id}: keeps “${kept}” as plain text`, () => {
      const input = hostileAt('tool output').find((each) => each.id === id);
      assert.ok(
        ansi(input?.payload ?? '')
          .map(({ text }) => text)
          .join('')
          .includes(kept),
      );
    });
});

describe('hostile amounts', () => {
  it('to-10: of 50 MB of output both ends are kept, and the memory of the rest is given back', () => {
    const input = hostileAt('tool output').find(({ id }) => id === 'to-10');
    assert.ok(input);
    // In a separate call, since values that a stack frame references are not collected.
    const read = () =>
      readPart({
        id: 'prt_1',
        sessionID: 'ses_1',
        messageID: 'msg_1',
        type: 'tool',
        state: { status: 'completed', output: `first\n${payloadOf(input)}last` },
      });
    const before = heap();
    const part = read();
    const growth = heap() - before;
    console.log(`      kept ${mb(growth)}`);
    assert.ok(part?.type === 'tool');
    assert.match(part.output ?? '', /^first\n[\s\S]*… \d+ characters left out …[\s\S]*last$/);
    assert.ok(growth < 20 * 1024 * 1024, mb(growth));
  });
});

describe('hostile titles', () => {
  for (const place of ['session title', 'tool title'])
    for (const input of hostileAt(place))
      it(`${input.id}: is cut, and shows what it hides`, () => {
        const title = payloadOf(input);
        const session = readSession({ id: 'ses_1', title });
        assert.ok((session?.title.length ?? 0) <= 500);
        const part = readPart({ id: 'prt_1', sessionID: 'ses_1', messageID: 'msg_1', type: 'tool', state: { title } });
        assert.ok(part?.type === 'tool' && (part.title?.length ?? 0) <= 500);
        assert.doesNotMatch(visible(title.slice(0, 500)), /[\u200b\u202e\u2066]/);
      });
});

describe('hostile tool input', () => {
  it('h26: changes no prototype', () => {
    const part = readPart(
      JSON.parse(
        '{"id":"prt_1","sessionID":"ses_1","messageID":"msg_1","type":"tool","state":{"input":{"__proto__":{"polluted":true}}}}',
      ),
    );
    assert.equal(part?.type, 'tool');
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

describe('hostile images', () => {
  /** The start of a PNG with its size. */
  const png = (width: number, height: number): string => {
    const head = Buffer.alloc(60);
    head.write('\x89PNG\r\n\x1a\n', 'latin1');
    head.writeUInt32BE(width, 16);
    head.writeUInt32BE(height, 20);
    return `data:image/png;base64,${head.toString('base64')}`;
  };

  it('im-05: a picture is drawn for the size it claims, not for its name', () => {
    assert.equal(isPicture(png(800, 600)), true);
    for (const [width, height] of [
      [65_535, 65_535],
      [16_000, 16_000],
      [0, 10],
      [2 ** 31, 1],
    ] as const)
      assert.equal(isPicture(png(width, height)), false, `${width} × ${height}`);
    assert.equal(isPicture(png(800, 600).replace('image/png', 'image/gif')), true, 'bytes decide');
  });

  for (const input of hostileAt('image part').filter(({ id }) => id !== 'im-06'))
    it(`${input.id}: is shown by its name only`, () => assert.equal(isPicture(payloadOf(input)), false));

  it('im-06: an image of 80 MB is not kept', () => {
    const input = hostileAt('image part').find(({ id }) => id === 'im-06');
    assert.ok(input);
    const part = readPart({
      id: 'prt_1',
      sessionID: 'ses_1',
      messageID: 'msg_1',
      type: 'file',
      mime: 'image/png',
      filename: 'big.png',
      url: payloadOf(input),
    });
    assert.ok(part?.type === 'file');
    assert.deepEqual([part.url, part.filename], ['', 'big.png']);
  });
});

describe('hostile paths', () => {
  const disk = { windows: false, caseInsensitive: false };
  const act = (path: string) =>
    plan([{ path, before: absent, after: content('x'), local: { kind: 'absent' } }], disk)[0];
  /** Expected result of each: `own` is written after its own confirmation; links are tested on a real disk. */
  const outcome = (expectation: string): 'refused' | 'own' | 'plain' => {
    if (/separate|own group|same as|^as \./.test(expectation)) return 'own';
    return expectation.startsWith('refused') && !expectation.includes('allowed elsewhere') ? 'refused' : 'plain';
  };
  for (const { id, payload, expectation, kind } of hostileAt('file path in diff').filter(
    (each) => each.kind !== 'scenario',
  ))
    it(`${id}: ${expectation}`, () => {
      const path = kind === 'generated' ? `${'a/'.repeat(2_500)}x` : payload;
      const checked = checkPath(path);
      switch (outcome(expectation)) {
        case 'refused':
          return assert.equal(act(path)?.action, 'refused');
        case 'own':
          return assert.notEqual(sensitivityOf(path), undefined);
        case 'plain':
          return assert.ok(!checked.ok || checked.path === path, 'never expanded or decoded');
      }
    });
});

describe('hostile names of models and providers', () => {
  for (const input of hostileAt('provider name'))
    it(`${input.id}: is a name like any other`, () => {
      const name = payloadOf(input);
      const [model] = readModels({
        providers: [{ id: name, name, models: { [name]: { id: name, name } } }],
        default: { [name]: name },
      });
      assert.equal(model?.providerId, name);
      assert.doesNotMatch(visible(model?.name ?? ''), /\u200b/);
      assert.equal(({} as { id?: string }).id, undefined);
    });
});

describe('hostile patches', () => {
  for (const input of hostileAt('patch').filter((each) => each.kind !== 'scenario'))
    it(`${input.id}: is read or refused`, () => {
      const parsed = readPatch(payloadOf(input));
      if (input.id === 'pa-11') assert.equal(parsed.ok, false);
    });

  it('h40: numbers that no file has are refused', () => {
    const input = hostileAt('patch').find(({ id }) => id === 'h40');
    assert.ok(input);
    assert.equal(readPatch(`--- a/x\n+++ b/x\n${payloadOf(input)}`).ok, false);
  });

  it('h41: a patch with other line endings is refused entirely', () => {
    const read = readPatch('--- a/x\r\n+++ b/x\r\n@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+c\r\n');
    const [patch] = read.ok ? read.files : [];
    const after = patch === undefined ? undefined : applyForward('a\nb\n', patch);
    assert.ok(after === undefined || !after.includes('\r'), 'never mixed');
  });

  it('h44: a mode is shown, a symbolic link refused', () => {
    const mode = 'diff --git a/s b/s\nold mode 100644\nnew mode 100755\n';
    const link = 'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n';
    const read = readPatch(mode);
    assert.equal(read.ok && read.files[0]?.newMode, '100755');
    assert.equal(changeProblem({ path: 's', status: 'modified', additions: 0, deletions: 0, patch: mode }), undefined);
    assert.equal(
      changeProblem({ path: 'l', status: 'added', additions: 1, deletions: 0, patch: link }),
      'it is a symbolic link',
    );
  });
});
