import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireOrderRequest, WirePlacedOrder } from '../../src/api/wire.js';
import type { CatalogJson } from '../../src/server/index.js';
import { CATALOG, codeOf, lineItems, newKey, startServer, totalOf } from '../support/server.js';
import { runs } from '../support/databases.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const PRICES: ReadonlyMap<string, number> = new Map(
  CATALOG.products.flatMap(({ variants }) => variants.map(({ sku, price }) => [sku, price] as const)),
);
const DELIVERY: Readonly<Record<string, number>> = { post: 490, express: 990, air: 2400 };

/** What an order of these lines must cost, worked out without the server. */
function model({ line_items, fulfillment }: WireOrderRequest): number {
  const goods = line_items.reduce(
    (sum, { item, quantity }) => sum + (PRICES.get(item.id) ?? NaN) * quantity,
    0,
  );
  const free = fulfillment.option_id === 'post' && goods >= 10_000;
  return goods + (free ? 0 : (DELIVERY[fulfillment.option_id] ?? NaN));
}

/** Plenty of everything, so that only tampering decides. */
const PLENTY: CatalogJson = {
  ...CATALOG,
  products: CATALOG.products.map((product) => ({
    ...product,
    variants: product.variants.map((variant) => ({ ...variant, stock: null })),
  })),
};

/** Every place in a JSON value, as a path. */
function paths(value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => paths(each, [...at, key]))];
}

function put(
  value: Json,
  [step, ...rest]: readonly (string | number)[],
  into: Json | undefined,
): Json | undefined {
  if (step === undefined) return into;
  if (typeof value !== 'object' || value === null) return value; // an earlier change took the place away
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => {
      if (index !== Number(step)) return [each];
      const changed = put(each, rest, into);
      return changed === undefined ? [] : [changed];
    });
  }
  const entries = Object.entries(value).flatMap(([key, each]): [string, Json][] => {
    if (key !== step) return [[key, each]];
    const changed = put(each, rest, into);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Object.fromEntries(entries);
}

const nasty: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(
    undefined, null, true, false, 0, -0, -1, 1, 2, 5, 0.1, 1.5, 999, 1000, 1e21, 2 ** 53, -1e21, '', '5', '0x5',
    '5 OR 1=1', 'tea', 'whisk', 'bowl-snow', 'bowl-indigo', 'none', 'DE', 'AT', 'JP', 'US', 'de', 'post', 'express', 'air',
    'paper', 'EUR', 'USD', [], {}, [[]], [5, 4], { id: 'tea' }, { amount: 1 }, '__proto__', '\u0000', 'x'.repeat(300),
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
); // prettier-ignore

test('T-08, I10: whatever field of an order is altered, the order costs what the model says or is refused', async (t) => {
  const shop = await startServer(t, { catalog: PLENTY });
  const wish = await shop.wish({ tea: 2, 'bowl-indigo': 1 });
  const places = paths(wish as unknown as Json).filter((path) => path.length > 0);
  const seen = { placed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...places), nasty), { minLength: 1, maxLength: 2 }),
      async (changes) => {
        const body = changes.reduce<Json>(
          (value, [path, into]) => put(value, path, into) ?? null,
          wish as unknown as Json,
        );
        const answer = await shop.post<WirePlacedOrder>('/orders', body, { key: newKey() });
        if (answer.status === 201) {
          seen.placed += 1;
          // Only what does not change the price can have got through: the shopper's hash binds the rest.
          assert.equal(totalOf(answer.body.order), model(body as unknown as WireOrderRequest));
          assert.equal(totalOf(answer.body.order), model(wish));
          const charged = [...shop.gateway.ledger.values()].at(-1)?.amount;
          assert.deepEqual(charged, { amount: model(wish), currency: 'EUR' });
        } else {
          seen.refused += 1;
          assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
        }
      },
    ),
    // Few changes leave an order that can be placed; one of them is always tried.
    { numRuns: runs(1500), examples: [[[[['shipping_address', 'full_name'], 'tea']]]] },
  );
  // The property has seen both ends.
  assert.ok(seen.placed > 0 && seen.refused >= runs(500), JSON.stringify(seen));
});

test('T-08, I10: any cart that is quoted and then ordered costs what the model says', async (t) => {
  const shop = await startServer(t, { catalog: PLENTY });
  const anyLines = fc.dictionary(fc.constantFrom(...PRICES.keys()), fc.integer({ min: 1, max: 999 }), {
    minKeys: 1,
  });
  await fc.assert(
    fc.asyncProperty(anyLines, fc.constantFrom('post', 'express'), async (lines, option_id) => {
      const wish = await shop.wish(lines, { fulfillment: { country: 'DE', option_id } });
      const { status, body } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
      assert.equal(status, 201);
      assert.equal(totalOf(body.order), model(wish));
      assert.equal(body.payment.amount, model(wish));
    }),
    { numRuns: runs(100) },
  );
});

test('T-08: the hash of one cart does not order another', async (t) => {
  const shop = await startServer(t);
  const cheap = await shop.wish({ tea: 1 });
  const others: Partial<WireOrderRequest>[] = [
    { line_items: lineItems({ tea: 2 }) },
    { line_items: lineItems({ 'bowl-indigo': 1 }) },
    { line_items: lineItems({ tea: 1, whisk: 1 }) },
    { line_items: [...lineItems({ tea: 1 }), ...lineItems({ tea: 1 })] },
    { fulfillment: { country: 'DE', option_id: 'express' } },
  ];
  for (const change of others) {
    const answer = await shop.post('/orders', { ...cheap, ...change }, { key: newKey() });
    assert.deepEqual([answer.status, codeOf(answer)], [409, 'quote_changed'], JSON.stringify(change));
  }
});

test('T-08: a request that names a price, a total, a currency or a discount is refused loudly', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const [line] = wish.line_items;
  const bodies: Json[] = [
    { ...wish, total: 1 },
    { ...wish, currency: 'JPY' },
    { ...wish, discount: 100 },
    { ...wish, line_items: [{ ...line, price: 1 }] },
    { ...wish, line_items: [{ ...line, item: { id: 'tea', price: 1 } }] },
    { ...wish, fulfillment: { ...wish.fulfillment, amount: 0 } },
  ] as unknown as Json[];
  for (const body of bodies) {
    const answer = await shop.post('/orders', body, { key: newKey() });
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], answer.text);
  }
});

test('T-27: more than 100 lines are refused, parameters in the address change nothing', async (t) => {
  const shop = await startServer(t);
  const line_items = Array.from({ length: 101 }, (_, n) => ({ item: { id: `sku-${n}` }, quantity: 1 }));
  assert.equal((await shop.post('/quotes', { line_items })).status, 400);
  assert.equal((await shop.post('/quotes', { line_items: line_items.slice(1) })).status, 200);
  const { body } = await shop.post<{ line_items: { quantity: number }[] }>(
    '/quotes?quantity=5&quantity=4&price=1',
    { line_items: lineItems({ tea: 2 }) },
  );
  assert.equal(body.line_items[0]?.quantity, 2);
});
