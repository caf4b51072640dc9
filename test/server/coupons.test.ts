import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { WireAdminOrder, WireCoupon, WireCouponList } from '../../src/api/wire-admin.js';
import type { WireOrderRequest, WirePlacedOrder, WireProblem, WireQuote } from '../../src/api/wire.js';
import { newAdminKey, type CouponRule } from '../../src/server/index.js';
import {
  CATALOG,
  codeOf,
  lineItems,
  newKey,
  startServer,
  totalOf,
  type Lines,
  type TestServer,
} from '../support/server.js';
import { runs } from '../support/databases.js';

const TEN: CouponRule = { code: 'TEN', title: 'Ten percent', rate: 1000 };
const LAST: CouponRule = { code: 'LAST-ONE', amount: 500, maxUses: 1 };

const shopWith = (t: TestContext, ...coupons: CouponRule[]): Promise<TestServer> =>
  startServer(t, { cancels: true, options: { coupons } });

async function quote(
  shop: TestServer,
  code: string,
  lines: Lines = { tea: 2 },
  from?: string,
): Promise<WireQuote> {
  const body = { line_items: lineItems(lines), discounts: { codes: [code] } };
  return (await shop.post<WireQuote>('/quotes', body, from ? { from } : {})).body;
}

async function wish(shop: TestServer, code: string, lines?: Lines): Promise<WireOrderRequest> {
  const { hash } = await quote(shop, code, lines);
  return { ...(await shop.wish(lines)), discounts: { codes: [code] }, quote_hash: hash };
}

const place = async (shop: TestServer, code: string, lines?: Lines) =>
  shop.post<WirePlacedOrder & WireProblem>('/orders', await wish(shop, code, lines), { key: newKey() });

const reason = ({ messages }: WireQuote): string | undefined =>
  messages.find((message) => message.code.startsWith('coupon_'))?.code;

const usesOf = async (shop: TestServer, code: string): Promise<number> =>
  (
    await shop.database.db
      .selectFrom('coupon_uses')
      .select('uses')
      .where('code', '=', code)
      .executeTakeFirst()
  )?.uses ?? 0;

test('a code takes its part off the goods, however it is written, and the order keeps it frozen', async (t) => {
  const shop = await shopWith(t, TEN);
  const priced = await quote(shop, ' ten ', { tea: 2, whisk: 1 });
  assert.equal(totalOf(priced, 'subtotal'), 4499);
  assert.equal(totalOf(priced, 'discount'), -450, '449.9, half up');
  assert.equal(totalOf(priced), 4499 - 450 + 490);
  assert.deepEqual(priced.discounts, {
    codes: ['TEN'],
    applied: [{ code: 'TEN', title: 'Ten percent', amount: 450 }],
  });
  assert.notEqual(priced.hash, (await shop.quote({ tea: 2, whisk: 1 })).hash);
  const { status, body } = await place(shop, 'TEN');
  assert.equal(status, 201);
  assert.equal(body.payment.amount, 2500 - 250 + 490, 'what is charged');
  const order = await shop.order(body);
  assert.deepEqual(order.discounts?.applied, [{ code: 'TEN', title: 'Ten percent', amount: 250 }]);
  assert.equal(totalOf(order, 'discount'), -250);
});

test('a code that does not hold is a reason in the quote, never an error: the cart can be ordered without', async (t) => {
  const shop = await shopWith(
    t,
    { code: 'OLD', rate: 500, endsAt: '2026-11-23T12:00:00Z' },
    { code: 'SOON', rate: 500, startsAt: '2026-11-23T12:00:01Z' },
    { code: 'MUCH', rate: 500, minimum: 2501 },
    { code: 'WHISK', rate: 500, skus: ['whisk'] },
    { code: 'BOWLS', amount: 500, products: ['tea-bowl'] },
  );
  for (const [code, expected] of [
    ['NEVER', 'coupon_unknown'],
    ['no code!', 'coupon_unknown'],
    ['OLD', 'coupon_expired'],
    ['SOON', 'coupon_unknown'],
    ['MUCH', 'coupon_minimum'],
    ['WHISK', 'coupon_not_for_these'],
    ['BOWLS', 'coupon_not_for_these'],
  ] as const) {
    const answer = await quote(shop, code);
    assert.equal(reason(answer), expected, code);
    assert.deepEqual([answer.status, totalOf(answer)], ['ready_for_complete', 2990], code);
  }
  assert.equal((await quote(shop, 'MUCH')).messages[0]?.amount, 2501);
  assert.equal(totalOf(await quote(shop, 'MUCH', { tea: 3 }), 'discount'), -188, 'from the minimum on');
  shop.advance(1000);
  assert.equal(totalOf(await quote(shop, 'SOON'), 'discount'), -125, 'from its start on');
  const one = await quote(shop, 'BOWLS', { tea: 2, 'bowl-indigo': 1 });
  assert.deepEqual(
    one.line_items.map(({ totals }) => totals.find(({ type }) => type === 'discount')?.amount ?? 0),
    [0, -500],
    'only off what it is for',
  );
});

