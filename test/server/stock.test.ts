import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireAttempt, WirePlacedOrder, WireProblem } from '../../src/api/wire.js';
import { seedCatalog } from '../../src/server/index.js';
import { restock } from '../../src/server/stock.js';
import { CATALOG, codeOf, newKey, startServer, type Answer, type TestServer } from '../support/server.js';
import { runs } from '../support/databases.js';

const HALF_HOUR = 30 * 60_000;

const left = async (shop: TestServer, sku = 'bowl-indigo'): Promise<number> =>
  (await shop.quote({ [sku]: 1 })).line_items[0]?.quantity_max ?? 0;

const pay = <T = WireAttempt>(shop: TestServer, { order, token }: WirePlacedOrder): Promise<Answer<T>> =>
  shop.post<T>(`/orders/${order.id}/payments`, { gateway: 'paper' }, { token, key: newKey() });

/** What orders say they hold, which must be what is counted. */
async function assertCounted(shop: TestServer): Promise<void> {
  const { db } = shop.database;
  const lines = await db
    .selectFrom('order_lines as l')
    .innerJoin('orders as o', 'o.id', 'l.order_id')
    .select(['l.sku', 'l.quantity', 'o.stock'])
    .execute();
  const expected = new Map<string, number>();
  for (const { sku, quantity, stock } of lines)
    expected.set(sku, (expected.get(sku) ?? 0) + (stock === 'held' || stock === 'sold' ? quantity : 0));
  const rows = await db.selectFrom('stock_taken').selectAll().execute();
  assert.deepEqual(new Map(rows.map(({ sku, pieces }) => [sku, pieces])), expected);
}

test('I12: an order holds its pieces for half an hour after the last sign of its payment, then they are on sale again', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const kept = await shop.place({ 'bowl-indigo': 2 });
  const dropped = await shop.place({ 'bowl-indigo': 1 });
  const declined = await shop.place({ 'bowl-indigo': 1 });
  const slow = await shop.place({ 'bowl-indigo': 1 });
  assert.equal(await left(shop), 0);
  for (const payment of shop.gateway.ledger.values()) {
    if (payment.reference === slow.payment.id) payment.status = 'processing';
    if (payment.reference === kept.payment.id) payment.status = 'paid';
  }
  await shop.deliver(shop.says(kept, 'paid'), shop.says(slow, 'processing'));
  shop.advance(60_000);
  await shop.deliver(shop.says(declined, 'declined'));
  assert.equal(await left(shop), 0, 'a declined one may be tried again');
  shop.advance(HALF_HOUR - 60_001);
  await shop.server.sweep();
  assert.equal(await left(shop), 0);
  shop.advance(1);
  assert.equal((await shop.server.sweep()).released, 1, 'the dropped one');
  assert.equal(await left(shop), 1);
  shop.advance(60_000);
  assert.equal((await shop.server.sweep()).released, 1, 'the declined one');
  assert.equal(await left(shop), 2);
  shop.advance(20 * 3_600_000);
  await shop.server.sweep();
  assert.equal(await left(shop), 2, 'paid and processing hold on');
  assert.equal((await shop.order(dropped)).payments[0]?.status, 'canceled', 'nobody can pay for it by now');
  await assertCounted(shop);
});

test('I12: of 20 further attempts after the last piece one takes it, and the others are told before they pay', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const other = await shop.restart();
  const orders: WirePlacedOrder[] = [];
  for (let n = 0; n < 20; n += 1) {
    orders.push(await shop.place({ whisk: 1 }));
    shop.advance(HALF_HOUR);
    await shop.server.sweep();
  }
  const started = shop.gateway.ledger.size;
  const answers = await Promise.all(
    orders.map((placed, n) => pay<WireProblem>(n % 2 ? shop : other, placed)),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  const refused = answers.filter((answer) => codeOf(answer) === 'quote_blocked');
  assert.equal(refused.length, 19);
  assert.equal(refused[0]?.body.quote?.messages[0]?.code, 'out_of_stock');
  assert.equal(shop.gateway.ledger.size, started + 1, 'the gateway heard of one');
  const open = await shop.database.db
    .selectFrom('payments')
    .select('id')
    .where('status', '=', 'open')
    .execute();
  assert.equal(open.length, 1, 'and no other was begun');
  await assertCounted(shop);
});

