import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WirePlacedOrder, WireQuote } from '../../src/api/wire.js';
import type { WireReport } from '../../src/api/wire-reports.js';
import { reports0010 } from '../../src/server/db/migrations/0010-reports.js';
import { lineDiscounts0013 } from '../../src/server/db/migrations/0013-line-discounts.js';
import type { OrderId } from '../../src/server/ids.js';
import { addDays, createCalendar, intervalDays } from '../../src/server/reports/calendar.js';
import { isRobot } from '../../src/server/reports/visits.js';
import { admin, paid, paidByHand, refund, start } from '../support/office.js';
import {
  CATALOG,
  codeOf,
  newKey,
  NOON,
  type Answer,
  type Ask,
  type Lines,
  type TestServer,
} from '../support/server.js';
import { runs } from '../support/databases.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

const ask = (shop: TestServer, query = ''): Promise<Answer<WireReport>> =>
  shop.get<WireReport>(`/admin/reports${query}`, admin);
const report = async (shop: TestServer, query = ''): Promise<WireReport> => {
  const { status, body, text } = await ask(shop, query);
  assert.equal(status, 200, text);
  return body;
};
const visit = (
  shop: TestServer,
  kind: string,
  headers: Record<string, string> = {},
  more: Ask = {},
): Promise<Answer<unknown>> =>
  shop.post('/visits', { kind }, { headers: { 'user-agent': CHROME, ...headers }, ...more });
const eur = ({ totals }: Pick<WireReport, 'totals'>) =>
  totals.money.find(({ currency }) => currency === 'EUR');

test('orders and money are those of the books: paid, refunded in part, declined, by hand', async (t) => {
  const shop = await start(t);
  await paid(shop); // two teas and post: 2990
  const back = await paid(shop, { 'bowl-indigo': 1 }); // 2800 + 490
  await refund(shop, back, { amount: 1000 });
  await paidByHand(shop); // 2990
  const declined = await shop.place();
  await shop.deliver(shop.says(declined, 'declined'));
  await shop.place(); // nothing comes
  const now = await report(shop);
  assert.deepEqual(now.totals, {
    ...{ visits: 0, carts: 0, checkouts: 0, orders: 5, paid_orders: 3, conversion: null },
    money: [
      { currency: 'EUR', taken: 9270, refunded: 1000, lost: 0, revenue: 8270, paid_orders: 3, average: 3090 },
    ],
  });
  assert.deepEqual(
    [now.from, now.to, now.interval, now.time_zone, now.mode, now.currency, now.counts_visits],
    ['2026-10-25', '2026-11-23', 'day', 'UTC', 'test', 'EUR', false],
  );
  assert.equal(now.intervals.length, 30);
  assert.deepEqual(now.intervals.at(-1), {
    ...{ start: '2026-11-23', visits: 0, carts: 0, checkouts: 0, orders: 5, paid_orders: 3 },
    revenue: [{ currency: 'EUR', amount: 8270 }],
  });
  assert.deepEqual(
    now.products.map(({ sku, title, variant, quantity, amount }) => [sku, title, variant, quantity, amount]),
    [['tea', 'Green tea', '', 4, 5000], ['bowl-indigo', 'Tea bowl', 'Indigo', 1, 2800 - 851]], // its share of the 1000: delivery bears the rest
  ); // prettier-ignore
  assert.deepEqual(
    now.gateways.map(({ gateway, taken, refunded, revenue, paid_orders }) => [gateway, taken, refunded, revenue, paid_orders]),
    [['paper', 6280, 1000, 5280, 2], ['transfer', 2990, 0, 2990, 1]],
  ); // prettier-ignore
});

test('money belongs to the time it came or went: what a past day came to does not change', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  shop.advance(DAY);
  await shop.deliver(shop.says(placed, 'paid'));
  const of = async (day: string): Promise<unknown[]> => {
    const { totals } = await report(shop, `?from=${day}&to=${day}`);
    const { taken, refunded, revenue } = eur({ totals }) ?? { taken: 0, refunded: 0, revenue: 0 };
    return [totals.orders, totals.paid_orders, taken, refunded, revenue];
  };
  const before = [await of('2026-11-23'), await of('2026-11-24')];
  assert.deepEqual(before, [[1, 0, 0, 0, 0], [0, 1, 2990, 0, 2990]]); // prettier-ignore
  shop.advance(2 * DAY);
  await refund(shop, placed, {});
  assert.deepEqual([await of('2026-11-23'), await of('2026-11-24')], before);
  assert.deepEqual(await of('2026-11-26'), [0, 0, 0, 2990, -2990]);
  const all = await report(shop, '?from=2026-11-23&to=2026-11-26');
  assert.deepEqual([all.totals.paid_orders, eur(all)?.revenue, eur(all)?.average], [1, 0, 2990]);
});

