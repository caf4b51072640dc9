/**
 * The door for what the server says: wire → frozen types. It checks what would hurt if it were wrong (amounts,
 * currency, statuses, lists) and throws `server_answer`; inside, nothing is checked again.
 */
import { StoreError } from '../errors.js';
import { money, type Money } from '../money.js';
import type { Line, Quote, Total } from './types.js';
import type { WireLine, WireQuote, WireTotal } from './wire.js';

/** Reads an answer; whatever the shape lacks ends as one StoreError that names the answer. */
export function reader<T>(what: string, read: (wire: never) => T): (json: unknown) => T {
  return (json) => {
    try {
      return Object.freeze(read(json as never));
    } catch (cause) {
      throw new StoreError('server_answer', `The ${what} is not as expected.`, { cause });
    }
  };
}

export const list = <A, B>(items: readonly A[], read: (item: A) => B): readonly B[] =>
  Object.freeze(items.map((item) => Object.freeze(read(item))));

export const text = (value: string): string => {
  if (typeof value !== 'string') throw new TypeError('not a text');
  return value;
};

export const readTotals = (wire: readonly WireTotal[], currency: string): readonly Total[] =>
  list(wire, (t) => ({
    type: t.type,
    amount: money(t.amount, currency),
    included: t.included === true,
  }));

export function amountOf(all: readonly Total[], type: Total['type']): Money {
  const found = all.find((t) => t.type === type);
  if (!found) throw new TypeError(`no ${type}`);
  return found.amount;
}

export const readLine = (wire: WireLine, currency: string): Line => ({
  sku: text(wire.item.id),
  productId: wire.item.product_id,
  title: text(wire.item.title),
  variant: wire.item.variant,
  image: wire.item.image,
  quantity: wire.quantity,
  quantityMax: wire.quantity_max,
  price: money(wire.item.price, currency),
  subtotal: amountOf(readTotals(wire.totals, currency), 'subtotal'),
});

export const readDelivery = (wire: WireQuote['fulfillment'], currency: string): Quote['delivery'] =>
  Object.freeze({
    country: wire.country,
    options: list(wire.options, ({ amount, free_from: freeFrom, ...option }) => ({
      ...option,
      amount: money(amount, currency),
      freeFrom: freeFrom ? money(freeFrom, currency) : undefined,
    })),
    optionId: wire.option_id,
  });

export const readDiscounts = (wire: WireQuote['discounts'], currency: string): Quote['discounts'] =>
  wire && list(wire.applied, (each) => ({ ...each, amount: money(each.amount, currency) }));

export const parseQuote = reader<Quote>('quote', (wire: WireQuote) => {
  const all = readTotals(wire.totals, wire.currency);
  return {
    ready: wire.status === 'ready_for_complete',
    hash: text(wire.hash),
    currency: wire.currency,
    lines: list(wire.line_items, (l) => readLine(l, wire.currency)),
    totals: all,
    total: amountOf(all, 'total'),
    discounts: readDiscounts(wire.discounts, wire.currency),
    delivery: readDelivery(wire.fulfillment, wire.currency),
    messages: list(wire.messages, (m) => ({
      type: m.type,
      code: m.code,
      sku: m.sku,
      amount: m.amount ? money(m.amount, wire.currency) : undefined,
      content: text(m.content),
    })),
  };
});
