/**
 * Builds a store server for a test: a real database, a paper gateway, a clock that stands still, and a caller. The tests in
 * test/server run twice: on SQLite, and with STORE_TEST_DATABASE=postgres on PostgreSQL.
 */
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type {
  WireOrder,
  WireOrderRequest,
  WirePlacedOrder,
  WireProblem,
  WireQuote,
} from '../../src/api/wire.js';
import {
  createStoreServer,
  seedCatalog,
  type CatalogJson,
  type DatabaseKind,
  type LogRecord,
  type StoreDatabase,
  type StoreServer,
  type StoreServerOptions,
} from '../../src/server/index.js';
import type { ServerGateway } from '../../src/gateways/gateway-server.js';
import { checkAnswer } from './contract.js';
import { databaseFor, type TestDatabase } from './databases.js';
import { createPaperGateway, type PaperEvent, type PaperGateway } from './paper-gateway.js';

export const SHOP = 'https://shop.test';

/** 2026-11-23T12:00:00Z */
export const NOON = 1_795_435_200_000;

const product = (
  id: string,
  title: string,
  variants: CatalogJson['products'][number]['variants'],
  options: CatalogJson['products'][number]['options'] = [],
): CatalogJson['products'][number] => ({
  id,
  title,
  description: `${title}, made by hand.`,
  image: null,
  options,
  variants,
});

export const CATALOG: CatalogJson = {
  currency: 'EUR',
  products: [
    product('tea-bowl', 'Tea bowl', [
      { sku: 'bowl-indigo', title: 'Indigo', options: { Colour: 'Indigo' }, price: 2800, stock: 5 },
      { sku: 'bowl-snow', title: 'Snow', options: { Colour: 'Snow' }, price: 2600, stock: 0 },
    ], [{ name: 'Colour', values: ['Indigo', 'Snow'] }]),
    product('tea', 'Green tea', [{ sku: 'tea', title: 'Green tea', options: {}, price: 1250, stock: null }]),
    product('whisk', 'Whisk', [{ sku: 'whisk', title: 'Whisk', options: {}, price: 1999, stock: 1 }]),
  ],
}; // prettier-ignore

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

export interface Ask {
  readonly token?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  /** Default: the shop's own. null: none is sent. */
  readonly origin?: string | null;
  readonly base?: string;
  /** The address the connection comes from. Default: nothing tells. */
  readonly from?: string;
}

export interface TestServer {
  readonly server: StoreServer;
  readonly database: StoreDatabase;
  /** Another connection to the same database, and what lies in it. */
  readonly files: TestDatabase;
  readonly gateway: PaperGateway;
  readonly logs: LogRecord[];
  now(): number;
  advance(ms: number): void;
  get<T = unknown>(path: string, ask?: Ask): Promise<Answer<T>>;
  post<T = unknown>(path: string, body: unknown, ask?: Ask): Promise<Answer<T>>;
  /** Sends text as it is, under the content type of JSON unless `ask.headers` says otherwise. */
  send<T = unknown>(method: string, path: string, body: BodyInit | undefined, ask?: Ask): Promise<Answer<T>>;
  quote(lines?: Lines, fulfillment?: { country?: string; option_id?: string }): Promise<WireQuote>;
  /** A request that fits the quote of these lines. */
  wish(lines?: Lines, changes?: Partial<WireOrderRequest>): Promise<WireOrderRequest>;
  /** Places an order, which must succeed. */
  place(lines?: Lines, key?: string): Promise<WirePlacedOrder>;
  order(placed: WirePlacedOrder): Promise<WireOrder>;
  /** Delivers signed events, which must be taken. */
  deliver(...events: PaperEvent[]): Promise<void>;
  /** What the gateway says when the payment has that status. */
  says(
    placed: WirePlacedOrder | string,
    status: 'paid' | 'declined' | 'processing' | 'requires_action' | 'canceled' | 'open',
  ): PaperEvent;
  /** A server of the same settings on the same database, as after a restart. */
  restart(): Promise<TestServer>;
}

export type Lines = Readonly<Record<string, number>>;

/** 40 hexadecimal digits, as the browser half makes them. */
export const newKey = (): string => randomBytes(20).toString('hex');

export const ADDRESS = {
  full_name: 'Aiko Müller',
  street_address: 'Teeweg 5',
  address_locality: 'Köln',
  postal_code: '50667',
  address_country: 'DE',
} as const;

export interface World {
  /** Default: the run's. */
  readonly kind?: DatabaseKind;
  /** Opens the server's connection in another way than usual. */
  readonly open?: (at: string) => StoreDatabase;
  readonly options?: Partial<Omit<StoreServerOptions, 'gateways'>>;
  readonly catalog?: CatalogJson;
  readonly tokens?: boolean;
  readonly cancels?: boolean;
  readonly mode?: 'test' | 'live';
  /** Clients are told apart, as by default: see `Ask.from`. Else a test's requests are nobody's, and without limits of their own. */
  readonly clients?: true;
  /** Further gateways beside the paper one. */
  readonly more?: (now: () => number) => readonly ServerGateway[];
}