test('a charge-back that is lost takes the money away; one that is won, or told twice, does not', async (t) => {
  const shop = await start(t);
  for (const last of ['lost', 'won'] as const) {
    const placed = await paid(shop);
    for (const status of ['open', last, last] as const) {
      const amount = { amount: 2990, currency: 'EUR' };
      const event = shop.gateway.report(placed.payment.id, { status: 'paid', dispute: { status, amount } });
      await shop.deliver(shop.gateway.event(event));
    }
  }
  assert.deepEqual(eur(await report(shop)), {
    ...{
      currency: 'EUR',
      taken: 5980,
      refunded: 0,
      lost: 2990,
      revenue: 2990,
      paid_orders: 2,
      average: 2990,
    },
  });
});

test('the takings come to where the payments stand, whatever happens in whatever order; parts of a time add up', async (t) => {
  const shop = await start(t, { catalog: ONE });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ what: fc.constantFrom('paid', 'declined', 'refund', 'cancel', 'processing'), which: fc.nat({ max: 3 }), wait: fc.integer({ min: 0, max: 40 }), amount: fc.integer({ min: 1, max: 900 }) }), { maxLength: 14 }),
      async (steps) => {
        const begin = shop.now();
        const placed = [await shop.place({ tea: 1 }), await shop.place({ tea: 1 }), await shop.place({ tea: 1 }), await shop.place({ tea: 1 })];
        for (const { what, which, wait, amount } of steps) {
          shop.advance(wait * HOUR);
          const order = placed[which]!;
          if (what === 'refund') await refund(shop, order, { amount });
          else if (what === 'cancel') await shop.post(`/orders/${order.order.id}/cancel`, undefined, { token: order.token });
          else await shop.deliver(shop.says(order, what));
        }
        const payments = await shop.database.db.selectFrom('payments').selectAll().execute();
        const rows = await shop.database.db.selectFrom('takings').selectAll().execute();
        for (const { id, status, amount, refunded } of payments) {
          const mine = rows.filter(({ payment_id }) => payment_id === id);
          const sum = (name: 'taken' | 'refunded' | 'orders'): number => mine.reduce((all, row) => all + row[name], 0);
          const isPaid = status === 'paid';
          assert.deepEqual([sum('taken'), sum('refunded'), sum('orders')], isPaid ? [amount, refunded, 1] : [0, 0, 0]);
        }
        const calendar = createCalendar('Asia/Kathmandu');
        const [from, to] = [calendar.dayAt(begin), calendar.dayAt(shop.now())];
        const whole = await report(shop, `?from=${from}&to=${to}&tz=Asia/Kathmandu`);
        for (const interval of ['day', 'week', 'month'] as const) {
          const { intervals } = await report(shop, `?from=${from}&to=${to}&tz=Asia/Kathmandu&interval=${interval}`);
          const add = (pick: (each: WireReport['intervals'][number]) => number): number => intervals.reduce((all, each) => all + pick(each), 0);
          assert.equal(add(({ orders }) => orders), whole.totals.orders);
          assert.equal(add(({ revenue }) => revenue[0]?.amount ?? 0), eur(whole)?.revenue ?? 0);
        }
        shop.advance(DAY);
      },
    ),
    { numRuns: 12 },
  );
}); // prettier-ignore

