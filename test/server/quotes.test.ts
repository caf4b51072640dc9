import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireProduct, WireProductList, WireQuote } from '../../src/api/wire.js';
import { seedCatalog, type CatalogJson } from '../../src/server/index.js';
import { CATALOG, codeOf, lineItems, startServer, totalOf } from '../support/server.js';

test('the catalogue is shown with prices, options and what can still be bought', async (t) => {
  const shop = await startServer(t);
  const { status, body } = await shop.get<WireProductList>('/products');
  assert.equal(status, 200);
  assert.deepEqual(
    body.products.map(({ id }) => id),
    ['tea-bowl', 'tea', 'whisk'],
  );
  const bowl = (await shop.get<WireProduct>('/products/tea-bowl')).body;
  assert.deepEqual(bowl, body.products[0]);
  assert.deepEqual(
    bowl.variants.map(({ sku, price, available }) => [sku, price, available]),
    [
      ['bowl-indigo', 2800, true],
      ['bowl-snow', 2600, false],
    ],
  );
  assert.equal(codeOf(await shop.get('/products/none')), 'product_unknown');
  assert.equal((await shop.get('/products/none')).status, 404);
});

test('GET /config tells what a page may know, and nothing else', async (t) => {
  const shop = await startServer(t);
  const { body } = await shop.get('/config');
  assert.deepEqual(body, {
    name: 'Tea & Co',
    currency: 'EUR',
    mode: 'test',
    countries: ['DE', 'AT', 'JP'],
    gateways: [shop.gateway.describe()],
  });
});

test('T-08: a quote is priced by the server; the first country and the cheapest delivery stand in', async (t) => {
  const shop = await startServer(t);
  const quote = await shop.quote({ 'bowl-indigo': 1, tea: 2 });
  assert.equal(quote.status, 'ready_for_complete');
  assert.equal(totalOf(quote), 2800 + 2500 + 490);
  assert.deepEqual([quote.fulfillment.country, quote.fulfillment.option_id], ['DE', 'post']);
  assert.equal(quote.line_items[0]?.item.variant, 'Indigo');
  const japan = await shop.quote({ tea: 2 }, { country: 'JP' });
  assert.deepEqual(
    japan.fulfillment.options.map(({ id, amount }) => [id, amount]),
    [['air', 2400]],
  );
});

test('T-08: lines of one sku are merged, and the limit is on their sum', async (t) => {
  const shop = await startServer(t);
  const twice = [...lineItems({ tea: 2 }), ...lineItems({ 'bowl-indigo': 1 }), ...lineItems({ tea: 3 })];
  const { body } = await shop.post<WireQuote>('/quotes', { line_items: twice });
  assert.deepEqual(body.line_items.map(({ id, quantity }) => [id, quantity]), [['tea', 5], ['bowl-indigo', 1]]); // prettier-ignore
  const many = [...lineItems({ tea: 999 }), ...lineItems({ tea: 1 })];
  const over = (await shop.post<WireQuote>('/quotes', { line_items: many })).body;
  assert.equal(over.messages[0]?.code, 'quantity_too_high');
});

test('what cannot be had is a message about the line that was asked for, never an error', async (t) => {
  const shop = await startServer(t);
  const quote = await shop.quote({ gone: 1, 'bowl-snow': 1, 'bowl-indigo': 6, tea: 1 });
  assert.equal(quote.status, 'incomplete');
  assert.deepEqual(
    quote.messages.map(({ code, path, sku }) => [code, path, sku]),
    [
      ['product_unknown', '$.line_items[0]', 'gone'],
      ['out_of_stock', '$.line_items[1]', 'bowl-snow'],
      ['quantity_too_high', '$.line_items[2]', 'bowl-indigo'],
    ],
  );
  assert.deepEqual(
    quote.line_items.map(({ id, quantity_max }) => [id, quantity_max]),
    [
      ['bowl-snow', 0],
      ['bowl-indigo', 5],
      ['tea', 999],
    ],
  );
});

test('seeding makes the catalogue exactly the JSON', async (t) => {
  const shop = await startServer(t);
  const [, tea] = CATALOG.products;
  await seedCatalog(shop.database, { currency: 'EUR', products: [{ ...tea!, title: 'Black tea' }] });
  const { body } = await shop.get<WireProductList>('/products');
  assert.deepEqual(
    body.products.map(({ title }) => title),
    ['Black tea'],
  );
  assert.equal((await shop.quote({ whisk: 1 })).messages[0]?.code, 'product_unknown');
});

test('a catalogue with a mistake is refused whole, with the place and the cure', async (t) => {
  const shop = await startServer(t);
  const [bowl, tea] = CATALOG.products;
  const [variant] = tea!.variants;
  const cases: readonly (readonly [CatalogJson, RegExp])[] = [
    [{ currency: 'euro', products: [] }, /\$\.currency: .*ISO 4217/],
    [{ currency: 'EUR', products: [tea!, tea!] }, /Two products have the same id/],
    [{ currency: 'EUR', products: [tea!, { ...tea!, id: 'tea-2' }] }, /Two variants have the same sku/],
    [
      { currency: 'EUR', products: [{ ...tea!, variants: [{ ...variant!, price: 12.5 }] }] },
      /variants\[0\]\.price/,
    ],
    [
      { currency: 'EUR', products: [{ ...tea!, variants: [{ ...variant!, price: -1 }] }] },
      /variants\[0\]\.price/,
    ],
    [
      {
        currency: 'EUR',
        products: [{ ...bowl!, variants: [{ ...variant!, options: { Colour: 'Green' } }] }],
      },
      /one of the values/,
    ],
    [
      { currency: 'EUR', products: [{ ...tea!, variants: [{ ...variant!, sku: '4242424242424242' }] }] },
      /Looks like a card number/,
    ],
    [
      {
        currency: 'EUR',
        products: [{ ...tea!, image: { url: 'javascript:alert(1)', alt: '', width: 1, height: 1 } }],
      },
      /image\.url: Must be an http/,
    ],
  ];
  for (const [catalog, message] of cases)
    await assert.rejects(seedCatalog(shop.database, catalog), { name: 'TypeError', message });
  assert.equal((await shop.get<WireProductList>('/products')).body.products.length, 3);
});

test('a catalogue in another currency than the store is told at the start', async (t) => {
  const shop = await startServer(t, { catalog: { ...CATALOG, currency: 'USD' } });
  await assert.rejects(shop.server.migrate(), /catalogue is in USD, the store in EUR/);
  assert.equal((await shop.get('/products')).status, 503);
});
