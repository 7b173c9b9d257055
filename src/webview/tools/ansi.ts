import { Screen, type Run, type Style } from './screen.js';

export type { Run } from './screen.js';

/** Escape sequences: CSI with a bounded body, OSC and other strings up to their end, single escapes, and their C1 forms. */
const ESCAPE =
  /(?:\u001b\[|\u009b)([0-9;:?<=>]{0,64})[ -/]{0,4}([@-~]?)|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]{0,100000}(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]{0,4}[0-~]?|[\b\n\r]/g;
const CONTROL = /[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\u007f-\u009f]/g;
/** Cursor moves other than line feeds, and erasing; without them, the text is used as is. */
const MOVES = /\r(?!\n)|\u0008|(?:\u001b\[|\u009b)[0-9;?]{0,64}[ABCDEFGJK]/;

/** Supported cursor moves; the origin of the window is unknown, so `H` is not supported. */
function move(screen: Screen, name: string, body: string): void {
  const given = Number.parseInt(body, 10);
  const count = Number.isNaN(given) ? 1 : Math.min(Math.max(given, 1), 10_000);
  const what = Number.isNaN(given) ? 0 : given;
  if (name === 'A' || name === 'F') screen.move(-count, 0);
  else if (name === 'B' || name === 'E') screen.move(count, 0);
  else if (name === 'C') screen.move(0, count);
  else if (name === 'D') screen.move(0, -count);
  else if (name === 'G') screen.toColumn(count - 1);
  else if (name === 'K') screen.eraseLine(what);
  else if (name === 'J' && what === 0) screen.eraseBelow();
  if (name === 'E' || name === 'F') screen.toColumn(0);
}

/**
 * Converts terminal output to styled runs, in the final state of the terminal: a progress bar that was redrawn many
 * times is one line. Supports colors, carriage returns, backspaces, cursor movement and erasing; drops every other
 * escape sequence and control character, so that output is always harmless. Takes linear time.
 */
export function ansi(text: string): readonly Run[] {
  const runs: Run[] = [];
  const screen = MOVES.test(text) ? new Screen() : undefined;
  let style: Style = {};
  const put = (piece: string): void => {
    const clean = piece.replace(CONTROL, '');
    if (clean === '') return;
    if (screen === undefined) runs.push({ text: clean, ...style });
    else screen.write(clean, style);
  };
  let at = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [all, body = '', name = ''] = match;
    // Without cursor moves, a line break is an ordinary character.
    if (screen === undefined && (all === '\n' || all === '\r' || all === '\b')) continue;
    put(text.slice(at, match.index));
    at = match.index + all.length;
    if (name === 'm') style = styled(body, style);
    else if (screen === undefined) continue;
    else if (all === '\n') screen.newLine();
    else if (all === '\r') screen.toColumn(0);
    else if (all === '\b') screen.move(0, -1);
    else if (!body.startsWith('?')) move(screen, name, body);
  }
  put(text.slice(at));
  return screen?.runs() ?? runs;
}

/** The style after these SGR codes. */
function styled(codes: string, before: Style): Style {
  const [color, bold] = sgr(codes, before.color, before.bold === true);
  return { ...(color === undefined ? {} : { color }), ...(bold ? { bold } : {}) };
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