test('a store without codes says so, and one that has them invites', async (t) => {
  const bare = await startServer(t);
  assert.equal((await bare.quote()).discounts, undefined);
  const shop = await shopWith(t, TEN);
  assert.deepEqual((await shop.quote()).discounts, { codes: [], applied: [] });
});

test('free delivery and tax are worked out on what is left after the discount', async (t) => {
  const shop = await startServer(t, {
    options: { coupons: [TEN], tax: [{ countries: '*', rate: 1900, included: false }] },
  });
  assert.equal(totalOf(await shop.quote({ tea: 8 }), 'fulfillment'), 0, 'from 100.00 on');
  const less = await quote(shop, 'TEN', { tea: 8 });
  assert.equal(totalOf(less, 'fulfillment'), 490);
  assert.equal(totalOf(less, 'tax'), Math.round((9000 + 490) * 0.19));
  assert.equal(less.fulfillment.options.find(({ id }) => id === 'post')?.free_from, 10_000);
});

test('a discount that the quote did not show changes the price: 409 with the new one, and no order', async (t) => {
  const shop = await shopWith(t, TEN);
  const request = { ...(await shop.wish()), discounts: { codes: ['TEN'] } };
  const { status, body } = await shop.post<WireProblem>('/orders', request, { key: newKey() });
  assert.deepEqual([status, body.code], [409, 'quote_changed']);
  assert.equal(totalOf(body.quote!, 'discount'), -250);
  const gone = { ...(await wish(shop, 'TEN')), discounts: { codes: [] } };
  assert.equal(codeOf(await shop.post('/orders', gone, { key: newKey() })), 'quote_changed');
  assert.equal(
    codeOf(await shop.post('/quotes', { line_items: [], discounts: { codes: ['A', 'B'] } })),
    'request_invalid',
  );
});

test('T-32: 20 orders at once over two servers: exactly as many as may use the code do', async (t) => {
  const shop = await shopWith(t, { ...LAST, maxUses: 7 });
  const other = await shop.restart();
  const requests = await Promise.all(Array.from({ length: 20 }, () => wish(shop, 'LAST-ONE')));
  const answers = await Promise.all(
    requests.map((request, n) =>
      (n % 2 ? shop : other).post<WirePlacedOrder & WireProblem>('/orders', request, { key: newKey() }),
    ),
  );
  const placed = answers.filter(({ status }) => status === 201);
  assert.equal(placed.length, 7);
  for (const { body } of placed) assert.equal(body.payment.amount, 2500 - 500 + 490);
  const refused = answers.filter(({ status }) => status !== 201);
  for (const answer of refused) {
    assert.equal(codeOf(answer), 'quote_changed');
    assert.equal(reason(answer.body.quote!), 'coupon_used_up');
    assert.equal(totalOf(answer.body.quote!), 2990, 'with the price without it');
  }
  assert.equal(await usesOf(shop, 'LAST-ONE'), 7);
  assert.equal((await shop.database.db.selectFrom('orders').selectAll().execute()).length, 7);
});

test('T-32: the same order sent twice uses the code once', async (t) => {
  const shop = await shopWith(t, LAST);
  const request = await wish(shop, 'LAST-ONE');
  const key = newKey();
  const answers = await Promise.all(
    [1, 2, 3].map(() => shop.post<WirePlacedOrder>('/orders', request, { key })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 201],
  );
  assert.equal(new Set(answers.map(({ body }) => body.order.id)).size, 1);
  assert.equal(await usesOf(shop, 'LAST-ONE'), 1);
});