test('what products earned, delivery and added tax are the revenue to the cent: discounts, refunds, charge-backs, any time', async (t) => {
  const [bowl, tea, whisk] = CATALOG.products;
  const endless = (product: typeof bowl) => ({ ...product!, variants: product!.variants.map((each) => ({ ...each, stock: null })) });
  const shop = await start(t, {
    catalog: { ...CATALOG, products: [endless(bowl), endless(tea), endless(whisk)] },
    options: {
      coupons: [{ code: 'THIRD', rate: 3333 }, { code: 'TEAS', amount: 777, products: ['tea'] }],
      tax: [{ countries: ['DE'], rate: 1900, included: false }, { countries: ['AT'], rate: 2000, included: true }],
    },
  });
  const order = async (lines: Lines, code: string | undefined, country: string): Promise<WirePlacedOrder> => {
    const wish = await shop.wish(lines, { fulfillment: { country, option_id: 'post' } });
    const asked = { line_items: wish.line_items, fulfillment: wish.fulfillment, ...(code && { discounts: { codes: [code] } }) };
    const { body: quote } = await shop.post<WireQuote>('/quotes', asked);
    const placed = await shop.post<WirePlacedOrder>('/orders', { ...wish, ...asked, shipping_address: { ...wish.shipping_address, address_country: country }, quote_hash: quote.hash }, { key: newKey() });
    assert.equal(placed.status, 201, placed.text);
    return placed.body;
  };
  const one = fc.record({
    lines: fc.dictionary(fc.constantFrom('tea', 'whisk', 'bowl-indigo'), fc.integer({ min: 1, max: 7 }), { minKeys: 1 }),
    code: fc.constantFrom(undefined, 'THIRD', 'TEAS'),
    country: fc.constantFrom('DE', 'AT'),
    back: fc.array(fc.record({ part: fc.integer({ min: 1, max: 999 }), wait: fc.integer({ min: 0, max: 30 }) }), { maxLength: 3 }),
    lost: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 3 }), async (orders) => {
      const begin = shop.now();
      let rest = 0; // delivery and added tax of what was kept in full
      let wholly = true;
      for (const { lines, code, country, back, lost } of orders) {
        const placed = await order(lines, code, country);
        await shop.deliver(shop.says(placed, 'paid'));
        const total = placed.payment.amount;
        const { totals } = placed.order;
        rest += totals.reduce((sum, row) => (row.type === 'fulfillment' || (row.type === 'tax' && !row.included) ? sum + row.amount : sum), 0);
        for (const { part, wait } of back) {
          shop.advance(wait * HOUR);
          await refund(shop, placed, { amount: Math.max(1, Math.floor((total * part) / 4000)) });
        }
        if (lost) {
          const dispute = { status: 'lost', amount: { amount: total, currency: 'EUR' } } as const;
          await shop.deliver(shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', dispute })));
        }
        wholly &&= !lost && back.length === 0;
      }
      const zone = createCalendar('Europe/Berlin');
      const ask = (from: string, to: string) => report(shop, `?from=${from}&to=${to}&tz=Europe/Berlin`);
      const [from, to] = [zone.dayAt(begin), zone.dayAt(shop.now())];
      const whole = await ask(from, to);
      const goods = (each: WireReport): number => each.products.reduce((sum, { amount }) => sum + amount, 0);
      const [earned] = whole.earned;
      assert.equal(goods(whole), earned?.goods, 'three products, so all are named');
      assert.equal(earned!.goods + earned!.other, eur(whole)?.revenue);
      if (wholly) assert.equal(earned!.other, rest);
      // What went back is borne by everything in its share: nothing earns more than it sold for, or less than nothing.
      assert.ok(earned!.other >= 0 && earned!.other <= rest);
      for (const { amount } of whole.products) assert.ok(amount >= 0);
      let parts = 0;
      for (let day = from; day <= to; day = addDays(day, 1)) parts += goods(await ask(day, day));
      assert.equal(parts, goods(whole), 'the days add up');
      shop.advance(2 * DAY);
    }),
    { numRuns: runs(30) },
  );
}); // prettier-ignore

test('0013 takes over what codes took off the lines of orders placed before', async (t) => {
  const shop = await start(t, { options: { coupons: [{ code: 'TEN', rate: 1000 }] } });
  const wish = await shop.wish({ tea: 2, whisk: 1 });
  const asked = { line_items: wish.line_items, fulfillment: wish.fulfillment, discounts: { codes: ['TEN'] } };
  const { body: quote } = await shop.post<WireQuote>('/quotes', asked);
  await shop.post('/orders', { ...wish, ...asked, quote_hash: quote.hash }, { key: newKey() });
  await shop.place({ tea: 1 });
  const { db } = shop.database;
  const lines = () => db.selectFrom('order_lines').select(['sku', 'quantity', 'discount']).orderBy('quantity').orderBy('sku').execute();
  const before = await lines();
  assert.deepEqual(before.map(({ discount }) => discount), [0, 200, 250]);
  await db.schema.alterTable('order_lines').dropColumn('discount').execute();
  await lineDiscounts0013.up(db);
  assert.deepEqual(await lines(), before);
}); // prettier-ignore

