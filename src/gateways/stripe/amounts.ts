/**
 * Stripe's amounts. Its "smallest unit" is not always ISO 4217's (docs.stripe.com/currencies, November 2026): krónur and
 * Ugandan shillings have no decimals but are sent as hundredths ending in 00, ariary are sent whole, and three-decimal
 * currencies must end in 0. Everything else has the scale it has in money.ts. Nothing is ever rounded.
 */
import { decimalsOf, money, type Money } from '../../money.js';

/** Decimals of Stripe's amounts, where they are not those of ISO 4217. */
const STRIPE_DECIMALS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Three decimals, the last of which must be 0. Stripe has to enable them for an account; it says so itself if it has not. */
const TENTHS: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Not offered by Stripe, or at a scale its documents don't settle: better no sale than a tenfold one. */
const REFUSED: ReadonlySet<string> = new Set(['CLF', 'IQD', 'LYD', 'UYI', 'UYW']);

export interface StripeAmount {
  readonly amount: number;
  /** Lower case. */
  readonly currency: string;
}

/** @throws RangeError if Stripe cannot take this amount, or not in this currency. */
export function toStripeAmount(value: Money): StripeAmount {
  const { amount, currency } = value;
  if (REFUSED.has(currency)) throw new RangeError(`Stripe takes no ${currency} here.`);
  const shift = scaleOf(currency) - decimalsOf(currency);
  const scaled = shift < 0 ? amount / 10 ** -shift : amount * 10 ** shift;
  if (!Number.isSafeInteger(scaled) || (TENTHS.has(currency) && scaled % 10 !== 0))
    throw new RangeError(
      `Stripe cannot take ${String(amount)} minor units of ${currency}: it would be rounded.`,
    );
  return { amount: scaled, currency: currency.toLowerCase() };
}

/** @throws RangeError if it is no whole number of the currency's minor units. */
export function fromStripeAmount(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError('Stripe’s amounts are whole numbers.');
  const code = currency.toUpperCase();
  if (REFUSED.has(code)) throw new RangeError(`Stripe takes no ${code} here.`);
  const shift = decimalsOf(code) - scaleOf(code);
  return money(shift < 0 ? amount / 10 ** -shift : amount * 10 ** shift, code);
}

const scaleOf = (currency: string): number => STRIPE_DECIMALS[currency] ?? decimalsOf(currency);
