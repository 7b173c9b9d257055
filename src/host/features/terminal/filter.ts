/** OSC sequences that only change colors and titles; others can affect more than the terminal. */
const ALLOWED_OSC = new Set(['0', '1', '2', '4', '10', '11', '12', '104', '110', '111', '112']);
/** Length limit of OSC strings: titles and colors are short. */
const MAX_STRING = 1_024;

type State = 'text' | 'escape' | 'osc' | 'oscEscape' | 'drop' | 'dropEscape';

/**
 * Creates a filter that allows a remote program only to draw: removes clipboard writes (OSC 52), shell integration
 * (633, 133, 1337), links (8), working directories (7), device control strings and similar sequences. Keeps its state
 * between chunks.
 */
export function createFilter(): (piece: string) => string {
  let state: State = 'text';
  let held = '';
  const escape = (character: string): string => {
    if (character === ']') [state, held] = ['osc', ''];
    else if ('PX^_'.includes(character)) state = 'drop';
    else if (character !== '\u001b') {
      state = 'text';
      // Only pass characters that can follow an escape; anything else is checked separately.
      return /[\u0020-\u007e]/.test(character) ? `\u001b${character}` : step(character);
    }
    return '';
  };
  const step = (character: string): string => {
    const code = character.charCodeAt(0);
    switch (state) {
      case 'text':
        if (character === '\u001b') state = 'escape';
        else if (code === 0x9d) [state, held] = ['osc', ''];
        else if ([0x90, 0x98, 0x9e, 0x9f].includes(code)) state = 'drop';
        else if (code < 0x80 || code > 0x9f) return character;
        return '';
      case 'escape':
        return escape(character);
      case 'osc':
        if (character === '\u0007' || code === 0x9c) {
          state = 'text';
          return finished(held);
        }
        if (character === '\u001b') state = 'oscEscape';
        else if (held.length >= MAX_STRING || code < 0x20 || (code >= 0x80 && code <= 0x9f)) state = 'drop';
        else held += character;
        return '';
      case 'oscEscape':
        if (character === '\\') {
          state = 'text';
          return finished(held);
        }
        state = 'escape';
        return escape(character);
      case 'drop':
        if (['\u0007', '\u009c', '\u0018', '\u001a'].includes(character)) state = 'text';
        else if (character === '\u001b') state = 'dropEscape';
        return '';
      case 'dropEscape':
        if (character === '\\') state = 'text';
        else if (character !== '\u001b') state = 'drop';
        return '';
    }
  };
  return (piece) => {
    let out = '';
    for (const character of piece) out += step(character);
    return out;
  };
}

const finished = (held: string): string => (ALLOWED_OSC.has(held.split(';', 1)[0] ?? '') ? `\u001b]${held}\u0007` : '');
