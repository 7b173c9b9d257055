import { characterEntities } from 'character-entities';

const REFERENCE = /&(?:#(\d{1,7})|#[Xx]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{0,31}));/g;

function fromCode(code: number): string {
  const isCharacter = code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

/** Decodes character references as in CommonMark; invalid ones are unchanged. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (all, decimal?: string, hex?: string, name = '') => {
        if (decimal !== undefined) return fromCode(Number(decimal));
        if (hex !== undefined) return fromCode(Number.parseInt(hex, 16));
        return Object.hasOwn(characterEntities, name) ? (characterEntities[name] ?? all) : all;
      })
    : text;
