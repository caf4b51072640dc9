/**
 * The shop's things as GA4's ecommerce parameters. Pure. Only what is named here goes out: products, amounts, the way to pay and
 * to deliver, the order's number. Nobody's name, address, e-mail or order token, and no coupon (a code may be made for one person).
 * Amounts are decimal numbers by our own table of minor units (money.ts).
 */
import type { Line, Order, Product, Quote, Total } from '../api/types.js';
import { money, toDecimal, type Money } from '../money.js';

export type Ga4Name =
  | ('view_item' | 'view_item_list' | 'select_item' | 'add_to_cart' | 'remove_from_cart' | 'view_cart')
  | ('begin_checkout' | 'add_shipping_info' | 'add_payment_info' | 'purchase' | 'refund');

export interface Ga4Item {
  /** The product's; all variants of one are one item. */
  readonly item_id: string;
  readonly item_name: string;
  readonly item_variant?: string;
  readonly sku?: string;
  readonly price: number;
  readonly quantity?: number;
  readonly index?: number;
}

/** As GA4 names them; `store_mode` is ours. */
export interface Ga4Params {
  readonly currency?: string;
  readonly value?: number;
  readonly items?: readonly Ga4Item[];
  readonly transaction_id?: string;
  readonly tax?: number;
  readonly shipping?: number;
  readonly shipping_tier?: string;
  readonly payment_type?: string;
  readonly item_list_name?: string;
  /** `test`: no real money. A tag can leave such orders out. */
  readonly store_mode?: 'test' | 'live';
}

export interface Ga4Event {
  readonly name: Ga4Name;
  readonly params: Ga4Params;
}

/** `3400` yen → 3400, `3400` cents → 34. A number, since GA4 takes no text; shortest, so `19.99` stays `19.99`. */
export const decimal = (value: Money): number => Number(toDecimal(value));

export const itemOf = (line: Line, quantity = line.quantity): Ga4Item => ({
  item_id: line.productId,
  item_name: line.title,
  ...(line.variant && { item_variant: line.variant }),
  sku: line.sku,
  price: decimal(line.price),
  quantity,
});

/** A shop may show none. */
const pricesOf = (variants: Product['variants']): Money[] => variants.flatMap(({ price }) => price ?? []);

/** A product as it is looked at: no variant is chosen, so its lowest price. */
export function itemOfProduct({ id, title, variants }: Product, index?: number): Ga4Item | undefined {
  const [first, ...rest] = pricesOf(variants);
  if (!first) return undefined;
  const low = rest.reduce((least, each) => (each.amount < least.amount ? each : least), first);
  return { item_id: id, item_name: title, price: decimal(low), ...(index !== undefined && { index }) };
}

export function viewItem(product: Product): Ga4Event | undefined {
  const item = itemOfProduct(product);
  const currency = pricesOf(product.variants)[0]?.currency;
  return item && currency
    ? { name: 'view_item', params: { currency, value: item.price, items: [item] } }
    : undefined;
}

/** GA4 wants no sum of a list, and takes at most 200 items. */
export function viewItemList(products: readonly Product[], list: string): Ga4Event | undefined {
  const items = products.slice(0, 200).flatMap((product, index) => itemOfProduct(product, index) ?? []);
  const currency = products.flatMap(({ variants }) => pricesOf(variants))[0]?.currency;
  return items.length && currency
    ? { name: 'view_item_list', params: { currency, item_list_name: list, items } }
    : undefined;
}

export function selectItem(product: Product, list: string): Ga4Event | undefined {
  const seen = viewItemList([product], list);
  return seen && { ...seen, name: 'select_item' };
}

/** Pieces that were put into the cart or taken out, priced by a quote that knows them. */
export function cartChange(
  name: 'add_to_cart' | 'remove_from_cart',
  pieces: readonly (readonly [line: Line, quantity: number])[],
): Ga4Event | undefined {
  const currency = pieces[0]?.[0].price.currency;
  if (!currency) return undefined;
  const value = pieces.reduce((sum, [{ price }, quantity]) => sum + price.amount * quantity, 0);
  const items = pieces.map(([line, quantity]) => itemOf(line, quantity));
  return { name, params: { currency, value: decimal(money(value, currency)), items } };
}

type Priced = Pick<Quote | Order, 'lines' | 'totals' | 'total'>;

/** GA4: the sum of the items, without tax and shipping; what a discount takes off is taken off. */
const goods = ({
  lines,
  totals,
  total: { currency },
}: Priced): Required<Pick<Ga4Params, 'currency' | 'value' | 'items'>> => {
  const value =
    amountOf(totals, 'subtotal', currency).amount - Math.abs(amountOf(totals, 'discount', currency).amount);
  return { currency, value: decimal(money(value, currency)), items: lines.map((line) => itemOf(line)) };
};

export const ofQuote = (
  name: 'view_cart' | 'begin_checkout' | 'add_shipping_info',
  quote: Quote,
): Ga4Event => {
  const tier = quote.delivery.options.find(({ id }) => id === quote.delivery.optionId)?.title;
  const shipping = name === 'add_shipping_info' && tier !== undefined && { shipping_tier: tier };
  return { name, params: { ...goods(quote), ...shipping } };
};

export const ofOrder = (
  name: 'add_shipping_info' | 'add_payment_info' | 'purchase',
  order: Order,
): Ga4Event => {
  const { totals, total, delivery } = order;
  const gateway = order.payments.at(-1)?.gateway;
  const tier = delivery.options.find(({ id }) => id === delivery.optionId)?.title;
  return {
    name,
    params: {
      ...goods(order),
      ...(name === 'add_shipping_info' && tier !== undefined && { shipping_tier: tier }),
      ...(name !== 'add_shipping_info' && gateway !== undefined && { payment_type: gateway }),
      ...(name === 'purchase' && {
        transaction_id: order.number,
        tax: decimal(amountOf(totals, 'tax', total.currency)),
        shipping: decimal(amountOf(totals, 'fulfillment', total.currency)),
      }),
      store_mode: order.mode,
    },
  };
};

/** All of it. How much a part came to, a shopper's page does not know. */
export const refundOf = (order: Order): Ga4Event => ({
  name: 'refund',
  params: { ...goods(order), transaction_id: order.number, store_mode: order.mode },
});

const amountOf = (totals: readonly Total[], type: Total['type'], currency: string): Money =>
  money(
    totals.reduce((sum, total) => (total.type === type ? sum + total.amount.amount : sum), 0),
    currency,
  );
