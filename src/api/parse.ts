/**
 * The door for what the server says: wire → frozen types. It checks what would hurt if it were wrong (amounts,
 * currency, statuses, lists) and throws `server_answer`; inside, nothing is checked again.
 */
import { StoreError } from '../errors.js';
import { money, type Money } from '../money.js';
import type {
  Gateway,
  Line,
  Order,
  Payment,
  PlacedOrder,
  Product,
  Quote,
  StartedAttempt,
  StoreConfig,
  Total,
} from './types.js';
import type {
  WireAttempt, WireConfig, WireLine, WireOrder, WirePayment, WirePlacedOrder, WireProduct, WireQuote, WireTotal,
} from './wire.js'; // prettier-ignore

/** Reads an answer; whatever the shape lacks ends as one StoreError that names the answer. */
function reader<T>(what: string, read: (wire: never) => T): (json: unknown) => T {
  return (json) => {
    try {
      return Object.freeze(read(json as never));
    } catch (cause) {
      throw new StoreError('server_answer', `The ${what} is not as expected.`, { cause });
    }
  };
}

const list = <A, B>(items: readonly A[], read: (item: A) => B): readonly B[] =>
  Object.freeze(items.map((item) => Object.freeze(read(item))));

const text = (value: string): string => {
  if (typeof value !== 'string') throw new TypeError('not a text');
  return value;
};

const totals = (wire: readonly WireTotal[], currency: string): readonly Total[] =>
  list(wire, (t) => ({ type: t.type, amount: money(t.amount, currency) }));

function amountOf(all: readonly Total[], type: Total['type']): Money {
  const found = all.find((t) => t.type === type);
  if (!found) throw new TypeError(`no ${type}`);
  return found.amount;
}

const line = (wire: WireLine, currency: string): Line => ({
  sku: text(wire.item.id),
  productId: wire.item.product_id,
  title: text(wire.item.title),
  variant: wire.item.variant,
  image: wire.item.image,
  quantity: wire.quantity,
  quantityMax: wire.quantity_max,
  price: money(wire.item.price, currency),
  subtotal: amountOf(totals(wire.totals, currency), 'subtotal'),
});

const delivery = (wire: WireQuote['fulfillment'], currency: string): Quote['delivery'] =>
  Object.freeze({
    country: wire.country,
    options: list(wire.options, ({ amount, ...option }) => ({ ...option, amount: money(amount, currency) })),
    optionId: wire.option_id,
  });

export const parseQuote = reader<Quote>('quote', (wire: WireQuote) => {
  const all = totals(wire.totals, wire.currency);
  return {
    ready: wire.status === 'ready_for_complete',
    hash: text(wire.hash),
    currency: wire.currency,
    lines: list(wire.line_items, (l) => line(l, wire.currency)),
    totals: all,
    total: amountOf(all, 'total'),
    delivery: delivery(wire.fulfillment, wire.currency),
    messages: list(wire.messages, (m) => ({
      type: m.type,
      code: m.code,
      sku: m.sku,
      content: text(m.content),
    })),
  };
});

export const parseConfig = reader<StoreConfig>('store configuration', (wire: WireConfig) => ({
  name: text(wire.name),
  currency: wire.currency,
  mode: wire.mode,
  countries: list(wire.countries, text),
  gateways: list(wire.gateways, (g): Gateway => ({
    name: text(g.name),
    kind: g.kind,
    mode: g.mode,
    frameOrigins: list(g.frame_origins, text),
    redirectHosts: list(g.redirect_hosts, text),
    values: g.settings,
  })),
}));

const product = (wire: WireProduct): Product => ({
  id: text(wire.id),
  title: text(wire.title),
  description: text(wire.description),
  image: wire.image,
  options: wire.options,
  variants: list(wire.variants, ({ price, ...variant }) => ({
    ...variant,
    price: money(price, wire.currency),
  })),
});

export const parseProduct = reader<Product>('product', product);

const payment = (wire: WirePayment): Payment => ({
  id: text(wire.id),
  number: wire.number,
  gateway: wire.gateway,
  status: wire.status,
  amount: money(wire.amount, wire.currency),
  declineCode: wire.decline_code,
});

const order = (wire: WireOrder): Order => {
  const all = totals(wire.totals, wire.currency);
  return Object.freeze({
    id: text(wire.id),
    number: text(wire.number),
    status: wire.status,
    paymentStatus: wire.payment_status,
    mode: wire.mode,
    placedAt: wire.placed_at,
    lines: list(wire.line_items, (l) => line(l, wire.currency)),
    totals: all,
    total: amountOf(all, 'total'),
    delivery: delivery(wire.fulfillment, wire.currency),
    quoteHash: wire.quote_hash,
    emailHint: wire.buyer.email_hint,
    payments: list(wire.payments, payment),
  });
};

export const parseOrder = reader<Order>('order', order);

const attempt = (wire: WireAttempt): StartedAttempt => ({
  order: order(wire.order),
  payment: Object.freeze(payment(wire.payment)),
  next: wire.next,
});

export const parseAttempt = reader<StartedAttempt>('payment', attempt);

export const parsePlaced = reader<PlacedOrder>('order', (wire: WirePlacedOrder) => ({
  ...attempt(wire),
  token: text(wire.token),
}));
