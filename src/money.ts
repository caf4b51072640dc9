/**
 * Money: an integer in minor units plus an ISO 4217 code. Nothing here touches a float or `Intl`:
 * engines disagree on minor units (HUF, COP, IDR, IQD … differ between Chromium, Firefox and Node), and a
 * total computed from them can be wrong by 100. The table below is ISO 4217:2015's own (list one, 2026-01).
 */
import { mistake } from './error-texts.js';

/** An ISO 4217 alphabetic code, upper case: `'USD'`. */
export type CurrencyCode = string;

/** An amount in minor units (cents, yen, fils). `amount` is a safe integer and may be negative (a discount). */
export interface Money {
  readonly amount: number;
  readonly currency: CurrencyCode;
}

/** Currencies whose minor unit is not a hundredth. Everything else has two decimals. */
const DECIMALS: Readonly<Record<string, number>> = Object.freeze({
  __proto__: null,
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0,
  UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
} as unknown as Record<string, number>); // prettier-ignore

/** How many decimals the currency has by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. */
export const decimalsOf = (currency: CurrencyCode): number => DECIMALS[currency] ?? 2;

/** Whether `code` has the form of an ISO 4217 code. It does not ask whether the currency exists. */
export const isCurrencyCode = (code: unknown): code is CurrencyCode =>
  typeof code === 'string' && /^[A-Z]{3}$/.test(code);

/**
 * Makes a frozen Money.
 * @throws RangeError if `amount` is not a safe integer or `currency` not three capital letters.
 */
export function money(amount: number, currency: CurrencyCode): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(mistake('amount', amount));
  if (!isCurrencyCode(currency)) throw new RangeError(mistake('currency', currency));
  return Object.freeze({ amount: amount === 0 ? 0 : amount, currency });
}

/**
 * The sum of all, which must be of one currency.
 * @throws RangeError if currencies differ or the sum is no safe integer.
 */
export function add(first: Money, ...rest: readonly Money[]): Money {
  return rest.reduce(
    (sum, each) => {
      requireSame(sum, each);
      return money(sum.amount + each.amount, sum.currency);
    },
    money(first.amount, first.currency),
  );
}

/** `a - b`. @throws RangeError as `add` does. */
export const subtract = (a: Money, b: Money): Money => add(a, money(-b.amount, b.currency));

/** The price of `quantity` pieces. @throws RangeError if `quantity` is not a whole number. */
export function times(price: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity)) throw new RangeError(mistake('pieces', quantity));
  return money(price.amount * quantity, price.currency);
}

/** Whether both are the same amount of the same currency. */
export const equals = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;

/** -1, 0 or 1. @throws RangeError if currencies differ. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  requireSame(a, b);
  return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0;
}

/**
 * Splits an amount by weights without losing or inventing a unit (largest remainder; ties go to the earlier part).
 * A negative amount is split as its positive twin. Exact for every safe integer.
 * @throws RangeError if there is no weight, one is negative or no whole number, or all are 0.
 */
export function allocate(whole: Money, weights: readonly number[]): Money[] {
  const parts = weights.map((w) => {
    if (!Number.isSafeInteger(w) || w < 0) throw new RangeError(mistake('weight', w));
    return BigInt(w);
  });
  const sum = parts.reduce((a, b) => a + b, 0n);
  if (sum === 0n) throw new RangeError(mistake('weights'));
  const sign = whole.amount < 0 ? -1 : 1;
  const total = BigInt(Math.abs(whole.amount));
  const shares = parts.map((w, index) => ({ index, share: (total * w) / sum, rest: (total * w) % sum }));
  let left = Number(total - shares.reduce((a, s) => a + s.share, 0n));
  const byRest = [...shares].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  );
  for (const entry of byRest) {
    if (left === 0) break;
    entry.share += 1n;
    left -= 1;
  }
  return shares.map((s) => money(sign * Number(s.share), whole.currency));
}

/**
 * The amount as a plain decimal string, for APIs that take one (Square's browser SDK): `'12.50'`, `'-0.05'`, `'500'`.
 */
export function toDecimal(value: Money): string {
  const decimals = decimalsOf(value.currency);
  const digits = String(Math.abs(value.amount)).padStart(decimals + 1, '0');
  const sign = value.amount < 0 ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Reads what `toDecimal` writes.
 * @throws RangeError if the text is no plain decimal, or has more decimals than the currency.
 */
export function fromDecimal(text: string, currency: CurrencyCode): Money {
  const decimals = decimalsOf(currency);
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > decimals)
    throw new RangeError(mistake('decimal', text, currency, decimals));
  const amount = Number(`${match[2] ?? ''}${fraction.padEnd(decimals, '0')}`);
  return money(match[1] ? -amount : amount, currency);
}

function requireSame(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(mistake('currencies', a.currency, b.currency));
}
