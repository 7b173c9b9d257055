/**
 * Markdown of a model for a view of VS Code that would create links and pictures. Takes streamed text and returns
 * it with every link outside of code broken; code is unchanged. If it is uncertain that something is code for
 * every Markdown parser, it is treated as text.
 */
export interface LinkFreeMarkdown {
  /** Returns the text that can be shown now. */
  add(text: string): string;
  /** Returns the text that was held back. */
  end(): string;
}

/** Outside of code: a link or picture is text, so are addresses, definitions and tags. */
const broken = (text: string): string =>
  text
    .replaceAll('](', ']\\(')
    .replaceAll('][', ']\\[')
    .replaceAll(']:', ']\\:')
    .replaceAll('![', '!\\[')
    .replaceAll('<', '&lt;')
    .replaceAll('://', '&#58;//')
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll(/\b(mailto|xmpp):/gi, '$1&#58;')
    .replaceAll('@', '&#64;');

interface Fence {
  readonly mark: string;
  readonly indent: number;
}

const OPEN = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;

/** Where a code span that begins with this run of backticks ends in the line; -1 where it does not. */
function endOfSpan(line: string, from: number, length: number): number {
  for (const match of line.slice(from).matchAll(/`+/g))
    if (match[0].length === length) return from + match.index + length;
  return -1;
}

/** Creates one for a new text. */
export function createLinkFreeMarkdown(): LinkFreeMarkdown {
  let held = '';
  let fence: Fence | undefined;
  /** A code span may have begun in an earlier line of this paragraph: what follows may be either. */
  let unsure = false;

  const closes = (line: string, { mark }: Fence): boolean => {
    const found = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    return found !== undefined && found[0] === mark[0] && found.length >= mark.length;
  };

  const inline = (line: string): string => {
    let result = '';
    let text = '';
    let at = 0;
    while (at < line.length) {
      const run = /^`+/.exec(line.slice(at))?.[0];
      if (line[at] === '\\' && at + 1 < line.length) {
        text += line.slice(at, at + 2);
        at += 2;
      } else if (run === undefined) text += line[at++];
      else {
        const end = unsure ? -1 : endOfSpan(line, at + run.length, run.length);
        if (end < 0) {
          unsure = true;
          text += run;
          at += run.length;
        } else {
          result += broken(text) + line.slice(at, end);
          text = '';
          at = end;
        }
      }
    }
    return result + broken(text);
  };

  const whole = (line: string): string => {
    if (fence !== undefined) {
      const indent = line.length - line.trimStart().length;
      // A line further out ends the list that the fence may stand in, and the fence with it.
      const isOut = line.trim() !== '' && indent < fence.indent;
      if (!isOut) {
        if (closes(line, fence)) fence = undefined;
        return line;
      }
      fence = undefined;
    }
    if (line.trim() === '') unsure = false;
    const open = OPEN.exec(line);
    if (open === null) return inline(line);
    fence = { mark: open[2] ?? '', indent: open[1]?.length ?? 0 };
    unsure = false;
    return broken(line);
  };

  /** The beginning of this line was returned already. */
  let inLine = false;
  const line = (text: string): string => (inLine ? inline(text) : whole(text));

  /** The part of an unfinished line that later text cannot change. */
  const begun = (): string => {
    if (fence !== undefined || !(inLine || /^ {0,3}[^\s`~]/.test(held))) return '';
    const sure = /^[^`\\]*/.exec(held)?.[0] ?? '';
    const cut = sure.lastIndexOf(' ') + 1;
    if (cut === 0) return '';
    const now = held.slice(0, cut);
    held = held.slice(cut);
    inLine = true;
    return broken(now);
  };

  return {
    add(text) {
      held += text;
      const found = held.split('\n');
      held = found.pop() ?? '';
      let result = '';
      for (const each of found) {
        result += `${line(each)}\n`;
        inLine = false;
      }
      return result + begun();
    },
    end() {
      const now = line(held);
      held = '';
      return now;
    },
  };
}
