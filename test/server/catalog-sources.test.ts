/** Where the products come from: whatever it is, it alone says what things cost. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { WirePlacedOrder, WireProductList } from '../../src/api/wire.js';
import { readCatalogFile, seedCatalog, type CatalogJson, type CatalogQuery } from '../../src/server/index.js';
import { start as startOffice, admin } from '../support/office.js';
import { codeOf, newKey, startServer, totalOf, type TestServer } from '../support/server.js';

const NOTHING: CatalogJson = { currency: 'EUR', products: [] };

const withPrice = (price: number): CatalogJson => ({
  currency: 'EUR',
  products: [
    { id: 'tea', title: 'Green tea', variants: [{ sku: 'tea', price, stock: 50 }] },
    { id: 'cup', title: 'Cup', variants: [{ sku: 'cup', price: 900 }] },
  ],
});

function temporary(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-catalog-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

interface Sourced {
  readonly shop: TestServer;
  readonly reprice: (price: number) => Promise<void>;
}

/** A shop whose tea costs 1250, for each source. */
const SOURCES: Readonly<Record<string, (t: TestContext) => Promise<Sourced>>> = {
  database: async (t) => {
    const shop = await startServer(t, { catalog: withPrice(1250) });
    return { shop, reprice: (price) => seedCatalog(shop.database, withPrice(price)) };
  },
  file: async (t) => {
    const file = temporary(t, 'products.json');
    writeFileSync(file, JSON.stringify(withPrice(1250)));
    const shop = await startServer(t, { catalog: NOTHING, options: { catalog: file } });
    return {
      shop,
      reprice: (price) => {
        writeFileSync(file, JSON.stringify(withPrice(price), null, price));
        shop.advance(1000);
        return Promise.resolve();
      },
    };
  },
  function: async (t) => {
    let catalog = withPrice(1250);
    const shop = await startServer(t, { catalog: NOTHING, options: { catalog: () => catalog } });
    return {
      shop,
      reprice: (price) => {
        catalog = withPrice(price);
        return Promise.resolve();
      },
    };
  },
};

for (const [name, start] of Object.entries(SOURCES)) {
  test(`T-08: ${name}: no price that a client sends matters, and none that it saw before a change`, async (t) => {
    const { shop, reprice } = await start(t);
    const priced = { item: { id: 'tea', price: 1 }, quantity: 2, price: 1, unit_price: 1 };
    assert.equal(codeOf(await shop.post('/quotes', { line_items: [priced] })), 'request_invalid');
    const wish = await shop.wish({ tea: 2 });
    const key = newKey();
    for (const more of [{ total: 1 }, { line_items: [priced] }, { totals: [{ type: 'total', amount: 1 }] }])
      assert.equal(codeOf(await shop.post('/orders', { ...wish, ...more }, { key })), 'request_invalid');

    await reprice(1500);
    const late = await shop.post<{ quote: Parameters<typeof totalOf>[0] }>('/orders', wish, { key });
    assert.equal(codeOf(late), 'quote_changed');
    assert.equal(totalOf(late.body.quote), 2 * 1500 + 490);
    const placed = await shop.post<WirePlacedOrder>('/orders', await shop.wish({ tea: 2 }), {
      key: newKey(),
    });
    assert.equal(placed.status, 201);
    assert.equal(placed.body.payment.amount, 2 * 1500 + 490);
    assert.equal([...shop.gateway.ledger.values()][0]?.amount.amount, 2 * 1500 + 490);
  });

  test(`${name}: what it has is listed, and pieces that are ordered are taken of it`, async (t) => {
    const { shop } = await start(t);
    const { body } = await shop.get<WireProductList>('/products');
    assert.deepEqual(
      body.products.map(({ id, variants }) => [id, variants[0]?.price, variants[0]?.left]),
      [
        ['tea', 1250, undefined],
        ['cup', 900, undefined],
      ],
    );
    await shop.place({ tea: 47 });
    const tea = (await shop.get<WireProductList>('/products?q=tea')).body.products[0];
    assert.equal(tea?.variants[0]?.left, 3);
    const quote = await shop.quote({ tea: 4 });
    assert.deepEqual([quote.messages[0]?.code, quote.line_items[0]?.quantity_max], ['quantity_too_high', 3]);
  });
}

test('function: what it no longer has is not sold from that moment on', async (t) => {
  let catalog = withPrice(1250);
  const shop = await startServer(t, { catalog: NOTHING, options: { catalog: () => catalog } });
  const wish = await shop.wish({ tea: 1 });
  catalog = { ...catalog, products: catalog.products.slice(1) };
  const answer = await shop.post('/orders', wish, { key: newKey() });
  assert.equal(codeOf(answer), 'quote_changed');
  assert.equal((await shop.quote({ tea: 1 })).messages[0]?.code, 'product_unknown');
});

test('function: it is asked anew for each quote and order, and for the list at most every 30 seconds', async (t) => {
  const asked: CatalogQuery[] = [];
  const shop = await startServer(t, {
    catalog: NOTHING,
    options: {
      catalog: (query) => {
        asked.push(query);
        return withPrice(1250);
      },
    },
  });
  await Promise.all([shop.get('/products'), shop.get('/products')]);
  await shop.get('/products/tea');
  assert.deepEqual(asked.splice(0), [{}]);
  await shop.quote({ tea: 1, cup: 1 });
  assert.deepEqual(asked.splice(0), [{ skus: ['tea', 'cup'] }]);
  const wish = await shop.wish({ cup: 1 });
  const key = newKey();
  await shop.post('/orders', wish, { key });
  assert.deepEqual(asked.splice(0), [{ skus: ['cup'] }, { skus: ['cup'] }]);
  // The same order again comes to the same, and needs no price.
  assert.equal((await shop.post('/orders', wish, { key })).status, 201);
  shop.advance(29_000);
  await shop.get('/products');
  assert.deepEqual(asked.splice(0), []);
  shop.advance(1000);
  await shop.get('/products');
  assert.deepEqual(asked, [{}]);
});