test('days are those of the time zone, also where clocks change, at midnight, or by a quarter of an hour', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Chatham', 'Africa/Cairo', 'America/Santiago', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', 'Asia/Beirut'),
      fc.integer({ min: 0, max: 9000 }),
      (zone, days) => {
        const calendar = createCalendar(zone);
        const day = addDays('2010-01-01', days);
        const begins = calendar.startOf(day);
        assert.equal(calendar.dayAt(begins), day);
        assert.equal(calendar.dayAt(begins - 1), addDays(day, -1));
        const length = (calendar.startOf(addDays(day, 1)) - begins) / HOUR;
        assert.ok(length >= 23 && length <= 25, `${zone} ${day} ${length}`);
      },
    ),
    { numRuns: 300 },
  );
  // Samoa had no 30 December 2011.
  const apia = createCalendar('Pacific/Apia');
  assert.equal(apia.startOf('2011-12-30'), apia.startOf('2011-12-31'));
  assert.deepEqual(intervalDays('2026-11-25', '2026-12-08', 'week'), ['2026-11-25', '2026-11-30', '2026-12-07']);
  assert.deepEqual(intervalDays('2026-11-25', '2027-01-01', 'month'), ['2026-11-25', '2026-12-01', '2027-01-01']);
}); // prettier-ignore

test('an order at noon in Greenwich is tomorrow’s in Auckland and today’s in Los Angeles; the time before is as long', async (t) => {
  const shop = await start(t);
  await paid(shop);
  for (const [zone, day] of [['Pacific/Auckland', '2026-11-24'], ['America/Los_Angeles', '2026-11-23']] as const) {
    const { intervals, to } = await report(shop, `?tz=${zone}`);
    assert.equal(to, day);
    assert.deepEqual(intervals.filter(({ orders }) => orders).map(({ start: each }) => each), [day], zone);
  }
  shop.advance(3 * DAY);
  await paid(shop);
  const { totals, before } = await report(shop, '?from=2026-11-24&to=2026-11-26');
  assert.deepEqual([totals.orders, before.orders, before.from, before.to], [1, 1, '2026-11-21', '2026-11-23']);
  assert.equal(before.money[0]?.revenue, 2990);
}); // prettier-ignore

test('0010 takes over what the books hold: the same money, at the time it was heard of', async (t) => {
  const shop = await start(t);
  await paid(shop);
  shop.advance(DAY);
  const back = await paid(shop);
  shop.advance(DAY);
  await refund(shop, back, { amount: 700 });
  const lost = await paid(shop);
  const dispute = { status: 'lost', amount: { amount: 2990, currency: 'EUR' } } as const;
  await shop.deliver(shop.gateway.event(shop.gateway.report(lost.payment.id, { status: 'paid', dispute })));
  await shop.place();
  const before = await report(shop);
  const { db } = shop.database;
  for (const table of ['takings', 'visit_counts']) await db.schema.dropTable(table).execute();
  await db.schema.dropIndex('orders_by_time').execute();
  await reports0010.up(db);
  assert.deepEqual(await report(shop), before);
  assert.equal(eur(before)?.revenue, 3 * 2990 - 700 - 2990);
});

test('test orders are never mixed with real ones', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  await shop.database.db
    .updateTable('orders')
    .set({ mode: 'live' })
    .where('id', '=', placed.order.id as OrderId)
    .execute();
  await shop.database.db.updateTable('takings').set({ mode: 'live' }).execute();
  const { totals, products } = await report(shop);
  assert.deepEqual([totals.orders, totals.paid_orders, totals.money, products], [0, 0, [], []]);
});

test('what can’t be asked for is refused with its name', async (t) => {
  const shop = await start(t);
  for (const [query, name] of [
    ['?from=2026-02-30', 'from'],
    ['?from=2026-11-24&to=2026-11-23', 'from'],
    ['?to=yesterday', 'to'],
    ['?from=2001-01-01', 'from'],
    ['?from=2024-01-01', 'interval'],
    ['?interval=second', 'interval'],
    ['?tz=Mars/Base', 'tz'],
  ]) {
    const answer = await ask(shop, query);
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], query);
    assert.match(answer.text, new RegExp(`query ${name}`));
  }
  assert.equal((await shop.get('/admin/reports', { ...admin, token: 'store_admin_wrong' })).status, 401);
  assert.equal((await report(shop, '?from=2024-01-01&interval=week')).interval, 'week');
});