test('T-32: an order that is canceled, lapses or expires gives its use back; a paid or refunded one does not', async (t) => {
  const shop = await shopWith(t, LAST);
  const canceled = (await place(shop, 'LAST-ONE')).body;
  assert.equal(reason(await quote(shop, 'LAST-ONE')), 'coupon_used_up');
  await shop.post(`/orders/${canceled.order.id}/cancel`, {}, { token: canceled.token });
  assert.equal(await usesOf(shop, 'LAST-ONE'), 0);
  await shop.post(`/orders/${canceled.order.id}/cancel`, {}, { token: canceled.token });
  assert.equal(await usesOf(shop, 'LAST-ONE'), 0, 'once');

  const lapsed = (await place(shop, 'LAST-ONE')).body;
  shop.advance(30 * 60_000);
  await shop.server.sweep();
  assert.equal(await usesOf(shop, 'LAST-ONE'), 0, 'nobody keeps it from others by placing and not paying');
  const paid = (await place(shop, 'LAST-ONE')).body;
  const again = await shop.post<WireProblem>(
    `/orders/${lapsed.order.id}/payments`,
    { gateway: 'paper' },
    { token: lapsed.token, key: newKey() },
  );
  assert.equal(codeOf(again), 'quote_blocked', 'the lapsed one can’t be paid at that price any more');
  assert.equal(reason(again.body.quote!), 'coupon_used_up');
  await shop.deliver(shop.says(paid, 'paid'));
  shop.advance(48 * 3_600_000);
  await shop.server.sweep();
  assert.equal(await usesOf(shop, 'LAST-ONE'), 1);
  assert.equal((await shop.order(lapsed)).payment_status, 'expired');

  await shop.deliver(shop.says(lapsed, 'paid'));
  const late = await shop.order(lapsed);
  assert.equal(totalOf(late), 2500 - 500 + 490, 'money that came all the same: the price it was placed for');
});

test('T-32: an order that can’t have its pieces gives the use back at once', async (t) => {
  const shop = await shopWith(t, LAST);
  const request = await wish(shop, 'LAST-ONE', { whisk: 1 });
  await shop.place({ whisk: 1 });
  const answer = await shop.post<WireProblem>('/orders', request, { key: newKey() });
  assert.equal(codeOf(answer), 'quote_blocked');
  assert.equal(reason(answer.body.quote!), undefined, 'its own use is not counted against it');
  assert.equal(await usesOf(shop, 'LAST-ONE'), 0);
});

test('codes can’t be guessed: after ten that stand for nothing no code is looked at, and others go on', async (t) => {
  const shop = await startServer(t, { clients: true, options: { coupons: [TEN] } });
  for (let n = 0; n < 10; n += 1)
    assert.equal(reason(await quote(shop, `GUESS-${n}`, { tea: 1 }, '93.184.216.7')), 'coupon_unknown');
  const right = await quote(shop, 'TEN', { tea: 1 }, '93.184.216.7');
  assert.equal(reason(right), 'coupon_slow_down', 'the right one is not told from a wrong one');
  assert.equal(totalOf(right), 1250 + 490, 'and the cart is priced all the same');
  assert.equal(totalOf(await quote(shop, 'TEN', { tea: 1 }, '93.184.216.8'), 'discount'), -125);
  const guess = { ...(await shop.wish({ tea: 1 })), discounts: { codes: ['TEN'] } };
  const order = await shop.post<WirePlacedOrder>('/orders', guess, { key: newKey(), from: '93.184.216.7' });
  assert.equal(order.body.payment.amount, 1250 + 490, 'an order is no way around');
  shop.advance(60_000);
  assert.equal(
    totalOf(await quote(shop, 'TEN', { tea: 1 }, '93.184.216.7'), 'discount'),
    -125,
    'a while later',
  );
});

test('codes can’t be guessed all at once either: of a hundred in parallel ten are looked at, however they are sent', async (t) => {
  const shop = await startServer(t, { clients: true, options: { coupons: [TEN] } });
  // The right one stands last of those that get no answer; alone it would be the quickest to find.
  const guesses = [...Array.from({ length: 99 }, (_, n) => `GUESS-${n}`), 'TEN'];
  const answers = await Promise.all(guesses.map((code) => quote(shop, code, { tea: 1 }, '93.184.216.7')));
  const count = (code: string): number => answers.filter((answer) => reason(answer) === code).length;
  assert.deepEqual([count('coupon_unknown'), count('coupon_slow_down')], [10, 90]);
  assert.equal(reason(answers.at(-1)!), 'coupon_slow_down');
  // Codes that stand for something are no guesses, however often they are asked for.
  for (let n = 0; n < 30; n += 1)
    assert.equal(totalOf(await quote(shop, 'TEN', { tea: 1 }, '93.184.216.8'), 'discount'), -125);
});

