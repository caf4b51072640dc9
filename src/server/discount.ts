/**
 * What a coupon takes off a cart: pure, as pricing.ts is. The discount is worked out once on all the lines the coupon is
 * for, rounded half up, and then split over them by largest remainder, so that the lines' shares are the discount to the cent
 * and none is more than its line costs.
 */
import { add, allocate, compare, money, type Money } from '../money.js';
import type { WireDiscount, WireMessage } from '../api/wire.js';

/** What a code takes off a cart, and when. Exactly one of `rate` and `amount`. One code per order. */
export interface CouponRule {
  /** What the shopper types: 3 to 32 letters, digits, dashes and underscores. Upper or lower case makes no difference. */
  readonly code: string;
  /** What it is called beside the amount it takes off. Default: the code. */
  readonly title?: string;
  /** Basis points of what it is for: 1000 is 10 %. 1…10000 */
  readonly rate?: number;
  /** Minor units; never more than what it is for costs. */
  readonly amount?: number;
  /** Minor units: what it is for must cost so much before it takes anything off. */
  readonly minimum?: number;
  /** RFC 3339, with a time zone: `2026-12-01T00:00:00Z`. */
  readonly startsAt?: string;
  /** RFC 3339; from then on it is over. */
  readonly endsAt?: string;
  /** Orders that can use it in all. An order that is given up gives its use back. */
  readonly maxUses?: number;
  /** Only for these variants, or those of `products`. Default: everything. */
  readonly skus?: readonly string[];
  /** Only for variants of these products, or for `skus`. */
  readonly products?: readonly string[];
  /** Only for products of these categories, or for `products` and `skus`. */
  readonly categories?: readonly string[];
  /** Takes nothing off what costs less than it did before. */
  readonly excludeSale?: boolean;
  /** Each customer, known by the order's e-mail address, can use it for one order. */
  readonly oncePerCustomer?: boolean;
}

/** Why a code takes nothing off, apart from what is in the cart. */
export type CouponProblem =
  'coupon_unknown' | 'coupon_expired' | 'coupon_used_up' | 'coupon_used_by_customer' | 'coupon_slow_down';

/** What the shopper typed: a rule that holds now, or why there is none. */
export type CouponAsked =
  | { readonly code: string | undefined; readonly rule: CouponRule; readonly problem?: undefined }
  | { readonly code: string | undefined; readonly rule?: undefined; readonly problem: CouponProblem };

export interface DiscountLine {
  readonly sku: string;
  readonly productId: string;
  readonly category: string | null;
  readonly onSale: boolean;
  readonly amount: Money;
}

export interface Discount {
  readonly amount: Money;
  /** One share for each line, in their order. */
  readonly shares: readonly Money[];
  readonly applied: WireDiscount | undefined;
  readonly message: WireMessage | undefined;
}

/** Works out the discount; without a coupon, and with one that does not hold, it is nothing. */
export function discountOf(
  asked: CouponAsked | undefined,
  lines: readonly DiscountLine[],
  currency: string,
): Discount {
  const zero = money(0, currency);
  const none = (message?: WireMessage): Discount => ({
    amount: zero,
    shares: lines.map(() => zero),
    applied: undefined,
    message,
  });
  if (!asked || lines.length === 0) return none();
  if (!asked.rule) return none(complain(asked.problem));
  const { rule } = asked;
  const named = lines.map((line) => isFor(rule, line));
  const fits = lines.map(({ onSale }, n) => named[n] === true && !(rule.excludeSale && onSale));
  const goods = add(zero, ...lines.filter((_, n) => fits[n]).map(({ amount }) => amount));
  if (goods.amount === 0)
    return none(
      complain(named.includes(true) && !fits.includes(true) ? 'coupon_not_on_sale' : 'coupon_not_for_these'),
    );
  if (rule.minimum !== undefined && goods.amount < rule.minimum)
    return none({ ...complain('coupon_minimum'), amount: rule.minimum });
  const wanted = money(rule.amount ?? portion(goods.amount, rule.rate ?? 0), currency);
  const amount = compare(wanted, goods) > 0 ? goods : wanted;
  const weights = lines.map((line, n) => (fits[n] ? line.amount.amount : 0));
  return {
    amount,
    shares: allocate(amount, weights),
    applied: { code: rule.code, title: rule.title ?? rule.code, amount: amount.amount },
    message: undefined,
  };
}

function isFor({ skus, products, categories }: CouponRule, line: DiscountLine): boolean {
  if (!skus && !products && !categories) return true;
  return [
    skus?.includes(line.sku),
    products?.includes(line.productId),
    line.category !== null && categories?.includes(line.category),
  ].includes(true);
}

/** `amount × rate / 10000`, half up, exact for every safe integer. */
const portion = (amount: number, rate: number): number =>
  Number((BigInt(amount) * BigInt(rate) * 2n + 10_000n) / 20_000n);

const REASONS: Readonly<
  Record<CouponProblem | 'coupon_not_for_these' | 'coupon_not_on_sale' | 'coupon_minimum', string>
> = {
  coupon_unknown: 'The store does not know this code.',
  coupon_expired: 'This code is over.',
  coupon_used_up: 'This code has been used as often as it can be.',
  coupon_used_by_customer: 'This code can be used once, and an order of this e-mail address has it.',
  coupon_slow_down: 'Too many codes were tried. Wait a few minutes.',
  coupon_not_for_these: 'This code is not for what is in the cart.',
  coupon_not_on_sale: 'This code takes nothing off what is reduced already.',
  coupon_minimum: 'There is too little in the cart for this code.',
};

/** A warning: the cart can be ordered all the same, for what it then costs. */
const complain = (code: keyof typeof REASONS): WireMessage => ({
  type: 'warning',
  code,
  path: '$.discounts.codes[0]',
  content: REASONS[code],
});
