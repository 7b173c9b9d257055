/** Limits of the side length and the area of an image, in pixels: a header of a few bytes can require gigabytes of memory. */
const SIDE = 16_384;
const AREA = 64 * 1024 * 1024;

const MAGIC: readonly (readonly [string, RegExp])[] = [
  ['png', /^\u0089PNG\r\n\u001a\n/],
  ['jpeg', /^\u00ff\u00d8\u00ff/],
  ['gif', /^GIF8[79]a/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
];

/** Width and height according to the header; undefined if they are not in the header. */
function claimed(type: string, head: string): readonly [number, number] | undefined {
  const byte = (at: number): number => head.charCodeAt(at);
  if (type === 'gif') return [byte(6) + byte(7) * 256, byte(8) + byte(9) * 256];
  if (type !== 'png') return undefined;
  const word = (at: number): number => byte(at) * 2 ** 24 + byte(at + 1) * 65_536 + byte(at + 2) * 256 + byte(at + 3);
  return [word(16), word(20)];
}

/** Whether a data URL, regardless of its declared type, is a bitmap of an acceptable size. */
export function isPicture(url: string): boolean {
  const data = /^data:image\/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/]{40})[A-Za-z0-9+/]*={0,2}$/.exec(url)?.[1];
  if (data === undefined) return false;
  const head = atob(data);
  const type = MAGIC.find(([, magic]) => magic.test(head))?.[0];
  if (type === undefined) return false;
  const [width, height] = claimed(type, head) ?? [1, 1];
  return width > 0 && height > 0 && width <= SIDE && height <= SIDE && width * height <= AREA;
}
