/** The merchant's desk, for tests: a store with admin keys, a way to pay by hand beside the paper gateway, and what is asked there. */
import type { TestContext } from 'node:test';
import type { WireAdminOrder, WireAlertList, WireRefundAnswer } from '../../src/api/wire-admin.js';
import type { WireGateway, WirePlacedOrder } from '../../src/api/wire.js';
import type { ServerGateway } from '../../src/gateways/gateway-server.js';
import { newAdminKey } from '../../src/server/index.js';
import { newKey, startServer, type Answer, type TestServer, type World } from './server.js';

export const KEY = newAdminKey();
export const OLD = newAdminKey();

/** Asks as the merchant's own program does. */
export const admin = { token: KEY, origin: null } as const;

/** Money that comes by hand. */
export const byHand: ServerGateway = {
  name: 'transfer',
  mode: 'test',
  describe: (): WireGateway => ({
    ...{ name: 'transfer', kind: 'offline', mode: 'test' },
    ...{ frame_origins: [], redirect_hosts: [], settings: {} },
  }),
  start: () => Promise.resolve({ gatewayPaymentId: null, next: { type: 'wait' }, report: undefined }),
  retrieve: () => Promise.resolve(undefined),
  verifyCallback: () => [],
};

/** Without limits, unless they are asked for. */
export const start = (t: TestContext, world: World = {}): Promise<TestServer> =>
  startServer(t, {
    ...world,
    more: () => [byHand],
    options: { adminKeys: [OLD, KEY], limits: false, ...world.options },
  });

export const orderOf = (shop: TestServer, { order }: WirePlacedOrder): Promise<Answer<WireAdminOrder>> =>
  shop.get<WireAdminOrder>(`/admin/orders/${order.id}`, admin);

export const alertsOf = async (shop: TestServer, query = ''): Promise<WireAlertList['alerts']> =>
  (await shop.get<WireAlertList>(`/admin/alerts${query}`, admin)).body.alerts;

/** An order whose payment the paper gateway's callback has confirmed. */
export async function paid(shop: TestServer, lines?: Record<string, number>): Promise<WirePlacedOrder> {
  const placed = await shop.place(lines);
  await shop.deliver(shop.says(placed, 'paid'));
  return placed;
}

/** An order whose money came by hand. */
export async function paidByHand(shop: TestServer): Promise<WirePlacedOrder> {
  const wish = await shop.wish({ tea: 2 }, { gateway: byHand.name });
  const { body } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
  await shop.post(`/admin/orders/${body.order.id}/paid`, {}, admin);
  return body;
}

export const refund = (
  shop: TestServer,
  { order }: WirePlacedOrder,
  body: object,
  key = newKey(),
): Promise<Answer<WireRefundAnswer>> =>
  shop.post<WireRefundAnswer>(`/admin/orders/${order.id}/refunds`, body, { ...admin, key });

/** What the paper gateway has given back in all. */
export const moneyBack = (shop: TestServer): number =>
  [...shop.gateway.ledger.values()]
    .flatMap(({ refunds }) => [...refunds.values()])
    .reduce((a, b) => a + b, 0);