test('function: when it fails or answers nonsense, nothing is priced, the log says why, and the list stands for a while', async (t) => {
  let answer: () => CatalogJson = () => withPrice(1250);
  const shop = await startServer(t, { catalog: NOTHING, options: { catalog: () => answer() } });
  await shop.get('/products');
  const wish = await shop.wish({ tea: 1 });
  const wrong: readonly (readonly [() => CatalogJson, RegExp])[] = [
    [
      () => {
        throw new Error('the till is down');
      },
      /the till is down/,
    ],
    [() => withPrice(12.5), /\$\.products\[0\]\.variants\[0\]\.price/],
    [() => ({ ...withPrice(1), currency: 'USD' }), /\$\.currency.*EUR/],
    [() => undefined as unknown as CatalogJson, /expected object/],
  ];
  for (const [each, reason] of wrong) {
    answer = each;
    const logged = shop.logs.length;
    for (const refused of [
      await shop.post('/quotes', { line_items: [{ item: { id: 'tea' }, quantity: 1 }] }),
      await shop.post('/orders', wish, { key: newKey() }),
    ]) {
      assert.deepEqual([refused.status, codeOf(refused)], [503, 'catalog_failed']);
      assert.doesNotMatch(refused.text, /till|price|currency/);
    }
    const said = shop.logs.slice(logged).filter(({ code }) => code === 'catalog_failed');
    assert.equal(said.length, 2);
    assert.match(JSON.stringify(said), reason);
  }
  shop.advance(31_000);
  const logged = shop.logs.length;
  assert.equal((await shop.get('/products')).status, 200);
  assert.equal(shop.logs.slice(logged).filter(({ event }) => event === 'catalog_failed').length, 1);
  shop.advance(600_000);
  assert.equal(codeOf(await shop.get('/products')), 'catalog_failed');
  answer = () => withPrice(1100);
  assert.equal((await shop.get<WireProductList>('/products')).body.products[0]?.variants[0]?.price, 1100);
});

test('file: a mistake in it is named by line and column, at the start and later; the last good one serves on', async (t) => {
  const file = temporary(t, 'products.yaml');
  const yaml = (price: string): string => `currency: EUR
products:
  - id: tea
    title: Green tea
    category: Drinks
    added: 2026-11-01
    variants:
      - sku: tea
        price: ${price}
`;
  writeFileSync(file, yaml('12.50'));
  const shop = await startServer(t, { catalog: NOTHING, options: { catalog: file } });
  const place = /products\.yaml:9:16: \$\.products\[0\]\.variants\[0\]\.price: /;
  await assert.rejects(shop.server.migrate(), { name: 'TypeError', message: place });
  assert.equal(codeOf(await shop.get('/products')), 'catalog_failed');
  writeFileSync(file, yaml('1250'));
  await shop.server.migrate();
  assert.equal(totalOf(await shop.quote({ tea: 1 }), 'subtotal'), 1250);
  writeFileSync(file, yaml('free'));
  shop.advance(1000);
  const logged = shop.logs.length;
  for (let i = 0; i < 3; i += 1) assert.equal(totalOf(await shop.quote({ tea: 1 }), 'subtotal'), 1250);
  shop.advance(1000);
  await shop.get('/products');
  const said = shop.logs.slice(logged).filter(({ event }) => event === 'catalog_failed');
  assert.equal(said.length, 1, 'once for each change of the file');
  assert.match(JSON.stringify(said), place);
});

test('file: YAML that is none, repeats a key or unfolds without end is refused; JSON is read by the same rules', async (t) => {
  const file = temporary(t, 'products.yaml');
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [at, name] of [...'bcdefghi'].entries())
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`);
  for (const [text, message] of [
    ['currency: [EUR', /products\.yaml:\d+:\d+: /],
    ['currency: EUR\ncurrency: USD\nproducts: []', /:2:1: .*unique/],
    [bomb.join('\n'), /Excessive alias count/],
    [
      '{"currency": "EUR", "products": [\n{"id": "no", "title": "A", "variants": []}]}',
      /:2:\d+: \$\.products\[0\]\.variants/,
    ],
    ['', /\$: /],
  ] as const) {
    writeFileSync(file, text);
    await assert.rejects(readCatalogFile(file), { name: 'TypeError', message });
  }
  writeFileSync(file, JSON.stringify(withPrice(1250)));
  assert.equal((await readCatalogFile(file)).products.length, 2);
  await assert.rejects(readCatalogFile(`${file}.gone`), { code: 'ENOENT' });
});

test('the admin API changes nothing that is kept elsewhere', async (t) => {
  const shop = await startOffice(t, { catalog: NOTHING, options: { catalog: () => withPrice(1250) } });
  assert.equal((await shop.get<WireProductList>('/admin/products', admin)).body.products.length, 2);
  const change = await shop.post('/admin/variants/tea', { price: 1 }, admin);
  assert.deepEqual([change.status, codeOf(change)], [409, 'request_invalid']);
});