test('visits are counted only where the store says so, and conversion is by them', async (t) => {
  const off = await start(t);
  assert.equal((await visit(off, 'visit')).status, 404);
  const shop = await start(t, { options: { countVisits: true } });
  for (const kind of ['visit', 'visit', 'visit', 'visit', 'cart', 'cart', 'checkout'])
    assert.equal((await visit(shop, kind)).status, 200);
  shop.advance(HOUR);
  await visit(shop, 'visit');
  await paid(shop);
  const { totals, intervals, counts_visits } = await report(shop);
  const { visits, carts, checkouts, conversion } = totals;
  assert.deepEqual([visits, carts, checkouts, conversion, counts_visits], [5, 2, 1, 0.2, true]);
  assert.equal(intervals.at(-1)?.visits, 5);
  for (const wrong of [{ kind: 'order' }, { kind: 'visit', id: 'x' }, {}])
    assert.equal((await shop.post('/visits', wrong)).status, 400);
  assert.equal((await visit(shop, 'visit', {}, { origin: 'https://evil.example' })).status, 403);
});

test('who asks not to be tracked, robots and pages fetched ahead are not counted, and are answered alike', async (t) => {
  const shop = await start(t, { options: { countVisits: true } });
  for (const headers of [
    { 'sec-gpc': '1' },
    { dnt: '1' },
    { 'sec-purpose': 'prefetch;prerender' },
    { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    { 'user-agent': '' },
    { 'user-agent': 'curl/8.5.0' },
  ] as Record<string, string>[]) {
    const { status, body } = await visit(shop, 'visit', headers);
    assert.deepEqual([status, body], [200, { received: true }]);
  }
  assert.equal((await report(shop)).totals.visits, 0);
  for (const agent of [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  ]) assert.equal(isRobot(agent), false, agent);
  for (const agent of ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)', 'Mozilla/5.0 (compatible; AhrefsBot/7.0)']) assert.equal(isRobot(agent), true, agent);
}); // prettier-ignore

test('T-22: of a visit nothing is kept but that there was one: no address, browser or page, in tables or log', async (t) => {
  const shop = await start(t, { options: { countVisits: true, limits: {} }, clients: true });
  await visit(shop, 'visit', { referer: 'https://mail.example/ana' }, { from: '93.184.216.34' });
  const rows = await shop.database.db.selectFrom('visit_counts').selectAll().execute();
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [{ at: NOON, kind: 'visit', count: 1 }],
  );
  assert.deepEqual(await shop.database.db.selectFrom('rate_limits').selectAll().execute(), []);
  assert.doesNotMatch(JSON.stringify(shop.logs), /93\.184|Mozilla|mail\.example/);
});

test('a client can’t count without end', async (t) => {
  const shop = await start(t, { options: { countVisits: true, limits: { visits: { limit: 2, windowMs: 60_000 } } }, clients: true }); // prettier-ignore
  const statuses = [];
  for (let i = 0; i < 3; i++)
    statuses.push((await visit(shop, 'visit', {}, { from: '93.184.216.34' })).status);
  assert.deepEqual(statuses, [200, 200, 429]);
});

const ONE = {
  currency: 'EUR',
  products: [
    {
      ...{ id: 'tea', title: 'Green tea', description: '', image: null, options: [] },
      variants: [{ sku: 'tea', title: 'Green tea', options: {}, price: 1250, stock: null }],
    },
  ],
};

test('by coupon: how many orders came with it, and what they brought', async (t) => {
  const coupons = [{ code: 'TEN', title: 'Ten percent', rate: 1000 }];
  const shop = await start(t, { options: { coupons } });
  const order = async (): Promise<WirePlacedOrder> => {
    const wish = await shop.wish({ tea: 2 });
    const { line_items, fulfillment } = wish;
    const discounts = { codes: ['TEN'] };
    const { body: quote } = await shop.post<WireQuote>('/quotes', { line_items, fulfillment, discounts });
    const placed = await shop.post<WirePlacedOrder>(
      '/orders',
      { ...wish, discounts, quote_hash: quote.hash },
      { key: newKey() },
    );
    assert.equal(placed.status, 201, placed.text);
    return placed.body;
  };
  await paid(shop);
  await order(); // never paid
  for (const placed of [await order(), await order()]) await shop.deliver(shop.says(placed, 'paid'));
  const taken = 2 * (2500 - 250 + 490);
  assert.deepEqual((await report(shop)).coupons, [{ code: 'TEN', currency: 'EUR', paid_orders: 2, taken }]);
});
