// Files of every kind, for the repository of a server.
import type { Files } from '../../support/repository.js';

/** Thirty lines, of which two may differ. */
export const twoHunks = (third = 'line 3', late = 'line 27'): string =>
  Array.from({ length: 30 }, (_, i) => `${i === 2 ? third : i === 26 ? late : `line ${i + 1}`}\n`).join('');

/** Files of every kind, by their path. */
export const files: Files = {
  'edit.txt': 'a\nb\nc\n',
  'crlf.txt': 'a\r\nb\r\nc\r\n',
  'nonl.txt': 'a\nb\nc',
  'bom.txt': '\ufeffone\ntwo\n',
  'empty.txt': '',
  'toempty.txt': 'q\n',
  'ordner mit ü/dätei eins.txt': 'eins\nzwei\n',
  'del.txt': 'x\ny\n',
  'ren.txt': 'r1\nr2\nr3\n',
  'bin.dat': new Uint8Array([0, 1, 2, 255]),
  'latin.txt': new Uint8Array([0x61, 0xe9, 0x0a, 0x62, 0x0a]),
  'big.txt': Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''),
  'two.txt': twoHunks(),
  'mode.sh': 'echo\n',
  'sub/deep.txt': '1\n',
  '-dash.txt': 'a\nb\n',
  'new\nline.txt': 'a\nb\n',
};
