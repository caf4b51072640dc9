/** What every check works on: a new processor, a new store, and words for what is wrong. */
import type { WireAttempt, WireOrder, WirePlacedOrder } from '../api/wire.js';
import type { Attempt, GatewayEvent, ServerGateway } from '../gateways/gateway-server.js';
import { money } from '../money.js';
import { newKey, openShop, PRICE, type Shop } from './shop.js';
import type { Ability, Booking, Callback, Deed, Processor, World } from './world.js';

export interface Bench {
  readonly world: World;
  readonly currency: string;
  readonly processor: Processor;
  readonly gateway: ServerGateway;
  readonly shop: Shop;
  /** Lets time pass, for all; or go back, for a clock that was wrong. */
  advance(ms: number): void;
  now(): Date;
  /** What a shopper does with the placed order's step, the token handed on included. */
  act(deed: Deed, placed: WirePlacedOrder | (WireAttempt & { readonly token: string })): Promise<void>;
  /** Delivers all callbacks there are. @throws if the store does not take them. */
  deliverAll(): Promise<void>;
  /** Verifies a callback as the store would, now. */
  verify(callback: Callback): Promise<GatewayEvent[]>;
  /** An attempt of its own, past the store. */
  attempt(change?: Partial<Attempt>): Attempt;
}

/** A check before it is bound to a world. */
export interface Draft {
  readonly name: string;
  readonly needs?: Ability;
  /** Also for gateways whose money passes through nobody. */
  readonly offline?: true;
  readonly run: (bench: Bench) => Promise<void>;
}

export const HOUR = 3_600_000;

/** @throws Error with the sentence if it does not hold. */
export function must(holds: unknown, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

export async function onBench<T>(
  world: World,
  work: (bench: Bench) => Promise<T>,
  currency = world.currencies?.[0] ?? 'EUR',
): Promise<T> {
  // Whole seconds: signatures have no finer time.
  let at = Math.floor(Date.now() / 1000) * 1000;
  const now = (): Date => new Date(at);
  const processor = await world.start({ now });
  const { gateway } = processor;
  const shop = await openShop(gateway, { currency, now: () => at });
  let attempts = 0;
  const bench: Bench = {
    world,
    currency,
    processor,
    gateway,
    shop,
    now,
    advance: (ms) => (at += ms),
    async act(deed, placed) {
      const token = await processor.act(deed, { next: placed.next, reference: placed.payment.id });
      if (token !== undefined) await shop.submit(placed, token);
    },
    async deliverAll() {
      for (const callback of await processor.callbacks()) {
        const status = await shop.deliver(callback);
        must(status === 200, `a genuine callback was answered ${status}, not 200`);
      }
    },
    async verify({ headers, body }) {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      return gateway.verifyCallback({ headers: new Headers({ ...headers }), body: bytes, receivedAt: now() });
    },
    attempt: (change = {}) => ({
      paymentId: `pay_conformance${++attempts}`,
      orderId: `ord_conformance${attempts}`,
      key: newKey().slice(0, 30),
      amount: money(PRICE, currency),
      gatewayPaymentId: null,
      createdAt: now(),
      returnUrl: 'https://shop.example/order.html',
      buyer: { email: 'ana@example.com', locale: 'en' },
      ...change,
    }),
  };
  try {
    return await work(bench);
  } finally {
    await shop.close();
    await processor.stop?.();
  }
}

/** By the processor's books: money taken for this payment. */
export async function chargesOf({ processor }: Bench, reference: string): Promise<readonly Booking[]> {
  return (await processor.charges()).filter((booking) => booking.reference === reference);
}

export async function mustBeCharged(bench: Bench, times: number, when: string): Promise<void> {
  const charges = await bench.processor.charges();
  must(charges.length === times, `money was taken ${charges.length} times ${when}, not ${times}`);
  for (const { amount } of charges)
    must(
      amount.amount === PRICE && amount.currency === bench.currency,
      `${amount.amount} ${amount.currency} were taken ${when}, not ${PRICE} ${bench.currency} (minor units)`,
    );
}

export async function mustStand(
  bench: Bench,
  placed: WirePlacedOrder,
  status: WireOrder['payment_status'],
  when: string,
): Promise<WireOrder> {
  const order = await bench.shop.order(placed);
  must(order.payment_status === status, `the order is "${order.payment_status}" ${when}, not "${status}"`);
  return order;
}
