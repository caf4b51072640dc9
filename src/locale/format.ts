/** Prices in words of a language. The decimals come from our own table, not from the engine's (money.ts says why). */
import { decimalsOf, toDecimal, type Money } from '../money.js';

/** Making a formatter costs milliseconds on a phone: one per language and currency, shared. */
const formatters = new Map<string, Intl.NumberFormat>();

/** `$34.00`, `34,00 €`, `¥500` */
export function formatMoney(value: Money, locale: string): string {
  const name = `${locale} ${value.currency}`;
  let format = formatters.get(name);
  if (!format) {
    const digits = decimalsOf(value.currency);
    const options = {
      style: 'currency',
      currency: value.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    } as const;
    format = new Intl.NumberFormat(locale, options);
    formatters.set(name, format);
  }
  // A decimal text is formatted exactly; a float would not be.
  return inOrder(format.format(toDecimal(value) as Intl.StringNumericLiteral), locale);
}

/** Arabic puts the currency last: without a mark the sign of `US$` would go to the other side of its letters. */
export const inOrder = (text: string, locale: string): string =>
  locale.startsWith('ar') ? text.replace(/[A-Z]\W/, '$&\u200e') : text;
