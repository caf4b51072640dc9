/**
 * Tax on a cart, as data: rates by country, region and postal code, or a merchant's own function. The rounding rule: tax is worked out **once per
 * order**, on subtotal − discount + delivery, and rounded half up to the minor unit. No line is rounded for itself, so no
 * cent is lost or made between lines.
 */
import { isCurrencyCode, money, type Money } from '../money.js';
import { fitOf, type Area, type Needs, type Place } from './places.js';

/** A rate; the first whose area fits is taken. */
export interface TaxRate extends Area {
  /** Basis points: 1900 is 19 %. 0…10000 */
  readonly rate: number;
  /** Whether prices and delivery hold the tax already (as is law in the EU for consumers), or it is added to them. */
  readonly included: boolean;
}

/** What tax depends on. */
export interface TaxFacts {
  readonly currency: string;
  readonly country: string;
  /** As that country's addresses write it: `CA`. null: not known yet, or none of that country. */
  readonly region: string | null;
  /** Letters and digits only. null: not known yet. */
  readonly postalCode: string | null;
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

/**
 * A merchant's own rule, or the way to a tax service; undefined: no tax; `{ needs: 'region' }`: ask the shopper first. It is asked for every quote and every order, so the
 * same facts should get the same answer for as long as a shopper takes to pay. It has `ruleTimeout` to answer; then, or when
 * it fails, the cart can be seen and not be ordered.
 */
export type TaxHook = (facts: TaxFacts, signal: AbortSignal) => TaxAnswer | Promise<TaxAnswer>;

export type TaxAnswer = Tax | Needs | undefined;

export type TaxRule = readonly TaxRate[] | TaxHook;

/** Rates, or what was answered before. */
export type KnownTax = readonly TaxRate[] | ((facts: TaxFacts) => TaxAnswer);

/**
 * The tax, or undefined where no rate applies; `lacks` gets what has to be known of the place before that is sure.
 * @throws RangeError if a hook answers with anything but a sound amount.
 */
export function taxOf(
  rule: KnownTax | undefined,
  facts: TaxFacts,
  lacks = new Set<Needs['needs']>(),
): Tax | undefined {
  if (rule === undefined) return undefined;
  if (typeof rule === 'function') {
    const answer = rule(facts);
    if (!answer || !('needs' in answer)) return answer && checkedTax(answer, facts.currency);
    lacks.add(answer.needs);
    return undefined;
  }
  const found = rateAt(rule, facts, lacks);
  if (!found) return undefined;
  const taxable = facts.subtotal.amount - facts.discount.amount + facts.delivery.amount;
  const base = found.included ? 10_000 + found.rate : 10_000;
  return { amount: money(share(taxable, found.rate, base), facts.currency), included: found.included };
}

/** The first that fits, and what those before it would have to know. */
function rateAt(rates: readonly TaxRate[], place: Place, lacks: Set<Needs['needs']>): TaxRate | undefined {
  for (const rate of rates) {
    const fit = fitOf(rate, place);
    for (const part of fit.lacks) lacks.add(part);
    if (fit.fits) return rate;
  }
  return undefined;
}

/** `amount × part / whole`, half up, exact for every safe integer. */
function share(amount: number, part: number, whole: number): number {
  const double = 2n * BigInt(amount) * BigInt(part) + BigInt(whole);
  return Number(double / (2n * BigInt(whole)));
}

/** @throws RangeError for anything but a sound amount. */
export function checkedTax(tax: Tax, currency: string): Tax {
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
