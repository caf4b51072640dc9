/**
 * The server's options, and the one place where they are looked at: `settle` turns them into plain settings or throws a
 * TypeError that names the option and the cure. Inside, nothing is checked again.
 */
import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { adminKeyHashes, type AdminKey } from './admin/key.js';
import type { ServerGateway } from '../gateways/gateway-server.js';
import type { WireConsent } from '../api/wire.js';
import { isCurrencyCode } from '../money.js';
import { checkCatalogOption, type CatalogOption } from './catalog/option.js';
import { couponsOf } from './coupon-options.js';
import { consentsOf, type ConsentRule } from './consents.js';
import type { StoreDatabase } from './db/database.js';
import { limitsOf, type LimitOptions, type Limits } from './limit-options.js';
import { consoleLogger, type StoreLogger } from './log.js';
import type { CouponRule } from './discount.js';
import { checkDelivery, checkTax, countriesOf } from './delivery-options.js';
import { checkGateways } from './gateway-options.js';
import { checkOrigins, isAmount, need, PRICE_LIMIT, secureUrl } from './option-checks.js';
import { targetsOf, type OrderHook, type Target, type WebhookEndpoint } from './outbox/targets.js';
import type { DeliveryHook, DeliveryRule } from './pricing.js';
import type { TaxRule } from './tax.js';

export interface StoreServerOptions {
  /** From `openSqlite` or `openPostgres`. The server closes it. */
  readonly database: StoreDatabase;
  /** The store's name, as shoppers know it. */
  readonly name: string;
  /** ISO 4217; the catalogue must be in it. */
  readonly currency: string;
  /**
   * Where the products come from, and so what everything costs: the path of a JSON or YAML file, read again when it
   * changes, or a function that asks your own database. Default: the database of the store, by `seedCatalog` or the admin
   * API. The server prices every quote and every order by it; no price that a page sends is ever looked at.
   */
  readonly catalog?: CatalogOption;
  /**
   * Shows products and sells none: carts are not priced, orders refused. `{ prices: false }`: prices are not even sent.
   * Orders that are placed already can still be paid.
   */
  readonly catalogMode?: boolean | { readonly prices: boolean };
  /** Up to how many pieces shoppers are told how many are left. Default 5; 0: never. */
  readonly lowStock?: number;
  /** ISO 3166-1 alpha-2 codes the store delivers to; the first is the default. */
  readonly countries: readonly string[];
  /** All in test mode or all in live mode. None: a catalogue without a checkout. */
  readonly gateways: readonly ServerGateway[];
  /**
   * Shows what a gateway says of its own security ("Stripe says of itself: …"), with the page it was read on and the date, in
   * the security message's details. Nothing that was read over a year ago is shown. Default false.
   */
  readonly showClaims?: boolean;
  /** The address the world sees, `https://shop.example`; http only for this machine. Never taken from a request. */
  readonly publicUrl: string;
  /** Where the routes begin. Default `/store`. */
  readonly basePath?: string;
  /** Page with `<store-order>`, where gateways send shoppers back to; absolute, or relative to `publicUrl`. */
  readonly orderPageUrl: string;
  /** Page with `<store-cart>`, where cart permalinks lead; absolute, or relative to `publicUrl`. Default: `publicUrl` itself. */
  readonly cartPageUrl?: string;
  /** Websites that may call the server, as origins. Default: the origin of `publicUrl`. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Keys that open `<basePath>/admin/…`, as `newAdminKey()` makes them; several while one is being replaced. Default: none,
   * and there are no such addresses.
   */
  readonly adminKeys?: readonly AdminKey[];
  /** Websites whose pages may call the admin addresses, as origins. Default: none; programs need none. */
  readonly adminOrigins?: readonly string[];
  /**
   * Takes what pages with `data-visits` send: that a visit, a cart or a checkout began, and nothing of who. Default: no.
   */
  readonly countVisits?: boolean;
  /** At least one for every country, or a function that says. The cheapest is preselected. */
  readonly delivery: readonly DeliveryRule[] | DeliveryHook;
  /** Default: no tax is shown or added. */
  readonly tax?: TaxRule;
  /** How long a function for `delivery` or `tax` may take, in milliseconds, 1…30 000. Default 5000. */
  readonly ruleTimeout?: number;
  /** Codes that take something off. More can be made over the admin API. */
  readonly coupons?: readonly CouponRule[];
  /** Boxes that shoppers tick at the checkout; what they agreed to is kept with the order, word for word. Default: none. */
  readonly consents?: readonly ConsentRule[];
  /** Whether shoppers may write a note to their order. Default: no. */
  readonly orderNote?: boolean;
  /** Addresses that are told whenever an order comes to stand somewhere else. */
  readonly webhooks?: readonly WebhookEndpoint[];
  /** A function of this process that is told the same, for instance to send e-mail. */
  readonly onOrder?: OrderHook;
  /**
   * Set only behind proxies that set `X-Forwarded-Proto` and add to `X-Forwarded-For` themselves; how many there are (true:
   * one). Then these headers say whether a request is secure, and which client it comes from.
   */
  readonly trustProxy?: boolean | number;
  /**
   * The client's address, for the rate limits. Default: by `trustProxy`, or else by the connection as `@hono/node-server`
   * passes it (`serve({ fetch: store.fetch })`). `env` is the second argument of `fetch`.
   */
  readonly clientAddress?: (request: Request, env: unknown) => string | undefined;
  /** How much a client, an order, or everybody together may try. On by default; false takes all limits off. */
  readonly limits?: LimitOptions | false;
  /** How long a gateway may take, in milliseconds, 1…60 000. Default 20 000. */
  readonly gatewayTimeout?: number;
  /**
   * How long an order waits for its payment since the last sign of it, in milliseconds, 1 minute or more. Then the open
   * attempt is canceled at the gateway and the order expires. Default 24 hours. Gateways may have a time of their own.
   */
  readonly orderExpiry?: number;
  /**
   * How long an order without a payment under way keeps its pieces from others, since the last sign of it, in
   * milliseconds, 1 minute or more. Then its open attempt is canceled at the gateway. Default 30 minutes.
   */
  readonly reservationTime?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  /** Cryptographically secure. Default: Node's. */
  readonly randomBytes?: (size: number) => Uint8Array;
  /** Default: warnings and errors as JSON lines on stderr. */
  readonly logger?: StoreLogger;
}

