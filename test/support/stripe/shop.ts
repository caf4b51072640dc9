/** A store server that takes payments by Stripe, with the double behind it. */
import type { TestContext } from 'node:test';
import type { WireOrder, WirePlacedOrder } from '../../../src/api/wire.js';
import type { Attempt, ServerGateway } from '../../../src/gateways/gateway-server.js';
import {
  stripeCheckout,
  stripeGateway,
  type StripeServerOptions,
} from '../../../src/gateways/stripe/server.js';
import { money } from '../../../src/money.js';
import { newKey, NOON, startServer, type Lines, type TestServer } from '../server.js';
import { PUBLISHABLE_KEY, SECRET_KEY, startStripeApi, WEBHOOK_SECRET, type StripeApi } from './api.js';

export interface StripeShop {
  readonly api: StripeApi;
  readonly server: TestServer;
  /** Places an order to be paid by Stripe, which must succeed. */
  place(lines?: Lines): Promise<WirePlacedOrder>;
  /** The PaymentIntent of the order's attempt. */
  intentOf(placed: WirePlacedOrder): string;
  /** A further attempt, or the open one again. */
  payAgain(placed: WirePlacedOrder): ReturnType<TestServer['post']>;
  order(placed: WirePlacedOrder): Promise<WireOrder>;
  /** Delivers an event as Stripe would and answers the status code. */
  deliver(event: object, how?: Parameters<StripeApi['events']['sign']>[1]): Promise<number>;
}

export const optionsFor = (api: StripeApi, now?: () => number): StripeServerOptions => ({
  secretKey: SECRET_KEY,
  publishableKey: PUBLISHABLE_KEY,
  webhookSecrets: [WEBHOOK_SECRET],
  api: api.address,
  ...(now && { clock: now }),
});

export async function startShop(
  t: TestContext,
  change: Partial<StripeServerOptions> = {},
  kind: 'stripe' | 'stripe-checkout' = 'stripe',
): Promise<StripeShop> {
  let clock = (): number => NOON;
  const api = await startStripeApi({ now: () => clock() });
  t.after(() => api.close());
  const server = await startServer(t, {
    more: (now) => {
      clock = now;
      const options = { ...optionsFor(api, now), ...change };
      return [kind === 'stripe' ? stripeGateway(options) : stripeCheckout({ ...options, title: 'Tea & Co' })];
    },
  });
  return {
    api,
    server,
    async place(lines) {
      const wish = await server.wish(lines, { gateway: kind });
      const { status, body, text } = await server.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
      if (status !== 201) throw new Error(`the order was not placed: ${status} ${text}`);
      return body;
    },
    intentOf({ payment }) {
      const found = [...api.book.intents.values()].find(
        (each) => each.metadata['store_payment'] === payment.id,
      );
      if (!found) throw new Error('Stripe has no such PaymentIntent');
      return found.id;
    },
    payAgain: ({ order, token }) =>
      server.post(`/orders/${order.id}/payments`, { gateway: kind }, { token, key: newKey() }),
    order: (placed) => server.order(placed),
    async deliver(event, how) {
      const { body, headers } = api.events.sign(event, { at: server.now(), ...how });
      const answer = await server.send('POST', `/callbacks/${kind}`, body, { headers, origin: null });
      return answer.status;
    },
  };
}

/** An attempt as the store server would hand it over. */
export const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  paymentId: 'pay_00000000000000000000000001',
  orderId: 'ord_00000000000000000000000001',
  key: 'attempt-key-1',
  amount: money(2990, 'EUR'),
  gatewayPaymentId: null,
  createdAt: new Date(NOON),
  returnUrl: 'https://shop.test/order.html?store_order=ord_00000000000000000000000001',
  buyer: { email: 'aiko@example.com', locale: 'de-DE' },
  ...change,
});

/** The server half alone, and the double. */
export async function startGateway(
  t: TestContext,
  change: Partial<StripeServerOptions> = {},
): Promise<{ api: StripeApi; gateway: ServerGateway; advance: (ms: number) => void; signal: AbortSignal }> {
  const clock = { now: NOON };
  const api = await startStripeApi({ now: () => clock.now });
  t.after(() => api.close());
  return {
    api,
    gateway: stripeGateway({ ...optionsFor(api, () => clock.now), ...change }),
    advance: (ms) => (clock.now += ms),
    signal: new AbortController().signal,
  };
}
