/**
 * Sanitizes streamed Markdown of a model for views of VS Code that render links and images: breaks every link outside
 * of code and leaves code unchanged. Anything that some Markdown parser may not treat as code is treated as text.
 */
export interface LinkFreeMarkdown {
  /** Returns the text that can be shown now. */
  add(text: string): string;
  /** Returns the text that was held back. */
  end(): string;
}

/** Turns links, images, addresses, link definitions and tags outside of code into plain text. */
const broken = (text: string): string =>
  text
    .replaceAll('](', ']\\(')
    .replaceAll('][', ']\\[')
    .replaceAll(']:', ']\\:')
    .replaceAll('![', '!\\[')
    .replaceAll('<', '&lt;')
    .replaceAll('://', '&#58;//')
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll(/\b(mailto|xmpp):/gi, '$1&#58;')
    .replaceAll('@', '&#64;');

interface Fence {
  readonly mark: string;
  readonly indent: number;
}

/** A line that may begin the label of a link definition, after marks of lists and quotes. */
const LABEL = /^[\s>*+\d.)-]*\[/;

const OPEN = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;

/** Index in the line at which a code span that starts with this run of backticks ends; -1 if it does not end there. */
function endOfSpan(line: string, from: number, length: number): number {
  for (const match of line.slice(from).matchAll(/`+/g))
    if (match[0].length === length) return from + match.index + length;
  return -1;
}

/** Creates one for a new text. */
export function createLinkFreeMarkdown(): LinkFreeMarkdown {
  let held = '';
  let fence: Fence | undefined;
  /** A code span may have started in an earlier line of this paragraph, so the following text may be code or not. */
  let unsure = false;
  /** A label may have started in this paragraph: a definition takes precedence over code in which its label ends. */
  let inLabel = false;

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
          const span = line.slice(at, end);
          if (inLabel && span.includes(']:')) text += span;
          else {
            result += broken(text) + span;
            text = '';
          }
          at = end;
        }
      }
    }
    return result + broken(text);
  };

  const whole = (line: string): string => {
    if (fence !== undefined) {
      const indent = line.length - line.trimStart().length;
      // A line with less indentation ends the list that may contain the fence, and the fence with it.
      const isOut = line.trim() !== '' && indent < fence.indent;
      if (!isOut) {
        if (closes(line, fence)) fence = undefined;
        return line;
      }
      fence = undefined;
    }
    if (line.trim() === '') {
      unsure = false;
      inLabel = false;
    }
    const open = OPEN.exec(line);
    if (open === null) {
      if (LABEL.test(line)) inLabel = true;
      return inline(line);
    }
    fence = { mark: open[2] ?? '', indent: open[1]?.length ?? 0 };
    unsure = false;
    return broken(line);
  };

  /** The beginning of this line has already been returned. */
  let inLine = false;
  /** The part of this line that has already been returned. */
  let returned = '';
  const line = (text: string): string => {
    if (!inLine) return whole(text);
    if (LABEL.test(returned + text)) inLabel = true;
    return inline(text);
  };

  /** The part of an unfinished line that later text cannot change. */
  const begun = (): string => {
    if (fence !== undefined || !(inLine || /^ {0,3}[^\s`~]/.test(held))) return '';
    const sure = /^[^`\\]*/.exec(held)?.[0] ?? '';
    const cut = sure.lastIndexOf(' ') + 1;
    if (cut === 0) return '';
    const now = held.slice(0, cut);
    held = held.slice(cut);
    inLine = true;
    returned += now;
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
        returned = '';
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
