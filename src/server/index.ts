/**
 * The server kit's public door: `createStoreServer`, a Web-standard `fetch` handler that keeps the products, the prices,
 * the orders and what gateways say about their payments. It holds no state between requests; everything is in the
 * database, so any number of processes can stand side by side.
 *
 * @example
 * const database = openSqlite('./store.sqlite');
 * await seedCatalog(database, JSON.parse(await readFile('catalog.json', 'utf8')));
 * const store = createStoreServer({
 *   database, name: 'Tea & Co', currency: 'EUR', countries: ['DE', 'AT'], gateways: [stripeGateway({ … })],
 *   publicUrl: 'https://tea.example', orderPageUrl: '/order.html',
 *   delivery: [{ id: 'post', title: 'Post', description: '2–3 days', countries: '*', amount: 490, freeFrom: 5000 }],
 *   tax: [{ countries: '*', rate: 1900, included: true }],
 * });
 * serve({ fetch: store.fetch, port: 3000 });
 * store.start(); // asks gateways about payments nobody told of
 */
import { StoreError } from '../errors.js';
import { createApp } from './app.js';
import { checkCurrency } from './catalog/read.js';
import { createCatalog } from './catalog/source.js';
import { migrate as migrateDatabase } from './db/migrate.js';
import { createIds } from './ids.js';
import { createDatabaseLimiter, forgetLimits } from './limits.js';
import { createLog } from './log.js';
import { settle, type StoreServerOptions } from './options.js';
import { repeat, sweep, type SweepReport, type SweepTimer } from './reconcile.js';
import { createSchemas } from './schemas.js';
import { deadLetters, redeliver, type DeadLetter } from './outbox/dead-letters.js';
import { deliverMessages, type DeliveryPass } from './outbox/deliver.js';
import { resumeRefunds } from './refunds.js';
import { knownRules } from './rule-answers.js';
import type { Rules, World } from './world.js';

export { readCatalogFile } from './catalog/file.js';
export type { CatalogJson, ProductJson, VariantJson } from './catalog/json.js';
export type { CatalogFunction, CatalogOption, CatalogQuery } from './catalog/option.js';
export { seedCatalog } from './catalog/write.js';
export type { DatabaseKind, StoreDatabase } from './db/database.js';
export type { GatewayClaim } from '../gateways/claim.js';
export type {
  Attempt,
  DeclineCode,
  Dispute,
  GatewayEvent,
  PaymentReport,
  RawCallback,
  ReportedStatus,
  ServerGateway,
  StartedPayment,
  StartedRefund,
} from '../gateways/gateway-server.js';
export { openPostgres, type PostgresOptions } from './db/postgres.js';
export { openSqlite } from './db/sqlite.js';
export type { LimitOptions } from './limit-options.js';
export { createMemoryLimiter, type RateAnswer, type RateLimiter, type RateRule } from './limits.js';
export type { LogRecord, StoreLogger } from './log.js';
export type { StoreServerOptions } from './options.js';
export { securePages, type SecurePagesOptions } from './pages.js';
export { newAdminKey, type AdminKey } from './admin/key.js';
export type { DeadLetter } from './outbox/dead-letters.js';
export type { DeliveryPass } from './outbox/deliver.js';
export { MESSAGE_TYPES, type MessageOrder, type MessageType, type OrderMessage } from './outbox/message.js';
export type { OrderHook, WebhookEndpoint } from './outbox/targets.js';
export type { ConsentRule } from './consents.js';
export type { DeliveryAnswer, DeliveryFacts, DeliveryHook, DeliveryOffer, DeliveryRule } from './pricing.js';
export type { Area, Needs, Place } from './places.js';
export type { SweepReport, SweepTimer } from './reconcile.js';
export type { CouponRule } from './discount.js';
export type { Tax, TaxAnswer, TaxFacts, TaxHook, TaxRate, TaxRule } from './tax.js';