const ONCE: CouponRule = { code: 'WELCOME', amount: 500, oncePerCustomer: true };
const from = async (shop: TestServer, email: string): Promise<WireOrderRequest> => ({
  ...(await wish(shop, 'WELCOME')),
  buyer: { email },
});

test('a code for each customer once: by e-mail address, however it is written; others can use it', async (t) => {
  const shop = await shopWith(t, ONCE);
  const send = async (email: string) =>
    shop.post<WirePlacedOrder & WireProblem>('/orders', await from(shop, email), { key: newKey() });
  const first = await send('ana@example.com');
  assert.equal(first.body.payment.amount, 2500 - 500 + 490);
  for (const email of ['ana@example.com', 'ANA@Example.COM', 'ana+again@example.com']) {
    const again = await send(email);
    assert.equal(codeOf(again), 'quote_changed', email);
    assert.equal(reason(again.body.quote!), 'coupon_used_by_customer');
    assert.equal(totalOf(again.body.quote!), 2990, 'with the price without it');
  }
  assert.equal((await send('bea@example.com')).status, 201);
  assert.equal(await usesOf(shop, 'WELCOME'), 2);
  // An order that is given up gives it back.
  await shop.post(`/orders/${first.body.order.id}/cancel`, {}, { token: first.body.token });
  assert.equal((await send('ana@example.com')).status, 201);
  // And so does one that lapses; it can’t be paid at that price once another order has it.
  shop.advance(31 * 60_000);
  await shop.server.sweep();
  const lapsed = (await send('cleo@example.com')).body;
  shop.advance(31 * 60_000);
  await shop.server.sweep();
  assert.equal((await send('cleo@example.com')).status, 201);
  const late = await shop.post<WireProblem>(
    `/orders/${lapsed.order.id}/payments`,
    { gateway: 'paper' },
    { token: lapsed.token, key: newKey() },
  );
  assert.deepEqual([codeOf(late), reason(late.body.quote!)], ['quote_blocked', 'coupon_used_by_customer']);
});

