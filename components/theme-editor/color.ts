/** Contrast as WCAG 2.2 counts it, over plain sRGB colours. */
export type Rgb = readonly [red: number, green: number, blue: number];

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** From `#rgb` or `#rrggbb`; undefined for anything else. */
export function fromHex(text: string): Rgb | undefined {
  const digits = HEX.exec(text)?.[1];
  if (!digits) return undefined;
  const size = digits.length / 3;
  const part = (i: number): number => parseInt(digits.slice(i * size, (i + 1) * size).repeat(2 / size), 16);
  return [part(0), part(1), part(2)];
}

export const toHex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** As `color-mix(in srgb, first share%, second)`. */
export const mix = (first: Rgb, share: number, second: Rgb): Rgb => [
  first[0] * share + second[0] * (1 - share),
  first[1] * share + second[1] * (1 - share),
  first[2] * share + second[2] * (1 - share),
];

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/**
 * The colour nearest to `color` that reaches `ratio` against all of `grounds`, on its way to black or to white; undefined where
 * none does, because the grounds are too far apart.
 */
export function nearest(color: Rgb, grounds: readonly Rgb[], ratio: number): Rgb | undefined {
  const black: Rgb = [0, 0, 0];
  const white: Rgb = [255, 255, 255];
  for (let step = 0; step <= 100; step++) {
    for (const end of [black, white]) {
      // Rounded as it will be written, or the last digit would fail what the sum has passed.
      const tried = mix(end, step / 100, color).map(Math.round) as unknown as Rgb;
      if (grounds.every((ground) => contrast(tried, ground) >= ratio)) return tried;
    }
  }
  return undefined;
}
