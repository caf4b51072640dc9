/**
 * Tax on a cart, as data: rates by country, or a merchant's own function. The rounding rule: tax is worked out **once per
 * order**, on subtotal − discount + delivery, and rounded half up to the minor unit. No line is rounded for itself, so no
 * cent is lost or made between lines.
 */
import { isCurrencyCode, money, type Money } from '../money.js';

/** A rate; the first whose countries fit is taken. */
export interface TaxRate {
  /** ISO 3166-1 alpha-2, or all. */
  readonly countries: readonly string[] | '*';
  /** Basis points: 1900 is 19 %. 0…10000 */
  readonly rate: number;
  /** Whether prices and delivery hold the tax already (as is law in the EU for consumers), or it is added to them. */
  readonly included: boolean;
}

/** What tax depends on. */
export interface TaxFacts {
  readonly currency: string;
  readonly country: string | null;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly amount: Money;
    /** Its share of the discount; taxed is what is left. */
    readonly discount: Money;
  }[];
  readonly subtotal: Money;
  readonly discount: Money;
  readonly delivery: Money;
}

export interface Tax {
  readonly amount: Money;
  readonly included: boolean;
}

/** A merchant's own rule: no I/O, and the same answer for the same facts, since every quote and order asks it. */
export type TaxHook = (facts: TaxFacts) => Tax;

export type TaxRule = readonly TaxRate[] | TaxHook;

/** The tax, or undefined where no rate applies. @throws RangeError if a hook answers with anything but a sound amount. */
export function taxOf(rule: TaxRule | undefined, facts: TaxFacts): Tax | undefined {
  if (rule === undefined) return undefined;
  if (typeof rule === 'function') return checked(rule(facts), facts.currency);
  const { country } = facts;
  const found = rule.find(
    ({ countries }) => countries === '*' || (country !== null && countries.includes(country)),
  );
  if (!found) return undefined;
  const taxable = facts.subtotal.amount - facts.discount.amount + facts.delivery.amount;
  const base = found.included ? 10_000 + found.rate : 10_000;
  return { amount: money(share(taxable, found.rate, base), facts.currency), included: found.included };
}

/** `amount × part / whole`, half up, exact for every safe integer. */
function share(amount: number, part: number, whole: number): number {
  const double = 2n * BigInt(amount) * BigInt(part) + BigInt(whole);
  return Number(double / (2n * BigInt(whole)));
}

function checked(tax: Tax, currency: string): Tax {
  const { amount } = tax;
  if (
    !isCurrencyCode(amount.currency) ||
    amount.currency !== currency ||
    !Number.isSafeInteger(amount.amount) ||
    amount.amount < 0
  ) {
    throw new RangeError(`The store's tax function must answer with an amount ≥ 0 of ${currency}.`);
  }
  return { amount, included: tax.included };
}
