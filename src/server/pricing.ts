/**
 * What a cart costs: a pure function of the catalogue, the wishes and the store's rules. No I/O, no clock, and nothing
 * the page says but item, quantity, place and delivery option goes in. A cart that cannot be ordered is priced all the
 * same and says why; only a mistake of the merchant throws.
 *
 * Every message's path counts in the request (`$.line_items[0]` is the first line asked for), since a line of an unknown
 * item is missing in the answer.
 */
import { add, compare, money, subtract, times, type Money } from '../money.js';
import type {
  WireDiscount,
  WireFulfillmentOption,
  WireImage,
  WireLine,
  WireMessage,
  WireQuote,
  WireTotal,
} from '../api/wire.js';
import { discountOf, type CouponAsked } from './discount.js';
import { canonical, sha256 } from './ids.js';
import { fitOf, type Area, type Needs, type Place } from './places.js';
import { taxOf, type KnownTax } from './tax.js';

/** A way to deliver, and for where. */
export interface DeliveryRule extends Area {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Minor units of the store's currency. */
  readonly amount: number;
  /** From this subtotal on, less the discount, it costs nothing. */
  readonly freeFrom?: number;
}

/** What delivery depends on. */
export interface DeliveryFacts extends Place {
  readonly currency: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly amount: Money }[];
  /** Of the goods, less the discount. */
  readonly goods: Money;
}

/** One way to deliver, as a merchant's function offers it. */
export type DeliveryOffer = Pick<DeliveryRule, 'id' | 'title' | 'description' | 'amount'>;

/**
 * A merchant's own rule, or the way to a carrier's prices. Asked as a `TaxHook` is; no offers: the store does not deliver there;
 * `{ needs: 'postal_code' }`: ask the shopper first.
 */
export type DeliveryHook = (
  facts: DeliveryFacts,
  signal: AbortSignal,
) => DeliveryAnswer | Promise<DeliveryAnswer>;

export type DeliveryAnswer = readonly DeliveryOffer[] | Needs;

/** What the catalogue says of one sku, now. */
export interface CatalogItem {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  /** The chosen options in words; empty for a product without options. */
  readonly variant: string;
  /** Minor units. */
  readonly price: number;
  readonly image: WireImage | null;
  /** Pieces that can still be ordered; null: as many as one likes. */
  readonly available: number | null;
  readonly category?: string | null;
  /** It cost more before. */
  readonly onSale?: boolean;
}

/** A wished line. `index` is its place in the request. */
export interface CartLine {
  readonly sku: string;
  readonly quantity: number;
  readonly index: number;
}

export interface PricingFacts {
  readonly currency: string;
  readonly items: ReadonlyMap<string, CatalogItem>;
  /** At most one per sku. */
  readonly lines: readonly CartLine[];
  readonly country: string;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly optionId: string | undefined;
  /** Rules, or what was answered before. */
  readonly delivery: readonly DeliveryRule[] | ((facts: DeliveryFacts) => readonly DeliveryRule[] | Needs);
  readonly tax: KnownTax | undefined;
  /** The code the shopper typed, if any. */
  readonly coupon?: CouponAsked | undefined;
  /** Whether the store takes codes at all. */
  readonly coupons?: boolean;
}

/** The most of one item in one order. */
export const QUANTITY_LIMIT = 999;

/** Prices a cart. */
export function priceCart(facts: PricingFacts): WireQuote {
  const { currency } = facts;
  const zero = money(0, currency);
  const messages: WireMessage[] = [];
  const lines: WireLine[] = [];
  for (const wish of facts.lines) {
    const item = facts.items.get(wish.sku);
    if (item) lines.push(lineOf(item, wish, currency));
    const message = complaint(item, wish);
    if (message) messages.push(message);
  }
  if (facts.lines.length === 0) {
    messages.push({ type: 'error', code: 'cart_empty', path: '$.line_items', content: 'The cart is empty.' });
  }

  const amounts = lines.map((line) => times(money(line.item.price, currency), line.quantity));
  const subtotal = add(zero, ...amounts);
  const discount = discountOf(
    facts.coupon,
    lines.map((line, n) => ({
      sku: line.id,
      productId: line.item.product_id,
      category: facts.items.get(line.id)?.category ?? null,
      onSale: facts.items.get(line.id)?.onSale ?? false,
      amount: amounts[n] ?? zero,
    })),
    currency,
  );
  if (discount.message) messages.push(discount.message);
  const goods = subtract(subtotal, discount.amount);
  const wanted = lines.map((line, n) => ({
    sku: line.id,
    quantity: line.quantity,
    amount: amounts[n] ?? zero,
  }));
  const { country, region = null, postalCode = null } = facts;
  const place: Place = { country, region, postalCode };
  const lacks = new Set<Needs['needs']>();
  const rules =
    typeof facts.delivery === 'function'
      ? facts.delivery({ currency, ...place, lines: wanted, goods })
      : facts.delivery;
  const options = optionsFor(rules, place, goods, lacks);
  const option = options.find(({ id }) => id === facts.optionId) ?? cheapest(options);
  if (facts.optionId !== undefined && option?.id !== facts.optionId) {
    const content = 'The chosen delivery is not offered for this country.';
    messages.push({ type: 'warning', code: 'delivery_changed', path: '$.fulfillment.option_id', content });
  }
  const delivery = lines.length > 0 && option ? money(option.amount, currency) : zero;
  const taxed = {
    ...{ currency, ...place, subtotal, delivery, discount: discount.amount },
    lines: wanted.map((line, n) => ({ ...line, discount: discount.shares[n] ?? zero })),
  };
  const tax = taxOf(facts.tax, taxed, lacks);
  for (const part of lacks)
    messages.push({
      type: 'error',
      code: `${part}_needed`,
      path: `$.fulfillment.${part}`,
      content: NEEDED[part],
    });
  const net = add(goods, delivery);
  const total = tax && !tax.included ? add(net, tax.amount) : net;
  if (lines.length > 0 && total.amount === 0) {
    messages.push({ type: 'error', code: 'total_zero', content: 'There is nothing to pay in this cart.' });
  }

  const totals: WireTotal[] = [
    { type: 'subtotal', amount: subtotal.amount },
    ...(discount.applied ? [{ type: 'discount', amount: 0 - discount.amount.amount } as const] : []),
    { type: 'fulfillment', amount: delivery.amount },
    ...(tax
      ? [
          {
            type: 'tax',
            amount: tax.amount.amount,
            ...(tax.included && { included: true as const }),
          } as const,
        ]
      : []),
    { type: 'total', amount: total.amount },
  ];
  return {
    status: messages.some(({ type }) => type === 'error') ? 'incomplete' : 'ready_for_complete',
    hash: hashOf({
      ...{ lines, currency, option, delivery, discount: discount.applied },
      ...{ tax: tax?.amount ?? zero, total },
    }),
    currency,
    line_items: lines.map((line, n) => discounted(line, discount.shares[n] ?? zero)),
    totals,
    ...(facts.coupons && {
      discounts: {
        codes: facts.coupon?.code === undefined ? [] : [facts.coupon.code],
        applied: discount.applied ? [discount.applied] : [],
      },
    }),
    fulfillment: { country: facts.country, options, option_id: option?.id ?? null },
    messages,
  };
}

