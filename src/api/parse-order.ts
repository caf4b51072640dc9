/** The door for what the server says of orders and payments; rules as in parse.ts. */
import { money } from '../money.js';
import { amountOf, list, reader, readDelivery, readDiscounts, readLine, readTotals, text } from './parse.js';
import type { Gateway, Order, Payment, PlacedOrder, StartedAttempt, StoreConfig } from './types.js';
import type { WireAttempt, WireConfig, WireOrder, WirePayment, WirePlacedOrder } from './wire.js';

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
    claims: g.claims,
  })),
  consents: list(wire.consents ?? [], (consent) => ({
    ...consent,
    text: text(consent.text),
    translations: Object.freeze({ ...consent.translations }),
  })),
  orderNote: wire.order_note === true,
  pricesBy: list(wire.prices_by ?? [], (part) => part),
}));

const payment = (wire: WirePayment): Payment => ({
  id: text(wire.id),
  number: wire.number,
  gateway: wire.gateway,
  status: wire.status,
  amount: money(wire.amount, wire.currency),
  declineCode: wire.decline_code,
  instructions: wire.instructions,
});

const order = (wire: WireOrder): Order => {
  const all = readTotals(wire.totals, wire.currency);
  return Object.freeze({
    id: text(wire.id),
    number: text(wire.number),
    status: wire.status,
    paymentStatus: wire.payment_status,
    mode: wire.mode,
    placedAt: wire.placed_at,
    lines: list(wire.line_items, (l) => readLine(l, wire.currency)),
    totals: all,
    total: amountOf(all, 'total'),
    discounts: readDiscounts(wire.discounts, wire.currency),
    giftNote: wire.gift_note,
    delivery: readDelivery(wire.fulfillment, wire.currency),
    quoteHash: wire.quote_hash,
    emailHint: wire.buyer.email_hint,
    due: money(wire.amount_due, wire.currency),
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
