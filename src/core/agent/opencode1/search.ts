import { matchesLetters } from '../fuzzyMatch.js';
import type { SearchPort } from '../ports.js';
import { compact, field, list, number, text } from './read.js';
import { dataOf, opt, type Client } from './client.js';

/** Search for files by name and by content. */
export const createSearch = ({ client, where }: Client): SearchPort => ({
  async files(query, limit, directory, signal) {
    const found = await dataOf(client.find.files({ ...where(directory), query, limit } as never, opt(signal)));
    const paths = list(found).filter((path): path is string => typeof path === 'string');
    // The server adds fuzzy results: useful for typos, noise next to exact matches.
    const meant = paths.filter((path) => matchesLetters(path, query));
    return meant.length > 0 ? meant : paths;
  },
  async text(pattern, directory, signal) {
    const found = list(await dataOf(client.find.text({ ...where(directory), pattern }, opt(signal))));
    return compact(found, (match) => {
      const path = text(field(match, 'path'), 'text');
      if (path === undefined) return undefined;
      const ranges = list(match, 'submatches').map(
        (range) => [number(range, 'start') ?? 0, number(range, 'end') ?? 0] as const,
      );
      return {
        path,
        line: number(match, 'line_number') ?? 1,
        text: text(field(match, 'lines'), 'text') ?? '',
        ranges,
      };
    });
  },
});
