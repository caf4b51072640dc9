/** What the shop asks shoppers to agree to, in the shopper's language, and which boxes are still to be ticked. Pure. */
import type { Consent } from '../api/types.js';

/** The text as it is read, sent and kept; where it leads to. */
export function consentIn(
  consent: Consent,
  locale: string,
): { readonly text: string; readonly link: string | null } {
  const { translations } = consent;
  const [language = ''] = locale.split('-');
  const own = [locale, language].find((tag) => Object.hasOwn(translations, tag));
  return (own && translations[own]) || consent;
}

/** `I agree to the [terms].` → before, what leads somewhere, after. Without brackets all of it does. */
export function partsOf(text: string): readonly [before: string, link: string, after: string] {
  const open = text.indexOf('[');
  const close = text.indexOf(']', open);
  if (open < 0 || close < 0) return ['', text, ''];
  return [text.slice(0, open), text.slice(open + 1, close), text.slice(close + 1)];
}

/** Those nobody orders without. */
export const missingOf = (consents: readonly Consent[], agreed: ReadonlySet<string>): readonly string[] =>
  consents.filter(({ id, required }) => required && !agreed.has(id)).map(({ id }) => id);
