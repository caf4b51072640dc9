/**
 * A store server in the page, for tests of single elements: answers by the wire types, prices like the real one, and does
 * what a test asks (late, failing, changed prices). It does not imitate orders, payments or validation: those are tested
 * against the real server, end to end.
 */
import type { WireConfig, WireLine, WireProduct, WireQuote, WireQuoteRequest } from '../../src/api/wire.js';
import type { Env, PageFacts } from '../../src/env.js';

export interface ScriptedShop {
  readonly env: Env;
  /** Requests so far, as `GET /products/mug`. */
  readonly requests: string[];
  /** The next answers wait until the returned function is called. */
  hold(): () => void;
  fail: Error | undefined;
  readonly prices: Record<string, number>;
  readonly stock: Record<string, number>;
  page: PageFacts;
  readonly storage: Map<string, string>;
}

const image = { url: '/pictures/none.svg', alt: 'A mug', width: 8, height: 10 };

const PRODUCT = {
  id: 'mug',
  title: 'Mug',
  description: 'Holds coffee.',
  currency: 'USD',
  image: null,
  options: [{ name: 'Glaze', values: ['Ash', 'Indigo'] }],
  variants: [
    { sku: 'mug-ash', title: 'Ash', options: { Glaze: 'Ash' }, price: 2800, available: true },
    { sku: 'mug-indigo', title: 'Indigo', options: { Glaze: 'Indigo' }, price: 3000, available: false },
  ],
} satisfies WireProduct;

const CONFIG = {
  name: 'Shop',
  currency: 'USD',
  mode: 'test',
  countries: ['US', 'CA'],
  gateways: [],
} satisfies WireConfig;

export function scriptedShop(): ScriptedShop {
  const requests: string[] = [];
  const prices: Record<string, number> = { 'mug-ash': 2800, 'mug-indigo': 3000, bowl: 3400 };
  const stock: Record<string, number> = {};
  const storage = new Map<string, string>();
  let gate = Promise.resolve();

  function quote(request: WireQuoteRequest): WireQuote {
    const lines = request.line_items.flatMap(({ item, quantity }): WireLine[] => {
      const price = prices[item.id];
      if (price === undefined) return [];
      const max = stock[item.id] ?? 999;
      const about = { id: item.id, product_id: item.id, title: item.id, variant: '', price, image: null };
      return [
        {
          id: item.id,
          item: about,
          quantity,
          quantity_max: max,
          totals: [{ type: 'subtotal', amount: price * quantity }],
        },
      ];
    });
    const subtotal = lines.reduce((sum, l) => sum + l.item.price * l.quantity, 0);
    const messages = lines
      .filter((l) => l.quantity > l.quantity_max)
      .map((l) => ({
        type: 'error' as const,
        code: 'quantity_too_high',
        sku: l.id,
        content: 'Not so many.',
      }));
    return {
      status: messages.length ? 'incomplete' : 'ready_for_complete',
      hash: `hash-${subtotal}`,
      currency: 'USD',
      line_items: lines,
      totals: [
        { type: 'subtotal', amount: subtotal },
        { type: 'total', amount: subtotal },
      ],
      fulfillment: { country: null, options: [], option_id: null },
      messages,
    };
  }

  const shop: ScriptedShop = {
    requests,
    prices,
    stock,
    storage,
    fail: undefined,
    page: { href: location.href, secureContext: true, framed: false },
    hold() {
      let open = (): void => undefined;
      gate = new Promise((resolve) => (open = resolve));
      return open;
    },
    env: {
      async fetch(input, init) {
        const { pathname } = new URL(input);
        requests.push(`${init?.method ?? 'GET'} ${pathname.replace('/store', '')}`);
        const opened = gate;
        await new Promise<void>((resolve, reject) => {
          void opened.then(resolve);
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        });
        if (shop.fail) throw shop.fail;
        if (pathname.endsWith('/quotes'))
          return Response.json(quote(JSON.parse(String(init?.body)) as WireQuoteRequest));
        if (pathname.endsWith('/products/mug')) return Response.json({ ...PRODUCT, image });
        if (pathname.endsWith('/config')) return Response.json(CONFIG);
        return Response.json(
          { code: 'not_found', title: 'Not found', status: 404, type: 'about:blank' },
          { status: 404 },
        );
      },
      now: () => Date.now(),
      // Pauses between clicks and asks pass at once: tests wait for events, not for time.
      wait: () => Promise.resolve(),
      randomId: () => '0'.repeat(40),
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      session: undefined,
      channel: () => undefined,
      tryLock: (_name, work) => work(),
      isLocked: () => Promise.resolve(false),
      unlocked: () => Promise.resolve(),
      isOnline: () => true,
      navigate: () => undefined,
      page: () => shop.page,
    },
  };
  return shop;
}