/** The options, complete and checked. */
export interface Settings {
  readonly database: StoreDatabase;
  readonly name: string;
  readonly currency: string;
  readonly catalog: CatalogOption | undefined;
  /** Products are shown and not sold. */
  readonly catalogMode: { readonly prices: boolean } | undefined;
  readonly lowStock: number;
  readonly mode: 'test' | 'live';
  readonly countries: readonly [string, ...string[]];
  readonly gateways: readonly ServerGateway[];
  readonly showClaims: boolean;
  readonly basePath: string;
  readonly orderPageUrl: string;
  readonly cartPageUrl: string;
  readonly allowedOrigins: ReadonlySet<string>;
  /** Hashes of the admin keys; empty: no admin addresses. */
  readonly adminKeys: readonly string[];
  readonly adminOrigins: ReadonlySet<string>;
  readonly countVisits: boolean;
  /** Whether browsers are told to come back over HTTPS only. */
  readonly hsts: boolean;
  readonly delivery: readonly DeliveryRule[] | DeliveryHook;
  readonly tax: TaxRule | undefined;
  readonly ruleTimeout: number;
  /** By code. */
  readonly coupons: ReadonlyMap<string, CouponRule>;
  readonly consents: readonly WireConsent[];
  readonly orderNote: boolean;
  /** Who is told of orders. */
  readonly targets: readonly Target[];
  /** Trusted proxies between the client and here. */
  readonly proxies: number;
  readonly clientAddress: StoreServerOptions['clientAddress'] | undefined;
  readonly limits: Limits | undefined;
  readonly gatewayTimeout: number;
  readonly orderExpiry: number;
  readonly reservationTime: number;
  readonly clock: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly logger: StoreLogger;
}

const HOUR = 3_600_000;

const isPatience = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 60_000;