/** The line with its share of the discount, if it has one. */
function discounted(line: WireLine, { amount: share }: Money): WireLine {
  const [subtotal] = line.totals;
  if (share === 0 || !subtotal) return line;
  const total = { type: 'total', amount: subtotal.amount - share } as const;
  return { ...line, totals: [subtotal, { type: 'discount', amount: -share }, total] };
}

function lineOf(item: CatalogItem, { quantity }: CartLine, currency: string): WireLine {
  const amount = times(money(item.price, currency), quantity).amount;
  return {
    id: item.sku,
    item: {
      id: item.sku,
      product_id: item.productId,
      title: item.title,
      variant: item.variant,
      price: item.price,
      image: item.image,
    },
    quantity,
    quantity_max: mostOf(item),
    totals: [
      { type: 'subtotal', amount },
      { type: 'total', amount },
    ],
  };
}

const mostOf = (item: CatalogItem): number =>
  Math.min(QUANTITY_LIMIT, Math.max(0, item.available ?? QUANTITY_LIMIT));

function complaint(
  item: CatalogItem | undefined,
  { sku, quantity, index }: CartLine,
): WireMessage | undefined {
  const about = { type: 'error', path: `$.line_items[${index}]`, sku } as const;
  if (!item) return { ...about, code: 'product_unknown', content: 'This item is not sold here any more.' };
  const most = mostOf(item);
  if (most === 0) return { ...about, code: 'out_of_stock', content: `${item.title} is sold out.` };
  if (quantity <= most) return undefined;
  return { ...about, code: 'quantity_too_high', content: `At most ${most} of ${item.title} can be ordered.` };
}

const NEEDED: Readonly<Record<Needs['needs'], string>> = {
  region: 'Delivery or tax depends on the state or region.',
  postal_code: 'Delivery or tax depends on the postal code.',
};

function optionsFor(
  rules: readonly DeliveryRule[] | Needs,
  place: Place,
  goods: Money,
  lacks: Set<Needs['needs']>,
): WireFulfillmentOption[] {
  if ('needs' in rules) {
    lacks.add(rules.needs);
    return [];
  }
  return rules
    .filter((rule) => {
      const fit = fitOf(rule, place);
      for (const part of fit.lacks) lacks.add(part);
      return fit.fits;
    })
    .map(({ id, title, description, amount, freeFrom }) => {
      const free = freeFrom !== undefined && compare(goods, money(freeFrom, goods.currency)) >= 0;
      const option = { id, title, description, amount: free ? 0 : amount };
      return freeFrom === undefined ? option : { ...option, free_from: freeFrom };
    });
}

/** Preselected, so that the first total a shopper sees is a whole one and no dearer than it must be; ties go to the first. */
const cheapest = (options: readonly WireFulfillmentOption[]): WireFulfillmentOption | undefined =>
  options.reduce<WireFulfillmentOption | undefined>(
    (best, each) => (best && best.amount <= each.amount ? best : each),
    undefined,
  );

/** Binds what the shopper agrees to pay for. The order of lines, titles and pictures are not part of it. */
function hashOf(facts: {
  readonly lines: readonly WireLine[];
  readonly currency: string;
  readonly option: WireFulfillmentOption | undefined;
  readonly delivery: Money;
  readonly discount: WireDiscount | undefined;
  readonly tax: Money;
  readonly total: Money;
}): string {
  const lines = facts.lines.map((line) => [line.id, line.quantity, line.item.price] as const);
  return sha256(
    canonical({
      lines: lines.sort(([a], [b]) => (a < b ? -1 : 1)),
      currency: facts.currency,
      delivery: [facts.option?.id ?? null, facts.delivery.amount],
      discount: facts.discount ? [facts.discount.code, facts.discount.amount] : 0,
      tax: facts.tax.amount,
      total: facts.total.amount,
    }),
  );
}
