/**
 * A store server in the page, for the gallery: answers by the wire types and does what a state wants (never answers, fails, has
 * one left). It prices like the real one and imitates no rule of orders or payments beyond what there is to look at.
 */
import type {
  WireConfig,
  WireConsent,
  WireFulfillmentOption,
  WireGateway,
  WireMessage,
  WireOrder,
  WireProduct,
  WireProductList,
  WireQuote,
  WireQuoteRequest,
} from '../../src/api/wire.js';
import { browserEnv } from '../../src/browser-env.js';
import type { Env, PageFacts } from '../../src/env.js';
import { itemsOf, lineOf, orderOf, payment, PRODUCTS } from './goods.js';

export interface Script {
  /** Paths that begin so never get an answer. */
  readonly silent?: readonly string[];
  /** Paths that begin so can't be reached. */
  readonly failing?: readonly string[];
  /** Pieces left, by sku. */
  readonly stock?: Readonly<Record<string, number>>;
  readonly gateways?: readonly WireGateway[];
  /** What became of the order. */
  readonly order?: Partial<WireOrder>;
  /** No such order. */
  readonly noOrder?: true;
  /** What the merchant's elements are answered with, by path; without it, no key opens anything. */
  readonly admin?: Readonly<Record<string, unknown>>;
  /** The store takes codes, the way to free delivery is counted down. */
  readonly extras?: true;
  /** What a code is called that takes a tenth off, or why it does not (`coupon_expired`); others are unknown. */
  readonly coupons?: Readonly<Record<string, string>>;
  /** What is on the shelf. */
  readonly products?: readonly WireProduct[];
  readonly catalogMode?: WireConfig['catalog_mode'];
  readonly delivery?: readonly WireFulfillmentOption[];
  readonly consents?: readonly WireConsent[];
  readonly orderNote?: true;
  readonly page?: Partial<PageFacts>;
  /** ms that have passed since the page was opened, for those who wait. */
  readonly late?: number;
}

export const CARD: WireGateway = {
  name: 'gallery',
  kind: 'frame',
  mode: 'test',
  frame_origins: [],
  redirect_hosts: [],
  settings: { title: 'Card' },
};
export const WALLETS: WireGateway = { ...CARD, name: 'gallery-wallets', settings: { title: 'Another card' } };
export const BLOCKED: WireGateway = { ...CARD, name: 'gallery-blocked' };
export const REDIRECT: WireGateway = {
  ...CARD,
  name: 'gallery-redirect',
  kind: 'redirect',
  redirect_hosts: ['pay.example'],
  settings: { title: 'The bank’s page' },
};
export const OFFLINE: WireGateway = {
  ...CARD,
  name: 'invoice',
  kind: 'offline',
  settings: { title: 'Bank transfer' },
};

const DELIVERY: readonly WireFulfillmentOption[] = [
  { id: 'post', title: 'Post', description: '3 to 5 working days', amount: 600 },
  { id: 'express', title: 'Express', description: 'Next working day', amount: 1800 },
  { id: 'collect', title: 'Collect at the workshop', description: 'Saturdays, ten to four', amount: 0 },
];

/** The gateway's frame must be of another origin than the page, so loopback's other name serves it. */
export function otherOrigin(): string {
  const url = new URL(location.origin);
  url.hostname = url.hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1';
  return url.origin;
}

/** For elements that ask by themselves, as the merchant's do: by the first part of the path below `/gallery/store/`. */
const asked = new Map<string, Env['fetch']>();
const realFetch = globalThis.fetch.bind(globalThis);
globalThis.fetch = (input, init) => {
  const address = typeof input === 'string' ? input : 'url' in input ? input.url : input.href;
  const name = /\/gallery\/store\/([^/]+)\//.exec(address)?.[1];
  const scripted = name === undefined ? undefined : asked.get(name);
  return scripted ? scripted(address, init) : realFetch(input, init);
};

/** `name`: of the endpoint, `/gallery/store/<name>`. `pause`: ms that an answer takes. */
export function scriptedEnv(name: string, script: Script, pause = 0): Env {
  const real = browserEnv();
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const began = Date.now();
  let asks = 0;
  const scripted: Env['fetch'] = async (input, init) => {
    const { pathname, searchParams } = new URL(input, location.href);
    const path = pathname.replace(/^\/gallery\/store\/[^/]+/, '');
    const at = (prefixes: readonly string[] = []): boolean => prefixes.some((each) => path.startsWith(each));
    asks++;
    if (at(script.silent)) return silence(init?.signal);
    if (at(script.failing)) throw new TypeError('The gallery’s store is out of reach.');
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    return answer(path, searchParams, init, script);
  };
  asked.set(name, scripted);
  return {
    ...real,
    fetch: scripted,
    // The first ask is at once, what comes after has waited.
    now: () => began + (asks > 0 ? (script.late ?? 0) : 0),
    storage,
    session: storage,
    channel: () => undefined,
    tryLock: (_name, work) => work(),
    isLocked: () => Promise.resolve(false),
    unlocked: () => Promise.resolve(),
    navigate: () => undefined,
    page: () => ({ ...real.page(), framed: false, ...script.page }),
  };
}

const silence = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

