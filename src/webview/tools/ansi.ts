/** A run of terminal text in one style; `color` is 0–15 of the terminal's palette. */
export interface Run {
  readonly text: string;
  readonly color?: number;
  readonly bold?: boolean;
}

/**
 * Terminal output as styled runs. Only colors are understood; every other escape and control character is dropped, so
 * that no output can do anything but be read. Linear in the text.
 */
export function ansi(text: string): readonly Run[] {
  const runs: Run[] = [];
  let color: number | undefined;
  let bold = false;
  const put = (piece: string): void => {
    const clean = piece.replace(/\r(?!\n)[^\n]{0,0}|[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\u007f-\u009f]/g, '');
    if (clean !== '') runs.push({ text: clean, ...(color === undefined ? {} : { color }), ...(bold ? { bold } : {}) });
  };
  // CSI with a bounded body; OSC and other strings up to their end; single escapes; their C1 forms.
  const escape =
    /(?:\u001b\[|\u009b)([0-9;:?<=>]{0,64})[ -/]{0,4}([@-~]?)|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]{0,100000}(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]{0,4}[0-~]?/g;
  let at = 0;
  for (const match of text.matchAll(escape)) {
    put(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') [color, bold] = sgr(match[1] ?? '', color, bold);
  }
  put(text.slice(at));
  return runs;
}

function sgr(codes: string, before: number | undefined, wasBold: boolean): [number | undefined, boolean] {
  let color = before;
  let bold = wasBold;
  const list = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < list.length; i++) {
    const code = list[i] ?? 0;
    if (code === 0) [color, bold] = [undefined, false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code >= 30 && code <= 37) color = code - 30;
    else if (code >= 90 && code <= 97) color = code - 82;
    else if (code === 39) color = undefined;
    else if (code === 38 || code === 48) {
      const palette = list[i + 1] === 5;
      if (palette && code === 38 && (list[i + 2] ?? 16) < 16) color = list[i + 2];
      i += palette ? 2 : 4;
    }
  }
  return [color, bold];
}