export interface StoreServer {
  /**
   * Answers one request. Never rejects. `env` is what the runtime passes beside it: `serve({ fetch: store.fetch })` of
   * `@hono/node-server` passes the connection, by which the rate limits know clients apart; see also `clientAddress`.
   */
  readonly fetch: (request: Request, env?: unknown) => Promise<Response>;
  /**
   * Brings the database up to date; also done at the first request. Calling it at the start shows trouble early.
   * @throws TypeError if the catalogue is in another currency than the store, its file or function is at fault, or a rule names a
   * region that its country does not have.
   */
  readonly migrate: () => Promise<void>;
  /**
   * Does once what is due: asks gateways about payments without news, gives up orders whose payment never came. For a
   * scheduler of your own; any number of processes may do it at once. @throws whatever the database throws.
   */
  readonly sweep: () => Promise<SweepReport>;
  /**
   * Sweeps every `every` milliseconds (default 10 000) and delivers messages every 2 000, never two at once in this process.
   * It does not keep the process alive, and a failed round is logged and followed by the next. @returns what ends it;
   * `close` ends it too.
   */
  readonly start: (options?: { readonly every?: number }) => SweepTimer;
  /** Sends every message to the merchant that is due: see `webhooks` and `onOrder`. Any number of processes may do it. */
  readonly deliver: () => Promise<DeliveryPass>;
  /** Messages that could not be delivered in three days, or to a webhook that said it is gone; the latest 200. */
  readonly deadLetters: () => Promise<readonly DeadLetter[]>;
  /** Delivers a dead letter after all, and to its target again from now on. False if there is none of that id. */
  readonly redeliver: (id: string) => Promise<boolean>;
  /** Ends what `start` began and closes the database. */
  readonly close: () => Promise<void>;
}

/** ms between two rounds of deliveries, when `start` makes them. */
const DELIVER_EVERY = 2000;

/** @throws TypeError at once for options it could not work with, with the cure. */
export function createStoreServer(options: StoreServerOptions): StoreServer {
  const settings = settle(options);
  const { database, clock } = settings;
  const log = createLog(settings.logger, clock);
  const { currency } = settings;
  const catalog = createCatalog(settings.catalog, { database, currency, now: clock, log });
  const world: World = {
    settings,
    schemas: createSchemas(settings),
    db: database.db,
    catalog,
    gateways: new Map(settings.gateways.map((gateway) => [gateway.name, gateway])),
    now: clock,
    ids: createIds(settings.randomBytes),
    limiter: settings.limits?.limiter ?? createDatabaseLimiter(database.db, clock),
    log,
    rules: () => (rules ??= knownRules(settings)),
  };
  let rules: Promise<Rules> | undefined;

  // Callbacks of a gateway that signs its address would all be refused (WH-6). A proxy may know better, so it is no error.
  for (const { name, callbackUrl } of settings.gateways)
    if (callbackUrl !== undefined && !isOwnCallback(callbackUrl, options.publicUrl, name))
      world.log.warn('callback_address', { gateway: name });

  let migrated: Promise<void> | undefined;
  const migrate = (): Promise<void> => {
    migrated ??= world
      .rules()
      .then(() => migrateDatabase(database))
      // A file or function says its own currency.
      .then(() => (catalog.kept === 'database' ? checkCurrency(database.db, currency) : undefined))
      .catch((error: unknown) => {
        migrated = undefined; // a locked or full database may be well again at the next request
        throw error;
      });
    return migrated;
  };
  const ready = (): Promise<void> =>
    migrate().catch((cause: unknown) => {
      throw new StoreError('server_failed', undefined, { cause, info: { status: 503 } });
    });

  const sweepOnce = async (): Promise<SweepReport> => {
    await migrate();
    await forgetLimits(world);
    await resumeRefunds(world);
    return sweep(world);
  };
  const deliverOnce = async (): Promise<DeliveryPass> => {
    await migrate();
    return deliverMessages(world);
  };
  const timers: SweepTimer[] = [];

  return Object.freeze({
    fetch: createApp(world, ready),
    migrate: () => migrate().then(catalog.load),
    sweep: sweepOnce,
    start({ every = 10_000 } = {}) {
      if (!Number.isInteger(every) || every < 100 || every > 2 ** 31 - 1)
        throw new TypeError('store.start(): `every` must be whole milliseconds, 100 or more.');
      const rounds = [
        repeat(sweepOnce, every, (error) => world.log.error('sweep_failed', { error })),
        repeat(deliverOnce, Math.min(every, DELIVER_EVERY), (error) =>
          world.log.error('deliver_failed', { error }),
        ),
      ];
      timers.push(...rounds);
      return {
        stop: async () => {
          await Promise.all(rounds.map((round) => round.stop()));
        },
      };
    },
    deliver: deliverOnce,
    deadLetters: () => migrate().then(() => deadLetters(world)),
    redeliver: (id: string) => migrate().then(() => redeliver(world, id)),
    async close() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await database.close();
    },
  });
}

const isOwnCallback = (address: string, publicUrl: string, gateway: string): boolean => {
  const { origin, pathname } = new URL(address);
  return origin === new URL(publicUrl).origin && pathname.endsWith(`/callbacks/${gateway}`);
};
