/** A store server that takes payments by Square, with the double behind it. */
import type { TestContext } from 'node:test';
import type { WireAttempt, WireOrder, WirePlacedOrder } from '../../../src/api/wire.js';
import type { Attempt, ServerGateway } from '../../../src/gateways/gateway-server.js';
import {
  squareGateway,
  squarePaymentLinks,
  type SquareServerOptions,
} from '../../../src/gateways/square/server.js';
import { money } from '../../../src/money.js';
import { KEY } from '../office.js';
import { newKey, NOON, startServer, type Lines, type TestServer } from '../server.js';
import {
  ACCESS_TOKEN,
  APPLICATION_ID,
  LOCATION_ID,
  NOTIFICATION_URL,
  SIGNATURE_KEY,
  startSquareApi,
  type SquareApi,
} from './api.js';
import type { Token } from './book.js';

export interface SquareShop {
  readonly api: SquareApi;
  readonly server: TestServer;
  /** Places an order to be paid by Square, which must succeed. */
  place(lines?: Lines): Promise<WirePlacedOrder>;
  /** Hands in a token, as the page does after tokenize. */
  submit(
    placed: WirePlacedOrder,
    token: Token,
    payment?: string,
    how?: { readonly partial: boolean },
  ): ReturnType<TestServer['post']>;
  /** A further attempt, or the open one again. */
  payAgain(placed: WirePlacedOrder): Promise<{ status: number; body: WireAttempt }>;
  order(placed: WirePlacedOrder): Promise<WireOrder>;
  /** Delivers an event as Square would and answers the status code. */
  deliver(event: object, how?: Parameters<SquareApi['events']['sign']>[1]): Promise<number>;
}

export const optionsFor = (api: Pick<SquareApi, 'url'>): SquareServerOptions => ({
  accessToken: ACCESS_TOKEN,
  applicationId: APPLICATION_ID,
  locationId: LOCATION_ID,
  webhook: { signatureKeys: [SIGNATURE_KEY], notificationUrl: NOTIFICATION_URL },
  api: api.url,
});

export async function startShop(
  t: TestContext,
  change: Partial<SquareServerOptions> = {},
  kind: 'square' | 'square-links' = 'square',
): Promise<SquareShop> {
  let clock = (): number => NOON;
  const api = await startSquareApi({ now: () => clock() });
  t.after(() => api.close());
  const server = await startServer(t, {
    options: { adminKeys: [KEY] },
    more: (now) => {
      clock = now;
      const options = { ...optionsFor(api), ...change };
      return [
        kind === 'square' ? squareGateway(options) : squarePaymentLinks({ ...options, title: 'Tea & Co' }),
      ];
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
    submit: (placed, token, payment = placed.payment.id, how) =>
      server.post(
        `/orders/${placed.order.id}/payments/${payment}/submit`,
        { token, ...how },
        { token: placed.token },
      ),
    payAgain: ({ order, token }) =>
      server.post<WireAttempt>(`/orders/${order.id}/payments`, { gateway: kind }, { token, key: newKey() }),
    order: (placed) => server.order(placed),
    async deliver(event, how) {
      const { body, headers } = api.events.sign(event, how);
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
  change: Partial<SquareServerOptions> = {},
): Promise<{ api: SquareApi; gateway: ServerGateway; signal: AbortSignal }> {
  const api = await startSquareApi({ now: () => NOON });
  t.after(() => api.close());
  return {
    api,
    gateway: squareGateway({ ...optionsFor(api), ...change }),
    signal: new AbortController().signal,
  };
}