test('T-32: one customer’s ten orders at once over two servers use a code for each once, once', async (t) => {
  const shop = await shopWith(t, ONCE);
  const other = await shop.restart();
  const requests = await Promise.all(Array.from({ length: 10 }, () => from(shop, 'ana@example.com')));
  const answers = await Promise.all(
    requests.map((request, n) =>
      (n % 2 ? shop : other).post<WirePlacedOrder & WireProblem>('/orders', request, { key: newKey() }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const answer of answers.filter(({ status }) => status !== 201))
    assert.equal(reason(answer.body.quote!), 'coupon_used_by_customer');
  assert.equal(await usesOf(shop, 'WELCOME'), 1);
});

test('a code can be for categories, and leave alone what is reduced', async (t) => {
  const [bowl, tea, whisk] = CATALOG.products;
  const reduced = { ...whisk!.variants[0]!, compare_at_price: 2500 };
  const shop = await startServer(t, {
    catalog: {
      ...CATALOG,
      products: [{ ...bowl!, category: 'Pots' }, { ...tea!, category: 'Tea' }, { ...whisk!, category: 'Tea', variants: [reduced] }],
    },
    options: {
      coupons: [
        { code: 'TEAS', rate: 1000, categories: ['Tea'] },
        { code: 'FULL', rate: 1000, excludeSale: true },
      ],
    },
  }); // prettier-ignore
  assert.equal(totalOf(await quote(shop, 'TEAS', { tea: 1, whisk: 1, 'bowl-indigo': 1 }), 'discount'), -325);
  assert.equal(reason(await quote(shop, 'TEAS', { 'bowl-indigo': 1 })), 'coupon_not_for_these');
  assert.equal(totalOf(await quote(shop, 'FULL', { tea: 1, whisk: 1 }), 'discount'), -125);
  assert.equal(reason(await quote(shop, 'FULL', { whisk: 1 })), 'coupon_not_on_sale');
});

test('the merchant makes and disables coupons over the API; the settings’ are shown and stay', async (t) => {
  const admin = newAdminKey();
  const shop = await startServer(t, { options: { coupons: [TEN], adminKeys: [admin] } });
  const as = { token: admin, origin: null };
  const made = await shop.post<WireCoupon>(
    '/admin/coupons',
    {
      code: 'spring',
      rate: 2000,
      max_uses: 3,
      products: ['tea'],
      categories: ['Tea'],
      once_per_customer: true,
    },
    as,
  );
  assert.deepEqual(
    [made.status, made.body.code, made.body.uses, made.body.disabled_at],
    [201, 'SPRING', 0, null],
  );
  assert.equal(totalOf(await quote(shop, 'Spring'), 'discount'), -500);
  const { body: placed } = await place(shop, 'SPRING');
  for (const code of ['spring', 'TEN'])
    assert.equal(codeOf(await shop.post('/admin/coupons', { code, amount: 1 }, as)), 'request_invalid', code);
  for (const wrong of [
    { code: 'A B', rate: 1 },
    { code: 'BOTH', rate: 1, amount: 1 },
    { code: 'NONE' },
    { code: 'FAR', rate: 10_001 },
    { code: 'WHEN', rate: 1, ends_at: 'tomorrow' },
  ])
    assert.equal(codeOf(await shop.post('/admin/coupons', wrong, as)), 'request_invalid', wrong.code);
  const off = await shop.post<WireCoupon>('/admin/coupons/spring/disable', {}, as);
  assert.deepEqual([off.status, off.body.uses], [200, 1]);
  assert.equal(reason(await quote(shop, 'SPRING')), 'coupon_unknown');
  assert.equal(totalOf(await shop.order(placed), 'discount'), -500, 'the order keeps what it was placed for');
  const { body } = await shop.get<WireCouponList>('/admin/coupons', as);
  assert.deepEqual(
    body.coupons.map(({ code, source, disabled_at }) => [code, source, disabled_at !== null]),
    [
      ['TEN', 'settings', false],
      ['SPRING', 'api', true],
    ],
  );
  assert.equal((await shop.post('/admin/coupons/TEN/disable', {}, as)).status, 404);
  assert.equal((await shop.get('/admin/coupons', { origin: null })).status, 401);
});

test('a gift note comes to the order and to the merchant; card numbers and endless ones do not (PCI-3)', async (t) => {
  const admin = newAdminKey();
  const shop = await startServer(t, { options: { adminKeys: [admin] } });
  const gift_note = 'Happy birthday!\nYours, Aiko 🎉 <b>';
  const { body } = await shop.post<WirePlacedOrder>(
    '/orders',
    { ...(await shop.wish()), gift_note },
    { key: newKey() },
  );
  assert.equal((await shop.order(body)).gift_note, gift_note);
  const seen = await shop.get<WireAdminOrder>(`/admin/orders/${body.order.id}`, {
    token: admin,
    origin: null,
  });
  assert.equal(seen.body.gift_note, gift_note);
  for (const [note, code] of [
    ['4242 4242 4242 4242', 'card_data_refused'],
    ['x'.repeat(301), 'request_invalid'],
    ['a\u202eb', 'request_invalid'],
    ['\u0007', 'request_invalid'],
    [' ', 'request_invalid'],
  ] as const)
    assert.equal(
      codeOf(await shop.post('/orders', { ...(await shop.wish()), gift_note: note }, { key: newKey() })),
      code,
    );
  const plain = await shop.order(await shop.place());
  assert.ok(!('gift_note' in plain));
});

test('T-32: whatever becomes of orders, the uses that are counted are those that orders hold', async (t) => {
  const shop = await shopWith(t, { ...LAST, maxUses: 2 });
  const placed: WirePlacedOrder[] = [];
  const step = fc.oneof(
    fc.constant('place' as const),
    fc.record({ of: fc.nat(9), does: fc.constantFrom('paid', 'declined', 'cancel', 'retry') }),
    fc.constantFrom(10 * 60_000, 31 * 60_000, 25 * 3_600_000),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      for (const each of steps) {
        if (each === 'place') {
          const answer = await place(shop, 'LAST-ONE', { tea: 1 });
          if (answer.status === 201) placed.push(answer.body);
        } else if (typeof each === 'number') {
          shop.advance(each);
          await shop.server.sweep();
        } else {
          const one = placed.at(-1 - each.of);
          if (!one) continue;
          const { order, token } = one;
          if (each.does === 'cancel') await shop.post(`/orders/${order.id}/cancel`, {}, { token });
          else if (each.does === 'retry')
            await shop.post(`/orders/${order.id}/payments`, { gateway: 'paper' }, { token, key: newKey() });
          else await shop.deliver(shop.says(one, each.does === 'paid' ? 'paid' : 'declined'));
        }
        const orders = await shop.database.db.selectFrom('orders').select(['coupon', 'stock']).execute();
        const holding = orders.filter(({ coupon, stock }) => coupon !== null && stock !== 'released').length;
        assert.equal(await usesOf(shop, 'LAST-ONE'), holding);
      }
    }),
    { numRuns: runs(12) },
  );
});
