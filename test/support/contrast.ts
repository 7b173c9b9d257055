// The contrast of two colors according to WCAG 2.

type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** A color as `getComputedStyle` writes it: #rgb, #rrggbb, #rrggbbaa, rgb(), rgba(). */
export function readColor(text: string): Color {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1];
  if (hex !== undefined) {
    const whole = hex.length < 6 ? hex.replaceAll(/./g, '$&$&') : hex;
    const [r = 0, g = 0, b = 0, a = 255] = (whole.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    return [r, g, b, a / 255];
  }
  const [r, g, b, a = 1] = (/^rgba?\((.*)\)$/.exec(text)?.[1] ?? '').split(/[\s,/]+/).map(Number);
  if (r === undefined || g === undefined || b === undefined || Number.isNaN(r + g + b + a))
    throw new Error(`no color: ${text}`);
  return [r, g, b, a];
}

/** The visible color of a translucent one on a background. */
export const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => [
  r * a + x * (1 - a),
  g * a + y * (1 - a),
  b * a + z * (1 - a),
  1,
];

function luminance([r, g, b]: Color): number {
  const linear = (channel: number): number =>
    channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** From 1 (invisible) to 21 (black on white). */
export function contrast(front: Color, back: Color): number {
  const [light = 0, dark = 0] = [luminance(over(front, back)), luminance(back)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
