/** Which colours stand on which, in the elements' sheets, and how far apart they must be: WCAG 2.2, 1.4.3 and 1.4.11. */
import { contrast, mix, nearest, type Rgb } from './color.js';
import type { ColorName } from './tokens.js';

export type Colors = Readonly<Record<ColorName, Rgb>>;

export interface Pair {
  readonly fore: ColorName;
  /** A token's colour, or one that the sheets mix of two. */
  readonly back: ColorName | Mixed;
  /** 4.5 for text, 3 for what only has to be seen. */
  readonly needs: 4.5 | 3;
}

type Mixed = 'accent-hover' | 'button-hover' | 'tint' | 'error-tint' | 'success-tint' | 'soft';

/** As the sheets mix them (styles/tokens.ts, styles/base.ts, checkout/secure-message.ts). */
const MIXED: Readonly<Record<Mixed, (colors: Colors) => Rgb>> = {
  'accent-hover': ({ accent, text }) => mix(accent, 0.88, text),
  'button-hover': ({ text, surface }) => mix(text, 0.06, surface),
  tint: ({ accent, surface }) => mix(accent, 0.08, surface),
  'error-tint': ({ error, surface }) => mix(error, 0.08, surface),
  'success-tint': ({ success, surface }) => mix(success, 0.08, surface),
  soft: ({ text, surface }) => mix(text, 0.03, surface),
};

const on = (fore: ColorName, needs: Pair['needs'], ...backs: Pair['back'][]): Pair[] =>
  backs.map((back) => ({ fore, back, needs }));

export const PAIRS: readonly Pair[] = [
  ...on('text', 4.5, 'background', 'surface', 'tint', 'error-tint', 'success-tint', 'button-hover'),
  ...on('muted', 4.5, 'background', 'surface', 'tint', 'success-tint', 'error-tint', 'soft'),
  ...on('on-accent', 4.5, 'accent', 'accent-hover'),
  ...on('accent', 4.5, 'background', 'surface', 'error-tint'),
  ...on('error', 4.5, 'background', 'surface', 'error-tint'),
  ...on('success', 4.5, 'background', 'surface'),
  ...on('warning', 3, 'background', 'surface'),
  ...on('field', 3, 'background', 'surface'),
  ...on('focus', 3, 'background', 'surface'),
];

export const colorOf = (name: Pair['back'], colors: Colors): Rgb =>
  name in MIXED ? MIXED[name as Mixed](colors) : colors[name as ColorName];

export interface Finding extends Pair {
  readonly ratio: number;
  readonly passes: boolean;
}

export const check = (colors: Colors): Finding[] =>
  PAIRS.map((pair) => {
    const ratio = contrast(colors[pair.fore], colorOf(pair.back, colors));
    return { ...pair, ratio, passes: ratio >= pair.needs };
  });

/** A colour for `fore` that passes on everything it stands on; undefined when none does, or it passes as it is. */
export function suggestion(fore: ColorName, colors: Colors): Rgb | undefined {
  const own = check(colors).filter((pair) => pair.fore === fore);
  if (own.every(({ passes }) => passes)) return undefined;
  const grounds = own.map(({ back }) => colorOf(back, colors));
  const found = nearest(colors[fore], grounds, Math.max(...own.map(({ needs }) => needs)));
  // A mix may hold the colour itself: only what passes in its own place is worth a word.
  const mended = found && check({ ...colors, [fore]: found });
  return mended?.every(({ fore: name, passes }) => name !== fore || passes) ? found : undefined;
}
