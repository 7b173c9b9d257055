import { withoutEscapes } from '../../../shared/text/cut.js';

/** What a terminal printed, as text. */
export function plainOutput(printed: string): string {
  const lines = withoutEscapes(printed).replaceAll('\r\n', '\n').split('\n');
  // A program that counts up writes over its own line; what it wrote last stays.
  return lines.map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1).replaceAll('\r', '')).join('\n');
}
