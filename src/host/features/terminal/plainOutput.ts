import { withoutEscapes } from '../../../shared/text/cut.js';

/** Converts the output of a terminal to plain text. */
export function plainOutput(printed: string): string {
  const lines = withoutEscapes(printed).replaceAll('\r\n', '\n').split('\n');
  // Programs that show progress overwrite their line; keep the last version.
  return lines.map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1).replaceAll('\r', '')).join('\n');
}