/** @throws TypeError for anything the server could not work with. */
export function settle(options: StoreServerOptions): Settings {
  const { name, currency, gateways } = options;
  const database = options.database as Partial<StoreDatabase> | undefined;
  need(database?.db && database.kind, 'database', 'must come from openSqlite() or openPostgres().');
  need(typeof name === 'string' && name.trim() !== '', 'name', 'must be the name of the store.');
  need(isCurrencyCode(currency), 'currency', 'must be an ISO 4217 code such as "USD".');
  const countries = countriesOf(options.countries);
  checkGateways(gateways);
  const base = secureUrl(options.publicUrl, 'publicUrl');
  need(base.search === '' && base.hash === '', 'publicUrl', 'must have no query and no fragment.');
  const basePath = (options.basePath ?? '/store').replace(/\/$/, '');
  need(/^(\/[A-Za-z0-9._~-]+)*$/.test(basePath), 'basePath', 'must be a path such as "/store".');
  const orderPage = secureUrl(URL.parse(options.orderPageUrl, base)?.href ?? '', 'orderPageUrl');
  const cartPage = secureUrl(URL.parse(options.cartPageUrl ?? '', base)?.href ?? '', 'cartPageUrl');
  const origins = options.allowedOrigins ?? [base.origin];
  checkOrigins(origins, 'allowedOrigins', base.origin);
  const adminOrigins = options.adminOrigins ?? [];
  checkOrigins(adminOrigins, 'adminOrigins', base.origin);
  if (typeof options.delivery !== 'function') checkDelivery(options.delivery, countries);
  checkTax(options.tax);
  const gatewayTimeout = options.gatewayTimeout ?? 20_000;
  need(
    Number.isInteger(gatewayTimeout) && gatewayTimeout >= 1 && gatewayTimeout <= 60_000,
    'gatewayTimeout',
    'must be 1…60000 ms.',
  );
  const { ruleTimeout = 5000 } = options;
  need(
    Number.isInteger(ruleTimeout) && ruleTimeout >= 1 && ruleTimeout <= 30_000,
    'ruleTimeout',
    'must be 1…30000 ms.',
  );
  const { orderExpiry = 24 * HOUR, reservationTime = HOUR / 2 } = options;
  need(isPatience(orderExpiry), 'orderExpiry', 'must be whole milliseconds, 60000 or more.');
  need(isPatience(reservationTime), 'reservationTime', 'must be whole milliseconds, 60000 or more.');
  const lowStock = options.lowStock ?? 5;
  need(isAmount(lowStock), 'lowStock', 'must be a whole number of pieces, 0 or more.');
  const proxies = Number(options.trustProxy ?? 0);
  need(
    Number.isInteger(proxies) && proxies >= 0 && proxies <= 10,
    'trustProxy',
    'must be true, false, or the number of proxies.',
  );
  const clock = options.clock ?? Date.now;
  return Object.freeze({
    database: options.database,
    name: name.trim(),
    currency,
    catalog: checkCatalogOption(options.catalog),
    catalogMode: catalogModeOf(options.catalogMode),
    lowStock,
    mode: gateways[0]?.mode ?? 'test',
    countries,
    gateways,
    showClaims: options.showClaims ?? false,
    basePath,
    orderPageUrl: orderPage.href,
    cartPageUrl: cartPage.href,
    allowedOrigins: new Set(origins),
    adminKeys: adminKeyHashes(options.adminKeys),
    adminOrigins: new Set(adminOrigins),
    countVisits: options.countVisits === true,
    hsts: base.protocol === 'https:',
    delivery: options.delivery,
    tax: options.tax,
    ruleTimeout,
    coupons: couponsOf(options.coupons, PRICE_LIMIT),
    consents: consentsOf(options.consents),
    orderNote: options.orderNote === true,
    targets: targetsOf(options.webhooks, options.onOrder),
    proxies,
    clientAddress: options.clientAddress,
    limits: limitsOf(options.limits, clock),
    gatewayTimeout,
    orderExpiry,
    reservationTime,
    clock,
    randomBytes: options.randomBytes ?? ((size) => nodeRandomBytes(size)),
    logger: options.logger ?? consoleLogger,
  });
}

function catalogModeOf(mode: StoreServerOptions['catalogMode'] = false): Settings['catalogMode'] {
  if (typeof mode === 'boolean') return mode ? { prices: true } : undefined;
  need(typeof mode.prices === 'boolean', 'catalogMode', 'must be true, false, or { prices: true | false }.');
  return { prices: mode.prices };
}
