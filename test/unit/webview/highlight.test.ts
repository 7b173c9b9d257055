import assert from 'node:assert/strict';
import fc from 'fast-check';
import { all, createLowlight } from 'lowlight';
import { colors, hasColors, type Node } from '../../../src/webview/markdown/highlight.js';

const lowlight = createLowlight(all);
const times = (n: number, make: (i: number) => string): string => Array.from({ length: n }, (_, i) => make(i)).join('');

/** Texts with the classes they stand in; neighbours of one kind are one. */
function runs(nodes: readonly Node[], outer = ''): readonly (readonly [string, string])[] {
  const all: [string, string][] = [];
  for (const { value, children, properties } of nodes)
    for (const [text, kind] of children === undefined
      ? [[value ?? '', outer] as const]
      : runs(children, `${outer} ${String(properties?.className)}`)) {
      const last = all.at(-1);
      if (last?.[1] === kind) last[0] += text;
      else all.push([text, kind]);
    }
  return all;
}
const pieces = (language: string, code: string): readonly (readonly Node[])[] =>
  [...colors(language, code)].map(({ nodes }) => nodes);

const samples: Readonly<Record<string, string>> = {
  typescript: times(
    90,
    (i) =>
      `/** Says ${i}. */\nexport function f${i}(a: string, b = ${i}): string {\n  return \`\${a} \${b}\`; // so\n}\n\n`,
  ),
  css: times(150, (i) => `.a${i} > b:hover {\n  color: #fff${i % 10};\n  margin: ${i}px;\n}\n`),
  json: `{\n${times(400, (i) => `  "key${i}": [${i}, true, "x"],\n`)}  "end": null\n}\n`,
  python: times(90, (i) => `def f${i}(a, b=${i}):\n    """Says\n\n    it."""\n    return f"{a} {b}"\n\n\n`),
  bash: times(120, (i) => `if [ "$a" = ${i} ]; then\n  echo "it is $a" # so\nfi\n\n`),
  diff: times(300, (i) => `@@ -${i} +${i} @@\n-old ${i}\n+new ${i}\n same\n`),
  yaml: times(300, (i) => `key${i}:\n  - "one" # so\n  - ${i}\n`),
  go: times(120, (i) => `// Says it.\nfunc f${i}(a string) int {\n\treturn ${i}\n}\n\n`),
};

describe('syntax highlighting', () => {
  for (const [language, code] of Object.entries(samples))
    it(`${language}: gives the same result in chunks as at once`, () => {
      const read = pieces(language, code);
      assert.ok(read.length > 2);
      assert.deepEqual(
        runs(read.flat()),
        runs(lowlight.highlight(language, code).children as unknown as readonly Node[]),
      );
    });

  it('does not end a chunk in the middle of a long comment', () => {
    const code = `const a = 1;\n\n/*\n${'It says more.\n\nAnd more.\n'.repeat(600)}*/\nconst b = 2;\n`;
    const [comment, ...others] = runs(pieces('typescript', code).flat()).filter(([, kind]) => /comment/.test(kind));
    assert.equal(comment?.[0].length, code.indexOf('*/') + 2 - code.indexOf('/*'));
    assert.equal(others.length, 0);
  });

  it('loses and adds no character, whatever the code', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('\n', '\n\n', '/*', '*/', '`', '"', "'", '${', '}', '<a>', '</a>', 'x'.repeat(900), '\r\n'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('typescript', 'xml', 'python', 'bash', 'yaml', 'diff'),
        fc.array(piece, { maxLength: 40 }),
        (language, parts) => {
          const code = parts.join('');
          const read = runs(pieces(language, code).flat());
          assert.equal(read.map(([text]) => text).join(''), code);
        },
      ),
    );
  });

  it('applies to known languages and to code of limited length', () => {
    assert.ok(hasColors('ts', 39_000));
    assert.ok(!hasColors('ts', 41_000));
    assert.ok(!hasColors('nonsense', 10));
  });
});
