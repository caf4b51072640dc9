/** The catalogue as shoppers and the merchant's programs ask for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireAdminProduct, WireAdminProductList } from '../../src/api/wire-admin.js';
import type { WireConfig, WirePlacedOrder, WireProduct, WireProductList } from '../../src/api/wire.js';
import { seedCatalog, type CatalogJson, type ProductJson } from '../../src/server/index.js';
import { admin, start as startOffice } from '../support/office.js';
import { codeOf, newKey, startServer, type TestServer } from '../support/server.js';

const item = (id: string, title: string, price: number, more: Partial<ProductJson> = {}): ProductJson => ({
  ...{ id, title, variants: [{ sku: id, price }] },
  ...more,
});

const SHELF: CatalogJson = {
  currency: 'EUR',
  products: [
    item('tea-bowl', 'Tea bowl', 3000, { category: 'Bowls', added: '2026-01-05' }),
    item('creme', 'Crème bowl', 2000, { category: 'Bowls', added: '2026-03-05' }),
    item('sencha', 'Sencha', 1200, { category: 'Tea', description: 'A green tea.', added: '2026-02-05' }),
    item('steam', 'Steam-proof box', 5000, { description: 'Keeps dry.', added: '2025-02-05' }),
    item('cup-10', 'Cup 10', 900, { category: 'Cups', added: '2024-02-05' }),
    item('cup-9', 'Cup 9', 900, { category: 'Cups', added: '2024-02-06' }),
  ],
};

const listed = async (shop: TestServer, query: string): Promise<WireProductList> =>
  (await shop.get<WireProductList>(`/products${query}`)).body;
const idsOf = ({ products }: WireProductList): string => products.map(({ id }) => id).join(' ');

test('the catalogue is searched, filtered and sorted', async (t) => {
  const shop = await startServer(t, { catalog: SHELF });
  for (const [query, ids] of [
    ['', 'tea-bowl creme sencha steam cup-10 cup-9'],
    ['?q=tea', 'tea-bowl sencha steam'], // a title's beginning, the category, a title's middle
    ['?q=CREME', 'creme'],
    ['?q=bowl%20tea', 'tea-bowl'],
    ['?q=%25', ''],
    ['?q=cup-9', 'cup-9'],
    ['?category=Bowls', 'tea-bowl creme'],
    ['?category=bowls', ''],
    ['?q=tea&category=Tea', 'sencha'],
    ['?sort=price_asc', 'cup-10 cup-9 sencha creme tea-bowl steam'],
    ['?sort=price_desc', 'steam tea-bowl creme sencha cup-10 cup-9'],
    ['?sort=title', 'creme cup-9 cup-10 sencha steam tea-bowl'],
    ['?sort=newest', 'creme sencha tea-bowl steam cup-9 cup-10'],
  ] as const)
    assert.equal(idsOf(await listed(shop, query)), ids, query);
});

test('categories are counted for the search, whichever is chosen', async (t) => {
  const shop = await startServer(t, { catalog: SHELF });
  const counts = async (query: string): Promise<string> =>
    (await listed(shop, query)).categories.map(({ name, count }) => `${name} ${count}`).join(', ');
  assert.equal(await counts(''), 'Bowls 2, Tea 1, Cups 2');
  assert.equal(await counts('?category=Cups'), 'Bowls 2, Tea 1, Cups 2');
  assert.equal(await counts('?q=tea'), 'Bowls 1, Tea 1');
});

test('pages are whole, and what is asked for is bounded', async (t) => {
  const shop = await startServer(t, { catalog: SHELF });
  const pages = [1, 2, 3, 4].map((page) => listed(shop, `?limit=2&page=${page}`));
  assert.deepEqual((await Promise.all(pages)).map(idsOf), [
    'tea-bowl creme',
    'sencha steam',
    'cup-10 cup-9',
    '',
  ]);
  const { total, page, pages: all } = await listed(shop, '?limit=4&page=2');
  assert.deepEqual({ total, page, all }, { total: 6, page: 2, all: 2 });
  assert.deepEqual((await listed(shop, '?q=nothing')).pages, 0);
  for (const query of ['limit=0', 'limit=101', 'page=0', 'page=10001', 'page=x', 'sort=cheap', 'limit=1e1'])
    assert.equal(codeOf(await shop.get(`/products?${query}`)), 'request_invalid', query);
  assert.equal((await shop.get(`/products?q=${'a'.repeat(5000)}`)).status, 200);
});

test('a product says all that a page shows: pictures and their widths, the price before, what is left', async (t) => {
  const wide = { url: '/bowl.jpg', alt: 'A bowl', width: 800, height: 1000, sources: [{ url: '/bowl-400.jpg', width: 400 }] };
  const side = { url: '/side.jpg', alt: 'From the side', width: 800, height: 1000 };
  const catalog: CatalogJson = {
    currency: 'EUR',
    products: [
      {
        ...{ id: 'bowl', title: 'Bowl', images: [wide, side], options: [{ name: 'Glaze', values: ['Ash', 'Snow'] }] },
        variants: [
          { sku: 'ash', options: { Glaze: 'Ash' }, price: 2000, compare_at_price: 2500, stock: 5, image: side },
          { sku: 'snow', options: { Glaze: 'Snow' }, price: 2000, stock: 6 },
        ],
      },
    ],
  };
  const shop = await startServer(t, { catalog });
  const { body } = await shop.get<WireProduct>('/products/bowl');
  assert.deepEqual(body, {
    ...{ id: 'bowl', title: 'Bowl', description: '', currency: 'EUR', category: null, catalog_only: false },
    ...{ image: wide, images: [wide, side], options: [{ name: 'Glaze', values: ['Ash', 'Snow'] }] },
    variants: [
      { sku: 'ash', title: 'Ash', options: { Glaze: 'Ash' }, price: 2000, available: true, compare_at_price: 2500, image: side, left: 5 },
      { sku: 'snow', title: 'Snow', options: { Glaze: 'Snow' }, price: 2000, available: true, compare_at_price: null, image: null },
    ],
  }); // prettier-ignore
  const quote = await shop.quote({ snow: 1 });
  assert.deepEqual(quote.line_items[0]?.item.image, { url: '/bowl-400.jpg', alt: 'A bowl', width: 800, height: 1000 });
  const [product] = catalog.products;
  const cheaper = { ...product!.variants[0]!, compare_at_price: 2000 };
  await assert.rejects(seedCatalog(shop.database, { ...catalog, products: [{ ...product!, variants: [cheaper] }] }), /compare_at_price: Must be more than the price/);
}); // prettier-ignore

test('seeding writes only what differs, and what is sold stays sold', async (t) => {
  const shop = await startServer(t, { catalog: SHELF });
  const version = async (): Promise<number> =>
    (await shop.database.db.selectFrom('counters').select('value').where('name', '=', 'catalog_version').executeTakeFirstOrThrow()).value; // prettier-ignore
  const before = await version();
  await seedCatalog(shop.database, SHELF);
  assert.equal(await version(), before);
  const [first, ...rest] = SHELF.products;
  await seedCatalog(shop.database, { ...SHELF, products: [...rest, first!] });
  assert.equal(await version(), before + 1);
  assert.equal(idsOf(await listed(shop, '')), 'creme sencha steam cup-10 cup-9 tea-bowl');
  // A sku that moves to another product leaves none behind.
  const moved = { ...first!, id: 'new-bowl' };
  await seedCatalog(shop.database, { ...SHELF, products: [moved, ...rest] });
  assert.equal(idsOf(await listed(shop, '?q=tea-bowl')), 'new-bowl');
  assert.equal((await shop.quote({ 'tea-bowl': 1 })).line_items[0]?.item.product_id, 'new-bowl');
});

test('many processes that seed at once end with one whole catalogue', async (t) => {
  const shop = await startServer(t, { catalog: SHELF });
  const others = Array.from({ length: 4 }, () => shop.files.open());
  shop.files.before(() => Promise.all(others.map((each) => each.close())));
  await Promise.all(
    others.map((database, at) =>
      seedCatalog(database, {
        ...SHELF,
        products: SHELF.products.map((product) => ({ ...product, description: `By ${at}` })),
      }),
    ),
  );
  const { products } = await listed(shop, '');
  assert.equal(products.length, SHELF.products.length);
  assert.equal(new Set(products.map(({ description }) => description)).size, 1);
});

test('admin: products are added, changed, repriced and removed, and shoppers see it at once', async (t) => {
  const shop = await startOffice(t, { catalog: SHELF });
  const pot = {
    ...item('pot', 'Pot', 7000, { category: 'Pots' }),
    variants: [{ sku: 'pot-s', price: 7000, stock: 2 }],
  };
  await listed(shop, '');
  const added = await shop.post<WireAdminProduct>('/admin/products', pot, admin);
  assert.equal(added.status, 201);
  assert.equal(added.body.added_at, new Date(shop.now()).toISOString());
  assert.equal(idsOf(await listed(shop, '?category=Pots')), 'pot');
  assert.equal((await shop.post('/admin/products', pot, admin)).status, 409);

  await shop.place({ 'pot-s': 1 });
  const priced = await shop.post<WireAdminProduct>('/admin/variants/pot-s', { price: 6000, compare_at_price: 7000, stock: 4 }, admin); // prettier-ignore
  const [variant] = priced.body.variants;
  assert.deepEqual(
    [variant?.price, variant?.compare_at_price, variant?.stock, variant?.taken],
    [6000, 7000, 4, 1],
  );
  const [shown] = (await listed(shop, '?q=pot')).products;
  assert.deepEqual([shown?.variants[0]?.price, shown?.variants[0]?.left], [6000, 3]);
  const raised = await shop.post('/admin/variants/pot-s', { price: 7000 }, admin);
  assert.equal(codeOf(raised), 'request_invalid', 'a price before must stay higher');

  const changed = await shop.post<WireAdminProduct>(
    '/admin/products/pot',
    { ...pot, title: 'Big pot' },
    admin,
  );
  assert.deepEqual(
    [changed.status, changed.body.title, changed.body.variants[0]?.taken],
    [200, 'Big pot', 1],
  );
  assert.equal(
    codeOf(await shop.post('/admin/products/pot', item('other', 'X', 1), admin)),
    'request_invalid',
  );
  assert.equal(
    codeOf(await shop.post('/admin/products/none', item('none', 'X', 1), admin)),
    'product_unknown',
  );
  const thief = { ...pot, variants: [{ sku: 'tea-bowl', price: 1 }] };
  const refused = await shop.post('/admin/products/pot', thief, admin);
  assert.deepEqual([codeOf(refused), /variants\[0\]\.sku/.test(refused.text)], ['request_invalid', true]);

  assert.equal((await shop.post('/admin/products/pot/remove', {}, admin)).status, 200);
  assert.equal(codeOf(await shop.post('/admin/products/pot/remove', {}, admin)), 'product_unknown');
  assert.equal(codeOf(await shop.get('/products/pot')), 'product_unknown');
  // What was repriced by hand is as the file has it again once that is seeded.
  await shop.post('/admin/variants/cup-9', { price: 1 }, admin);
  await seedCatalog(shop.database, SHELF);
  assert.equal((await listed(shop, '?q=cup-9')).products[0]?.variants[0]?.price, 900);
});

test('admin: the list is whole in pages; without the key there is nothing', async (t) => {
  const shop = await startOffice(t, { catalog: SHELF });
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await shop.get<WireAdminProductList>(`/admin/products?limit=4${query}`, admin);
    ids.push(...body.products.map(({ id }) => id));
    cursor = body.next_cursor;
  }
  assert.deepEqual(ids, SHELF.products.map(({ id }) => id).sort());
  for (const ask of [
    shop.get('/admin/products', { origin: null }),
    shop.post('/admin/products', item('x', 'X', 1), { origin: null }),
    shop.post('/admin/variants/cup-9', { price: 1 }, { origin: null }),
    shop.post('/admin/products/cup-9/remove', {}, { origin: null }),
  ])
    assert.equal(codeOf(await ask), 'access_refused');
});

test('T-08: in catalogue mode nothing is priced and nothing can be ordered; what was placed before can still be paid', async (t) => {
  const options: { catalogMode?: boolean } = {};
  const selling = await startServer(t, { catalog: SHELF, options });
  const key = newKey();
  const wish = await selling.wish({ sencha: 1 });
  const placed = (await selling.post<WirePlacedOrder>('/orders', wish, { key })).body;
  options.catalogMode = true;
  const shop = await selling.restart();
  assert.deepEqual((await shop.get<WireConfig>('/config')).body.catalog_mode, { prices: true });
  const [bowl] = (await listed(shop, '')).products;
  assert.deepEqual([bowl?.catalog_only, bowl?.variants[0]?.price], [true, 3000]);
  const quote = await shop.post('/quotes', { line_items: wish.line_items });
  assert.deepEqual([quote.status, codeOf(quote)], [403, 'not_selling']);
  assert.equal(codeOf(await shop.post('/orders', wish, { key: newKey() })), 'not_selling');
  assert.equal(shop.gateway.ledger.size, 1);
  // The order's own request, once more.
  assert.equal((await shop.post('/orders', wish, { key })).status, 201);
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('in catalogue mode without prices none leaves the server, not even by the order of a list', async (t) => {
  const shop = await startServer(t, { catalog: SHELF, options: { catalogMode: { prices: false } } });
  const [plain, sorted] = await Promise.all([shop.get('/products'), shop.get('/products?sort=price_desc')]);
  assert.equal(sorted.text, plain.text);
  for (const { text } of [plain, await shop.get('/products/tea-bowl')]) {
    assert.doesNotMatch(text, /3000|2000|1200/);
    assert.match(text, /"price":null/);
  }
});
