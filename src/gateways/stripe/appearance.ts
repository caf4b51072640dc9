/** Our theme tokens as Stripe's Appearance (docs.stripe.com/elements/appearance-api). */
import type {
  Appearance as StripeAppearance,
  StripeElementLocale,
  StripeElementStyle,
} from '@stripe/stripe-js';
import type { Appearance } from '../gateway.js';

export function stripeAppearance(look: Appearance): StripeAppearance {
  const border = plainColor(look.colorBorder);
  const accent = plainColor(look.colorAccent);
  const frame = { border: `1px solid ${border}`, boxShadow: 'none' };
  return {
    theme: look.scheme === 'dark' ? 'night' : 'stripe',
    labels: 'above',
    variables: {
      colorPrimary: accent,
      colorBackground: plainColor(look.colorSurface),
      colorText: plainColor(look.colorText),
      colorTextSecondary: plainColor(look.colorMuted),
      colorTextPlaceholder: plainColor(look.colorMuted),
      colorDanger: plainColor(look.colorError),
      borderRadius: look.radius,
      fontFamily: look.fontFamily,
      fontSizeBase: look.fontSize,
    },
    rules: {
      '.Input': frame,
      '.Input:focus': { border: `1px solid ${accent}`, boxShadow: `0 0 0 1px ${accent}` },
      '.Input--invalid': { boxShadow: 'none' },
      '.Tab': frame,
      '.Block': frame,
      '.AccordionItem': frame,
    },
  };
}

/** The same look for a single card field, which has no Appearance: the box around it is the page's. */
export function stripeFieldStyle(look: Appearance): StripeElementStyle {
  const text = plainColor(look.colorText);
  const danger = plainColor(look.colorError);
  return {
    base: {
      color: text,
      iconColor: plainColor(look.colorMuted),
      fontFamily: look.fontFamily,
      fontSize: look.fontSize,
      lineHeight: '24px',
      '::placeholder': { color: plainColor(look.colorMuted) },
    },
    invalid: { color: danger, iconColor: danger },
  };
}

/** Stripe knows hex, rgb and hsl; a browser may compute a theme's colour as `oklch(…)` or `color(…)`. */
function plainColor(color: string): string {
  if (/^(#|rgb|hsl)/.test(color)) return color;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
}

/** Regions Stripe has texts of their own for; other languages are named without one. */
const REGIONS = /^(en-(AU|CA|GB|NZ)|es-(419|ES)|fr-(CA|FR)|it-IT|pt-BR|zh-(HK|TW))$/;

/** A language that Stripe does not have comes out as the browser's own. */
export const stripeLocale = (tag: string): StripeElementLocale =>
  (REGIONS.test(tag) ? tag : (tag.split('-')[0] ?? 'auto')) as StripeElementLocale;
