/** Reads the colours an element really has, by light and by dark, whatever the page has set and however it is written. */
import type { Rgb } from './color.js';
import { COLORS } from './tokens.js';
import type { Colors } from './pairs.js';

export type Scheme = 'light' | 'dark';

const GROUND: Readonly<Record<Scheme, Rgb>> = { light: [255, 255, 255], dark: [18, 18, 18] };

/** `root`: of an element of ours, whose tokens are asked. */
export function colorsOf(root: ShadowRoot, scheme: Scheme): Colors {
  const probe = document.createElement('span');
  probe.style.colorScheme = scheme;
  root.append(probe);
  try {
    const read = (value: string): string => {
      probe.style.color = value;
      return getComputedStyle(probe).color;
    };
    return Object.fromEntries(
      COLORS.map((name) => [
        name,
        name === 'background'
          ? // Nothing is set: what it stands on is the page's, and unknown.
            (toRgb(read('var(--store-color-background, transparent)')) ?? GROUND[scheme])
          : (toRgb(read(`var(--_${name})`)) ?? GROUND[scheme]),
      ]),
    ) as unknown as Colors;
  } finally {
    probe.remove();
  }
}

/** A browser may compute a colour as `oklch(…)` or `color(…)`: what it paints is asked. Undefined for what is not opaque. */
function toRgb(color: string): Rgb | undefined {
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3])];
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return undefined;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red, green, blue] : undefined;
}
