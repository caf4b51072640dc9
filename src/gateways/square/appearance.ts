/**
 * Our theme tokens as styles of Square's card (developer.squareup.com/docs/web-payments/customize-styles). Square throws at
 * every selector and property that is not in its list, and at fonts over 16 px: so only what stands here is sent.
 */
import type { CardClassSelectors } from '@square/web-payments-sdk-types';
import type { Appearance } from '../gateway.js';

/** px; Square's largest, and the smallest at which iOS does not zoom into the field. */
const FONT_SIZE = 16;

export function squareStyle(look: Appearance): CardClassSelectors {
  const [text, muted, surface, border, accent, error] = [
    look.colorText,
    look.colorMuted,
    look.colorSurface,
    look.colorBorder,
    look.colorAccent,
    look.colorError,
  ].map(plainColor);
  return {
    input: known({
      backgroundColor: surface,
      color: text,
      fontFamily: familyOf(look.fontFamily),
      fontSize: `${Math.min(FONT_SIZE, Number.parseFloat(look.fontSize) || FONT_SIZE)}px`,
    }),
    'input::placeholder': known({ color: muted }),
    'input.is-error': known({ color: text }),
    '.input-container': known({ borderColor: border, borderRadius: radiusOf(look.radius) }),
    '.input-container.is-focus': known({ borderColor: accent }),
    '.input-container.is-error': known({ borderColor: error }),
    '.message-text': known({ color: muted }),
    '.message-icon': known({ color: muted }),
    '.message-text.is-error': known({ color: error }),
    '.message-icon.is-error': known({ color: error }),
  };
}

const known = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** Lengths in px only; other units would be of the frame's own font. */
const radiusOf = (radius: string): string | undefined =>
  /^\d+(\.\d+)?px$/.test(radius) ? radius : undefined;

/** The page's own fonts are not in the frame; what every device has is. */
function familyOf(family: string): string | undefined {
  const generic = family
    .split(',')
    .map((each) => each.trim())
    .findLast((each) => /^[a-z-]+$/.test(each));
  return generic === 'sans-serif' || generic === 'serif' || generic === 'monospace' ? generic : undefined;
}

/** A browser may compute a theme's colour as `oklch(…)` or `color(…)`; hex is understood by all. */
function plainColor(color: string): string | undefined {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return undefined;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return undefined;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
