/** A style of terminal text; `color` is 0–15 of the terminal's palette. */
export interface Style {
  readonly color?: number;
  readonly bold?: boolean;
}

/** A run of terminal text in one style. */
export interface Run extends Style {
  readonly text: string;
}

/** Limit of cursor moves beyond the text: the width of a terminal. */
const MAX_COLUMNS = 200;

interface Cell {
  readonly letter: string;
  readonly style: Style;
}

const BLANK: Cell = { letter: ' ', style: {} };
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
// Most output is plain ASCII: one column per character.
const PLAIN = /^[\u0020-\u007e]*$/;

/** An unbounded terminal screen, in which a program writes, moves the cursor and erases. */
export class Screen {
  readonly #lines: Cell[][] = [[]];
  #row = 0;
  #column = 0;

  write(text: string, style: Style): void {
    const line = this.#line();
    const all = PLAIN.test(text) ? text : Array.from(letters.segment(text), ({ segment }) => segment);
    for (const letter of all) {
      while (line.length < this.#column) line.push(BLANK);
      line[this.#column++] = { letter, style };
    }
  }

  newLine(): void {
    this.#row += 1;
    this.#column = 0;
  }

  toColumn(column: number): void {
    this.#column = Math.min(Math.max(0, column), Math.max(MAX_COLUMNS, this.#line().length));
  }

  /** Moves the cursor within the written text. */
  move(rows: number, columns: number): void {
    this.#row = Math.min(Math.max(0, this.#row + rows), Math.max(this.#row, this.#lines.length - 1));
    this.toColumn(this.#column + columns);
  }

  /** Erases from the cursor to the end of the line (0), from its beginning to the cursor (1), or all of it (2). */
  eraseLine(what: number): void {
    const line = this.#line();
    if (what === 2) line.length = 0;
    else if (what === 1) line.fill(BLANK, 0, Math.min(line.length, this.#column + 1));
    else line.length = Math.min(line.length, this.#column);
  }

  /** Erases all following lines; the lines above are kept even if everything is erased, so that output is never lost. */
  eraseBelow(): void {
    this.eraseLine(0);
    this.#lines.length = Math.min(this.#lines.length, this.#row + 1);
  }

  #line(): Cell[] {
    while (this.#lines.length <= this.#row) this.#lines.push([]);
    const line = this.#lines[this.#row] ?? [];
    return line;
  }

  /** The displayed text in runs of one style, with line breaks. */
  runs(): readonly Run[] {
    const runs: Run[] = [];
    let style: Style = {};
    let text = '';
    const flush = (): void => {
      if (text !== '') runs.push({ text, ...style });
      text = '';
    };
    while (this.#lines.length <= this.#row && this.#column === 0) this.#lines.push([]);
    for (const [row, line] of this.#lines.entries()) {
      if (row > 0) text += '\n';
      for (const cell of line) {
        if (cell.style !== style && (cell.style.color !== style.color || cell.style.bold !== style.bold)) {
          flush();
          style = cell.style;
        }
        text += cell.letter;
      }
    }
    flush();
    return runs;
  }
}
