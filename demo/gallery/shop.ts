/**
 * A store server in the page, for the gallery: answers by the wire types and does what a state wants (never answers, fails, has
 * one left). It prices like the real one and imitates no rule of orders or payments beyond what there is to look at.
 */
import type { WireConfig, WireGateway, WireOrder, WireQuote, WireQuoteRequest } from '../../src/api/wire.js';
import { browserEnv } from '../../src/browser-env.js';
import type { Env, PageFacts } from '../../src/env.js';
import { lineOf, orderOf, payment, PRODUCTS } from './goods.js';

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

const DELIVERY: WireQuote['fulfillment']['options'] = [
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

/** `name`: of the endpoint, `/gallery/store/<name>`. */
export function scriptedEnv(name: string, script: Script): Env {
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
    const path = new URL(input, location.href).pathname.replace(/^\/gallery\/store\/[^/]+/, '');
    const at = (prefixes: readonly string[] = []): boolean => prefixes.some((each) => path.startsWith(each));
    asks++;
    if (at(script.silent)) return silence(init?.signal);
    if (at(script.failing)) throw new TypeError('The gallery’s store is out of reach.');
    return answer(path, init, script);
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

function answer(path: string, init: RequestInit | undefined, script: Script): Response {
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
  if (path === '/config') return Response.json(configOf(script));
  if (path === '/quotes') return Response.json(quoteOf(body as WireQuoteRequest, script));
  if (path === '/products') return Response.json({ products: PRODUCTS });
  const product = PRODUCTS.find(({ id }) => path === `/products/${id}`);
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

const configOf = ({ gateways = [CARD] }: Script): WireConfig => ({
  name: 'Gallery',
  currency: 'USD',
  mode: 'test',
  countries: ['US', 'CA', 'DE', 'JP'],
  gateways: gateways.map((each) => ({
    ...each,
    frame_origins: each.kind === 'frame' ? [otherOrigin()] : [],
  })),
});

function quoteOf(
  { line_items, fulfillment, discounts }: WireQuoteRequest,
  { stock = {}, extras }: Script,
): WireQuote {
  const lines = line_items.flatMap(({ item, quantity }) => lineOf(item.id, quantity, stock[item.id]));
  const subtotal = lines.reduce((sum, { item, quantity }) => sum + item.price * quantity, 0);
  const short = lines.filter(({ quantity, quantity_max: max }) => quantity > max);
  const country = fulfillment?.country ?? null;
  const chosen = DELIVERY.find(({ id }) => id === fulfillment?.option_id) ?? DELIVERY[0];
  const delivery = country && chosen ? chosen.amount : 0;
  const codes = extras ? (discounts?.codes ?? []) : [];
  const off = codes.length ? Math.round(subtotal / 10) : 0;
  const options = DELIVERY.map((each) =>
    extras && each.id === 'post' ? { ...each, free_from: 25000 } : each,
  );
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
    ...(extras && {
      discounts: { codes, applied: codes.map((code) => ({ code, title: 'Spring', amount: off })) },
    }),
    fulfillment: {
      country,
      options: country ? options : [],
      option_id: country ? (chosen?.id ?? null) : null,
    },
    messages: short.map(({ id, quantity_max: max }) => ({
      type: 'error',
      code: max ? 'quantity_too_high' : 'out_of_stock',
      sku: id,
      content: 'Not so many.',
    })),
  };
}
