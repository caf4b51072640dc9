import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WirePlacedOrder, WireProblem } from '../../src/api/wire.js';
import { money } from '../../src/money.js';
import { seedCatalog, type DeliveryHook, type TaxHook } from '../../src/server/index.js';
import { CATALOG, codeOf, newKey, startServer, totalOf, type TestServer } from '../support/server.js';

const parcel = { id: 'parcel', title: 'Parcel', description: 'By weight', amount: 700 };
const codes = (quote: { messages: readonly { code: string }[] }): string[] =>
  quote.messages.map(({ code }) => code);
const attempt = async (shop: TestServer, changes: object = {}) =>
  shop.post<WirePlacedOrder & WireProblem>(
    '/orders',
    await shop.wish({ tea: 2 }, { fulfillment: { country: 'DE', option_id: 'parcel' }, ...changes }),
    { key: newKey() },
  );

test('a merchant’s function says how it can be delivered, another one the tax; the order is for just that', async (t) => {
  const asked: unknown[] = [];
  const delivery: DeliveryHook = async (facts) => {
    asked.push([facts.country, facts.goods.amount, facts.lines.map(({ sku, quantity }) => [sku, quantity])]);
    await Promise.resolve();
    return facts.country === 'JP' ? [] : [parcel, { ...parcel, id: 'dear', amount: 1900 }];
  };
  const tax: TaxHook = async (facts) => {
    await Promise.resolve();
    return { amount: money(facts.delivery.amount / 10, facts.currency), included: false };
  };
  const shop = await startServer(t, { options: { delivery, tax } });
  const quote = await shop.quote({ tea: 2 });
  assert.deepEqual(asked, [['DE', 2500, [['tea', 2]]]]);
  assert.deepEqual(
    [totalOf(quote, 'fulfillment'), totalOf(quote, 'tax'), totalOf(quote), quote.fulfillment.option_id],
    [700, 70, 3270, 'parcel'],
  );
  const { status, body } = await attempt(shop);
  assert.equal(status, 201);
  assert.deepEqual([totalOf(body.order), body.payment.amount], [3270, 3270]);
  assert.deepEqual((await shop.quote({ tea: 2 }, { country: 'JP' })).fulfillment.options, []);
});

test('what a function says may change until the order is placed, and not after', async (t) => {
  let amount = 700;
  const shop = await startServer(t, { options: { delivery: () => [{ ...parcel, amount }] } });
  const wish = await shop.wish({ tea: 2 }, { fulfillment: { country: 'DE', option_id: 'parcel' } });
  amount = 800;
  const refused = await shop.post<WireProblem>('/orders', wish, { key: newKey() });
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'quote_changed']);
  assert.equal(totalOf(refused.body.quote!, 'fulfillment'), 800);
  const { body } = await attempt(shop);
  amount = 900;
  assert.equal(totalOf(await shop.order(body)), 3300);
});

test('a function that fails, is late or answers nonsense leaves a cart that can be seen and not be ordered', async (t) => {
  const nonsense: readonly unknown[] = [
    [{ ...parcel, amount: 1.5 }],
    [{ ...parcel, amount: -1 }],
    [parcel, parcel],
    [{ ...parcel, id: 'no id!' }],
    [{ ...parcel, title: '' }],
    'parcel',
    undefined,
    [null],
  ];
  const hooks: readonly DeliveryHook[] = [
    () => {
      throw new Error('the carrier says 4242 4242 4242 4242');
    },
    () => new Promise(() => undefined),
    ...nonsense.map((answer) => () => answer as []),
  ];
  for (const [index, delivery] of hooks.entries()) {
    const shop = await startServer(t, { options: { delivery, ruleTimeout: 20 } });
    const quote = await shop.quote({ tea: 2 });
    assert.deepEqual(
      [quote.status, codes(quote), totalOf(quote, 'subtotal')],
      ['incomplete', ['delivery_unavailable'], 2500],
      String(index),
    );
    assert.ok(shop.logs.some(({ event, level }) => event === 'delivery_unavailable' && level === 'error'));
    assert.ok(!JSON.stringify(shop.logs).includes('4242 4242'));
    const wish = {
      ...(await shop.wish()),
      quote_hash: quote.hash,
      fulfillment: { country: 'DE', option_id: 'parcel' },
    };
    const answer = await shop.post('/orders', wish, { key: newKey() });
    assert.equal(answer.status, 409, String(index));
  }
  for (const tax of [
    () => Promise.reject(new Error('down')),
    () => ({ amount: money(-1, 'EUR'), included: false }),
    () => ({ amount: money(1, 'USD'), included: false }),
  ] as TaxHook[]) {
    const shop = await startServer(t, { options: { delivery: [{ ...parcel, countries: '*' }], tax } });
    assert.deepEqual(codes(await shop.quote({ tea: 2 })), ['tax_unavailable']);
    assert.deepEqual(codeOf(await attempt(shop)), 'quote_blocked');
  }
});

test('a function is never waited for inside a transaction: others order meanwhile, and what it says of an old price is asked anew', async (t) => {
  let waiting: (() => void) | undefined;
  let hold = false;
  const asked: number[] = [];
  const delivery: DeliveryHook = async ({ goods }) => {
    asked.push(goods.amount);
    if (hold) await new Promise<void>((go) => (waiting = go));
    return [parcel];
  };
  const shop = await startServer(t, { options: { delivery, ruleTimeout: 10_000 } });
  const wish = await shop.wish({ tea: 2 }, { fulfillment: { country: 'DE', option_id: 'parcel' } });
  hold = true;
  const first = shop.post<WireProblem>('/orders', wish, { key: newKey() });
  while (!waiting) await new Promise((go) => setImmediate(go));
  hold = false;
  const [bowl, tea, whisk] = CATALOG.products;
  const dearer = { ...tea!, variants: [{ ...tea!.variants[0]!, price: 1300 }] };
  // Both would wait for ever for a transaction that waits for the function.
  await seedCatalog(shop.database, { ...CATALOG, products: [bowl!, dearer, whisk!] });
  assert.equal((await attempt(shop)).status, 201);
  asked.length = 0;
  waiting();
  const answer = await first;
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'quote_changed']);
  assert.deepEqual(asked, [2600]);
});
