import fc from 'fast-check';

/** Texts of few different lines, so that diffs have something in common to find. */
export const lineText = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        'a',
        'b',
        'c',
        '',
        ' ',
        '+x',
        '-y',
        '\\ z',
        '@@ -1 +1 @@',
        'ü',
        '--- q',
        'diff --git a/x b/x',
        'a\r',
      ),
      { maxLength: 24 },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([lines, final, crlf]) => lines.join(crlf ? '\r\n' : '\n') + (final && lines.length > 0 ? '\n' : ''));
