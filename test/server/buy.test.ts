import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buyLink, readBuyLines, readBuyLink } from '../../src/api/buy.js';
import { codeOf, SHOP, startServer } from '../support/server.js';

const CART = `${SHOP}/cart.html?from=link`;
const options = { cartPageUrl: '/cart.html?from=link' };

test('a permalink leads to the shop’s cart page with the wish in the fragment, and changes nothing', async (t) => {
  const shop = await startServer(t, { options });
  const went = await shop.get('/buy/tea:2,bowl-indigo:1?coupon=spring', { origin: null });
  assert.equal(went.status, 303);
  assert.equal(went.headers.get('location'), `${CART}#store-buy=tea:2,bowl-indigo:1&coupon=SPRING`);
  assert.deepEqual(readBuyLink(went.headers.get('location') ?? ''), {
    lines: [{ sku: 'tea', quantity: 2 }, { sku: 'bowl-indigo', quantity: 1 }],
    coupon: 'SPRING',
    clean: CART,
  }); // prettier-ignore
  const of = async (path: string): Promise<string> =>
    new URL((await shop.get(path)).headers.get('location') ?? '').hash;
  assert.equal(await of('/buy/tea:1,tea:2'), '#store-buy=tea:3', 'the same twice counts together');
  assert.equal(await of('/buy/a:b:7'), '#store-buy=a:b:7', 'a sku may hold a colon');
  assert.equal(await of('/buy/tea:1?quantity=4'), '#store-buy=tea:4', 'a plain form asks how many');
  assert.equal(await of('/buy/tea:1,whisk:1?quantity=4'), '#store-buy=tea:1,whisk:1', 'of one item only');
  assert.deepEqual(await shop.database.db.selectFrom('orders').selectAll().execute(), []);
  assert.equal((await shop.post('/buy/tea:1', {})).status, 404 + 1);
});

test('a link that can’t be read leads to the cart page as well, which says so; a card number is refused (PCI-3)', async (t) => {
  const shop = await startServer(t, { options });
  for (const path of [
    'tea',
    'tea:0',
    'tea:1000',
    'tea:1,',
    'tea:-1',
    'tea:1.5',
    '%2e%2e',
    'tea:1?quantity=0',
    '<b>:1',
    'tea:1%00',
    `${'x'.repeat(65)}:1`,
  ]) {
    const went = await shop.get(`/buy/${path}`);
    if (went.status === 404) continue; // a NUL names nothing
    assert.deepEqual([went.status, went.headers.get('location')], [303, `${CART}#store-buy=`], path);
    assert.deepEqual(readBuyLink(went.headers.get('location') ?? '')?.lines, []);
  }
  assert.equal(codeOf(await shop.get('/buy/4242424242424242:1')), 'card_data_refused');
  assert.equal(readBuyLines(Array.from({ length: 101 }, (_, n) => `s${n}:1`).join(',')), undefined);
});

test('T-16: no permalink leads anywhere but to the configured page, whatever it names or whoever sends it', async (t) => {
  const shop = await startServer(t, { options });
  const evil = ['//evil.example', 'https://evil.example', '\\\\evil.example', '/%5cevil.example', 'javascript:alert(1)', '%0d%0aLocation:https://evil.example', '@evil.example', '%23@evil.example', '.evil.example', '%E2%80%AE']; // prettier-ignore
  const names = ['coupon', 'redirect', 'return_to', 'return_url', 'next', 'url', 'cancel_url', 'quantity'];
  for (const payload of evil) {
    for (const path of [
      `/buy/${encodeURIComponent(payload)}`,
      `/buy/tea:1,${encodeURIComponent(payload)}:1`,
      ...names.map((name) => `/buy/tea:1?${name}=${encodeURIComponent(payload)}`),
    ]) {
      const went = await shop.get(path, {
        origin: null,
        headers: {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          referer: 'https://evil.example/',
        },
      });
      const location = went.headers.get('location') ?? '';
      assert.equal(went.status, 303, path);
      assert.equal(location.slice(0, location.indexOf('#')), CART, path);
      assert.ok(!location.includes('evil'), path);
    }
  }
});

test('what a permalink says is what the page reads, and any other fragment is none', () => {
  const lines = fc.uniqueArray(
    fc.record(
      {
        sku: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,20}$/),
        quantity: fc.integer({ min: 1, max: 999 }),
      },
      { noNullPrototype: true },
    ),
    { selector: ({ sku }) => sku, minLength: 1, maxLength: 100 },
  );
  fc.assert(
    fc.property(
      lines,
      fc.option(fc.stringMatching(/^[A-Z0-9_-]{3,32}$/), { nil: undefined }),
      (wish, coupon) => {
        assert.deepEqual(readBuyLink(buyLink(CART, { lines: wish, coupon })), {
          lines: wish,
          coupon,
          clean: CART,
        });
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (hash) => {
      const read = readBuyLink(`${CART}#${hash}`);
      for (const { quantity } of read?.lines ?? []) assert.ok(quantity >= 1 && quantity <= 999);
    }),
  );
});