/** Starts it; the database and the connections go with the test. */
export async function startServer(t: TestContext, world: World = {}): Promise<TestServer> {
  const files = await databaseFor(t, world.kind);
  const clock = { now: NOON };
  const now = (): number => clock.now;
  const { tokens = false, cancels = false, mode = 'test' } = world;
  const gateway = createPaperGateway({ now, tokens, cancels, mode });
  const gateways = [gateway, ...(world.more?.(now) ?? [])];
  const open: StoreServer[] = [];
  files.before(() => Promise.all(open.map((server) => server.close())));

  const start = async (): Promise<TestServer> => {
    const database = world.open?.(files.at) ?? files.open();
    if (open.length === 0) await seedCatalog(database, world.catalog ?? CATALOG);
    const logs: LogRecord[] = [];
    const server = createStoreServer({
      database,
      name: 'Tea & Co',
      currency: 'EUR',
      countries: ['DE', 'AT', 'JP'],
      publicUrl: SHOP,
      orderPageUrl: '/order.html',
      delivery: [
        { id: 'express', title: 'Express', description: 'Tomorrow', countries: ['DE'], amount: 990 },
        {
          id: 'post',
          title: 'Post',
          description: '2–3 days',
          countries: ['DE', 'AT'],
          amount: 490,
          freeFrom: 10_000,
        },
        { id: 'air', title: 'Air mail', description: 'A week', countries: ['JP'], amount: 2400 },
      ],
      clock: now,
      logger: (record) => logs.push(record),
      ...(!world.clients && { clientAddress: () => undefined }),
      ...world.options,
      gateways,
    });
    open.push(server);

    const send: TestServer['send'] = async <T>(
      method: string,
      at: string,
      body: BodyInit | undefined,
      ask: Ask = {},
    ) => {
      const { origin = SHOP, base = `${SHOP}/store` } = ask;
      const headers = new Headers({ 'content-type': 'application/json' });
      if (origin !== null) headers.set('origin', origin);
      if (ask.token !== undefined) headers.set('authorization', `Bearer ${ask.token}`);
      if (ask.key !== undefined) headers.set('idempotency-key', ask.key);
      for (const [name, value] of Object.entries(ask.headers ?? {})) headers.set(name, value);
      const init: RequestInit & { duplex?: 'half' } = { method, headers, duplex: 'half' };
      if (body !== undefined) init.body = body;
      const env = ask.from === undefined ? {} : { incoming: { socket: { remoteAddress: ask.from } } };
      const response = await server.fetch(new Request(base + at, init), env);
      const text = await response.text();
      checkAnswer(method, base + at, world.options?.basePath ?? '/store', {
        status: response.status,
        headers: response.headers,
        text,
      });
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: (isJson && text ? JSON.parse(text) : undefined) as T,
      };
    };

    const self: TestServer = {
      server,
      database,
      files,
      gateway,
      logs,
      now,
      advance: (ms) => (clock.now += ms),
      send,
      get: (at, ask) => send('GET', at, undefined, ask),
      post: (at, body, ask) => send('POST', at, JSON.stringify(body), ask),
      quote: async (lines = { tea: 2 }, fulfillment) => {
        const { body } = await self.post<WireQuote>('/quotes', {
          line_items: lineItems(lines),
          ...(fulfillment && { fulfillment }),
        });
        return body;
      },
      wish: async (lines = { tea: 2 }, changes = {}) => {
        const fulfillment = changes.fulfillment ?? { country: 'DE', option_id: 'post' };
        const quote = await self.quote(lines, fulfillment);
        return {
          line_items: lineItems(lines),
          fulfillment,
          quote_hash: quote.hash,
          buyer: { email: 'aiko@example.com' },
          shipping_address: { ...ADDRESS, address_country: fulfillment.country },
          gateway: 'paper',
          locale: 'de-DE',
          ...changes,
        };
      },
      place: async (lines, key = newKey()) => {
        const { status, body, text } = await self.post<WirePlacedOrder>('/orders', await self.wish(lines), {
          key,
        });
        if (status !== 201) throw new Error(`the order was not placed: ${status} ${text}`);
        return body;
      },
      order: async ({ order, token }) => {
        const { status, body, text } = await self.get<WireOrder>(`/orders/${order.id}`, { token });
        if (status !== 200) throw new Error(`the order was not shown: ${status} ${text}`);
        return body;
      },
      deliver: async (...events) => {
        const { headers, body } = gateway.sign(events);
        const { status, text } = await send('POST', '/callbacks/paper', body, { headers, origin: null });
        if (status !== 200) throw new Error(`the callback was not taken: ${status} ${text}`);
      },
      says: (placed, status) => {
        const id = typeof placed === 'string' ? placed : placed.payment.id;
        return gateway.event(
          gateway.report(id, { status, declineCode: status === 'declined' ? 'card_declined' : null }),
        );
      },
      restart: () => start(),
    };
    return self;
  };
  return start();
}

export const lineItems = (lines: Lines): WireOrderRequest['line_items'] =>
  Object.entries(lines).map(([id, quantity]) => ({ item: { id }, quantity }));

/** The code of a problem, for assertions that name it. */
export const codeOf = (answer: Answer<unknown>): string | undefined =>
  (answer.body as Partial<WireProblem> | undefined)?.code;

/** A total of a quote or order; 0 if it is not there. */
export const totalOf = (priced: Pick<WireQuote, 'totals'>, type = 'total'): number =>
  priced.totals.find((total) => total.type === type)?.amount ?? 0;
