/** A small real store around the gateway: one product, a database in memory, and the calls that pages and merchants make. */
import { randomBytes } from 'node:crypto';
import type { WireAttempt, WireOrder, WirePlacedOrder, WireQuote } from '../api/wire.js';
import { StoreError } from '../errors.js';
import type { ServerGateway } from '../gateways/gateway-server.js';
import { createStoreServer, newAdminKey, openSqlite, seedCatalog } from '../server/index.js';
import type { Callback } from './world.js';

const SITE = 'https://shop.example';

/** Minor units of whatever currency. Stripe takes no odd last digit where there are three decimals. */
export const PRICE = 1230;

export type Method = 'start' | 'submit';

export interface Shop {
  /** @throws Error if the server does not take it, as when the gateway's answer is lost. */
  place(key?: string): Promise<WirePlacedOrder>;
  /** The payment that is open, or the next one after a decline. */
  payAgain(placed: WirePlacedOrder): Promise<WireAttempt>;
  submit(placed: WirePlacedOrder, token: string): Promise<Response>;
  order(placed: WirePlacedOrder): Promise<WireOrder>;
  /** The status the callback is answered with. */
  deliver(callback: Callback): Promise<number>;
  refund(placed: WirePlacedOrder, amount: number): Promise<Response>;
  markPaid(placed: WirePlacedOrder): Promise<Response>;
  sweep(): Promise<unknown>;
  /** The next call does its work at the gateway, and its answer never comes. */
  lose(method: Method): void;
  /** Everything any page was answered. */
  readonly told: string[];
  close(): Promise<void>;
}

export const newKey = (): string => randomBytes(20).toString('hex');

export async function openShop(
  gateway: ServerGateway,
  { currency, now }: { readonly currency: string; readonly now: () => number },
): Promise<Shop> {
  const database = openSqlite(':memory:');
  const variant = { sku: 'thing', title: 'Thing', options: {}, price: PRICE, stock: null };
  const product = {
    id: 'thing',
    title: 'Thing',
    description: '',
    image: null,
    options: [],
    variants: [variant],
  };
  await seedCatalog(database, { currency, products: [product] });
  const adminKey = newAdminKey();
  const lost: Method[] = [];
  const server = createStoreServer({
    database,
    name: 'Conformance',
    currency,
    countries: ['DE'],
    gateways: [losing(gateway, lost)],
    publicUrl: SITE,
    orderPageUrl: '/order.html',
    adminKeys: [adminKey],
    limits: false,
    delivery: [{ id: 'free', title: 'Free', description: '', countries: '*', amount: 0 }],
    clock: now,
    logger: () => undefined,
  });
  const told: string[] = [];

  async function ask(
    path: string,
    init: RequestInit & { readonly token?: string; readonly key?: string } = {},
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    if (init.token !== undefined) headers.set('authorization', `Bearer ${init.token}`);
    if (init.key !== undefined) headers.set('idempotency-key', init.key);
    const response = await server.fetch(new Request(`${SITE}/store${path}`, { ...init, headers }));
    told.push(await response.clone().text());
    return response;
  }
  const post = (
    path: string,
    body: unknown,
    more: { token?: string; key?: string } = {},
  ): Promise<Response> => ask(path, { method: 'POST', body: JSON.stringify(body), ...more });
  const taken = async <T>(response: Response): Promise<T> => {
    if (response.ok) return (await response.json()) as T;
    throw new Error(`the store answered ${response.status}: ${await response.text()}`);
  };

  const line_items = [{ item: { id: 'thing' }, quantity: 1 }];
  const fulfillment = { country: 'DE', option_id: 'free' };
  return {
    told,
    async place(key = newKey()) {
      const quote = await taken<WireQuote>(await post('/quotes', { line_items, fulfillment }));
      const address = {
        full_name: 'Ana Reyes',
        street_address: 'Teeweg 5',
        address_locality: 'Köln',
        postal_code: '50667',
      };
      const wish = {
        line_items,
        fulfillment,
        quote_hash: quote.hash,
        buyer: { email: 'ana@example.com' },
        shipping_address: { ...address, address_country: 'DE' },
        gateway: gateway.name,
        locale: 'en',
      };
      return taken(await post('/orders', wish, { key }));
    },
    payAgain: async ({ order, token }) =>
      taken(await post(`/orders/${order.id}/payments`, { gateway: gateway.name }, { token, key: newKey() })),
    submit: ({ order, token, payment }, single) =>
      post(`/orders/${order.id}/payments/${payment.id}/submit`, { token: single }, { token }),
    order: async ({ order, token }) => taken(await ask(`/orders/${order.id}`, { token })),
    async deliver({ headers, body }) {
      const init = {
        method: 'POST',
        headers: { ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      };
      return (await ask(`/callbacks/${gateway.name}`, init)).status;
    },
    refund: ({ order }, amount) =>
      post(`/admin/orders/${order.id}/refunds`, { amount }, { token: adminKey, key: newKey() }),
    markPaid: ({ order }) => post(`/admin/orders/${order.id}/paid`, {}, { token: adminKey }),
    sweep: () => server.sweep(),
    lose: (method) => lost.push(method),
    close: () => server.close(),
  };
}

/** The gateway, with answers that get lost on demand. */
const losing = (gateway: ServerGateway, lost: Method[]): ServerGateway =>
  new Proxy(gateway, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, given);
        const index = lost.findIndex((method) => method === name);
        if (index < 0) return result;
        lost.splice(index, 1);
        return Promise.resolve(result).then(() => Promise.reject(new StoreError('gateway_timeout')));
      };
    },
  });