test('I12: an open attempt whose pieces were given away is not handed out again', async (t) => {
  const shop = await startServer(t); // a gateway that can't cancel
  const key = newKey();
  const wish = await shop.wish({ whisk: 1 });
  const { body: placed } = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  shop.advance(HALF_HOUR);
  assert.equal((await shop.server.sweep()).released, 1);
  const again = await pay(shop, placed);
  assert.deepEqual([again.status, again.body.next], [200, placed.next], 'taken anew');
  shop.advance(HALF_HOUR - 1);
  await shop.server.sweep();
  assert.equal(await left(shop, 'whisk'), 0, 'for its time');
  shop.advance(1);
  await shop.server.sweep();
  await shop.place({ whisk: 1 });
  assert.equal(codeOf(await pay(shop, placed)), 'quote_blocked');
  assert.equal(codeOf(await shop.post('/orders', wish, { key })), 'quote_blocked');
});

test('I12: money for pieces that are gone makes the order paid, and a person is told', async (t) => {
  const shop = await startServer(t);
  const first = await shop.place({ whisk: 1 });
  shop.advance(HALF_HOUR);
  await shop.server.sweep();
  const second = await shop.place({ whisk: 1 });
  await shop.deliver(shop.says(second, 'paid'));
  await shop.deliver(shop.says(first, 'paid'), shop.says(first, 'paid'));
  for (const placed of [first, second]) assert.equal((await shop.order(placed)).payment_status, 'paid');
  const alerts = await shop.database.db.selectFrom('alerts').selectAll().execute();
  assert.deepEqual(
    alerts.map(({ code, order_id }) => [code, order_id]),
    [['oversold', first.order.id]],
  );
  assert.equal(shop.logs.filter(({ event }) => event === 'oversold').length, 1);
  assert.equal(await left(shop, 'whisk'), 0, 'never below zero');
  await assertCounted(shop);
});

test('I12: late money for pieces that are still there takes them without a word', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place({ whisk: 1 });
  shop.advance(HALF_HOUR);
  await shop.server.sweep();
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal(await left(shop, 'whisk'), 0);
  assert.deepEqual(await shop.database.db.selectFrom('alerts').selectAll().execute(), []);
});

test('a new catalogue brings nothing back that was sold or is held', async (t) => {
  const shop = await startServer(t);
  await shop.deliver(shop.says(await shop.place({ 'bowl-indigo': 2 }), 'paid'));
  await shop.place({ 'bowl-indigo': 1 });
  await seedCatalog(shop.database, CATALOG);
  assert.equal(await left(shop), 2);
});

test('goods that came back are put on the shelf once', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place({ 'bowl-indigo': 2 });
  await shop.deliver(shop.says(placed, 'paid'));
  const again = (): Promise<void> =>
    shop.database.db.transaction().execute(async (trx) => {
      const order = await trx.selectFrom('orders').selectAll().executeTakeFirstOrThrow();
      await restock(trx, order);
    });
  await again();
  await again();
  assert.equal(await left(shop), 5);
  const refund = { status: 'paid' as const, refunded: { amount: 100, currency: 'EUR' } };
  await shop.deliver(shop.gateway.event(shop.gateway.report(placed.payment.id, refund)));
  assert.equal(await left(shop), 5, 'later news about the money take nothing');
  await assertCounted(shop);
});

test('I12: whatever happens to orders, what is counted is what they hold, and never less than nothing is left', async (t) => {
  const what = fc.constantFrom(
    ...([
      'place',
      'place two',
      'paid',
      'declined',
      'processing',
      'canceled',
      'pay again',
      'wait',
      'cancel',
    ] as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(what, fc.nat({ max: 3 })), { maxLength: 14 }), async (steps) => {
      const shop = await startServer(t, { cancels: true });
      const orders: WirePlacedOrder[] = [];
      for (const [step, n] of steps) {
        const placed = orders[n % Math.max(1, orders.length)];
        if (step === 'place' || step === 'place two') {
          const wish = await shop.wish({ 'bowl-indigo': step === 'place' ? 1 : 2 });
          const answer = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
          assert.ok(answer.status === 201 || codeOf(answer) === 'quote_blocked', answer.text);
          if (answer.status === 201) orders.push(answer.body);
        } else if (step === 'wait') {
          shop.advance(HALF_HOUR);
          await shop.server.sweep();
        } else if (placed && step === 'pay again') {
          await pay(shop, placed);
        } else if (placed && step === 'cancel') {
          await shop.send('POST', `/orders/${placed.order.id}/cancel`, undefined, { token: placed.token });
        } else if (placed && step !== 'pay again' && step !== 'cancel') {
          const payment = (await shop.order(placed)).payments.at(-1);
          await shop.deliver(shop.says(payment?.id ?? '', step));
        }
        await assertCounted(shop);
        assert.ok((await left(shop)) >= 0);
      }
    }),
    { numRuns: runs(40) },
  );
});
