import type { Block } from './blocks.js';

/** Consecutive blocks, rendered as one. */
export type Section = readonly Block[];

/** Minimum length of a section, in characters. */
const ENOUGH = 2_000;

/** Assumed number of characters per line of prose. */
const LINE = 120;

/** Headings and rules have margins to their neighbors, so that no section can begin or end next to them. */
const isApart = ({ token }: Block): boolean => token.type === 'heading' || token.type === 'hr';

/** Approximate number of lines of a section, to reserve space: content outside the view is laid out only when scrolled to. */
export const linesIn = (section: Section): number =>
  section.reduce((sum, { raw }) => sum + raw.split('\n').length - 1 + Math.floor(raw.length / LINE), 0);

function group(blocks: readonly Block[]): readonly Section[] {
  const sections: Block[][] = [];
  let size = ENOUGH;
  let before: Block | undefined;
  for (const block of blocks) {
    const drawn = block.token.type !== 'space' && block.token.type !== 'def';
    const mayCut = drawn && before !== undefined && !isApart(before) && !isApart(block);
    if (sections.length === 0 || (size >= ENOUGH && mayCut)) {
      sections.push([]);
      size = 0;
    }
    sections.at(-1)?.push(block);
    size += block.raw.length;
    if (drawn) before = block;
  }
  return sections;
}

/** Groups a growing list of blocks into sections, and returns the same object for a section with the same blocks. */
export function createSections(): (blocks: readonly Block[]) => readonly Section[] {
  let last: readonly Section[] = [];
  return (blocks) => {
    last = group(blocks).map((section, i) => {
      const before = last[i];
      return before?.length === section.length && section.every((block, n) => block === before[n]) ? before : section;
    });
    return last;
  };
}