function answer(
  path: string,
  query: URLSearchParams,
  init: RequestInit | undefined,
  script: Script,
): Response {
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
  if (path === '/config') return Response.json(configOf(script));
  if (path === '/quotes') return Response.json(quoteOf(body as WireQuoteRequest, script));
  const products = shelfOf(script);
  if (path === '/products') return Response.json(listOf(products, query));
  const product = products.find(({ id }) => path === `/products/${id}`);
  if (product) return Response.json(product);
  if (path.startsWith('/admin')) {
    const told = script.admin?.[path];
    return told ? Response.json(told) : problem(401, 'access_refused');
  }
  if (!path.startsWith('/orders') || script.noOrder)
    return problem(404, path.startsWith('/orders') ? 'order_not_found' : 'not_found');
  const order = orderOf(script.order);
  if (init?.method !== 'POST') return Response.json(order);
  const gateway = (body as { gateway?: string } | undefined)?.gateway ?? '';
  const next =
    gateway === REDIRECT.name
      ? { type: 'redirect', method: 'GET', url: 'https://pay.example/p/1', fields: {} }
      : { type: 'confirm', client: {} };
  return Response.json({ order, payment: payment('open', { gateway }), next, token: 'token_1042' });
}

const problem = (status: number, code: string): Response =>
  Response.json({ type: 'about:blank', title: code, status, code }, { status });

const shelfOf = ({ products = PRODUCTS, catalogMode }: Script): readonly WireProduct[] =>
  catalogMode
    ? products.map((product) => ({
        ...product,
        catalog_only: true,
        variants: product.variants.map((variant) => ({
          ...variant,
          ...(!catalogMode.prices && { price: null, compare_at_price: null }),
        })),
      }))
    : products;

function listOf(products: readonly WireProduct[], query: URLSearchParams): WireProductList {
  const [search, category] = [query.get('q')?.toLowerCase() ?? '', query.get('category')];
  const limit = Number(query.get('limit'));
  const page = Number(query.get('page') ?? 1);
  const found = products.filter(({ title }) => title.toLowerCase().includes(search));
  const shown = found.filter((each) => category === null || each.category === category);
  const names = [...new Set(found.flatMap((each) => each.category ?? []))];
  return {
    products: shown.slice((page - 1) * limit, page * limit),
    ...{ total: shown.length, page, pages: Math.ceil(shown.length / limit) },
    categories: names.map((name) => ({
      name,
      count: found.filter((each) => each.category === name).length,
    })),
  };
}

const configOf = ({ gateways = [CARD], catalogMode, consents, orderNote }: Script): WireConfig => ({
  name: 'Gallery',
  currency: 'USD',
  mode: 'test',
  countries: ['US', 'CA', 'DE', 'JP'],
  gateways: gateways.map((each) => ({
    ...each,
    frame_origins: each.kind === 'frame' ? [otherOrigin()] : [],
  })),
  ...(catalogMode && { catalog_mode: catalogMode }),
  ...(consents && { consents }),
  ...(orderNote && { order_note: orderNote }),
});

/** The codes that were named: what they take off, or why they don't. */
function discountsOf(
  asked: readonly string[],
  subtotal: number,
  { extras, coupons }: Script,
): { readonly discounts: WireQuote['discounts']; readonly off: number; readonly messages: WireMessage[] } {
  if (!extras && !coupons) return { discounts: undefined, off: 0, messages: [] };
  const named = (code: string): string => (coupons ? (coupons[code] ?? 'coupon_unknown') : 'Spring');
  const good = asked.filter((code) => !named(code).startsWith('coupon_'));
  const off = good.length ? Math.round(subtotal / 10) : 0;
  return {
    discounts: { codes: asked, applied: good.map((code) => ({ code, title: named(code), amount: off })) },
    off,
    messages: asked
      .filter((code) => !good.includes(code))
      .map((code) => ({ type: 'warning', code: named(code), amount: 25000, content: 'Not this code.' })),
  };
}

function quoteOf(
  { line_items, fulfillment, discounts: wanted }: WireQuoteRequest,
  script: Script,
): WireQuote {
  const { stock = {}, extras, products = PRODUCTS } = script;
  const items = itemsOf(products);
  const lines = line_items.flatMap(({ item, quantity }) => lineOf(items, item.id, quantity, stock[item.id]));
  const subtotal = lines.reduce((sum, { item, quantity }) => sum + item.price * quantity, 0);
  const short = lines.filter(({ quantity, quantity_max: max }) => quantity > max);
  const country = fulfillment?.country ?? null;
  const ways = script.delivery ?? DELIVERY;
  const chosen = ways.find(({ id }) => id === fulfillment?.option_id) ?? ways[0];
  const delivery = country && chosen ? chosen.amount : 0;
  const { discounts, off, messages } = discountsOf(wanted?.codes ?? [], subtotal, script);
  const options = ways.map((each) => (extras && each.id === 'post' ? { ...each, free_from: 25000 } : each));
  return {
    status: short.length ? 'incomplete' : 'ready_for_complete',
    hash: `hash-${subtotal}-${delivery}`,
    currency: 'USD',
    line_items: lines,
    totals: [
      { type: 'subtotal', amount: subtotal },
      ...(country ? [{ type: 'fulfillment' as const, amount: delivery }] : []),
      ...(off ? [{ type: 'discount' as const, amount: -off }] : []),
      { type: 'total', amount: subtotal - off + delivery },
    ],
    ...(discounts && { discounts }),
    fulfillment: {
      country,
      options: country ? options : [],
      option_id: country ? (chosen?.id ?? null) : null,
    },
    messages: [
      ...messages,
      ...short.map(({ id, quantity_max: max }): WireMessage => ({
        type: 'error',
        code: max ? 'quantity_too_high' : 'out_of_stock',
        sku: id,
        content: 'Not so many.',
      })),
    ],
  };
}
