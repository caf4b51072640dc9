import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireAttempt, WirePlacedOrder } from '../../src/api/wire.js';
import { createCatalog } from '../../src/server/catalog/source.js';
import { createIds } from '../../src/server/ids.js';
import { createMemoryLimiter } from '../../src/server/limits.js';
import { createLog } from '../../src/server/log.js';
import { settle } from '../../src/server/options.js';
import { askGateway } from '../../src/server/asking.js';
import { createSchemas } from '../../src/server/schemas.js';
import type { PaymentId } from '../../src/server/ids.js';
import type { World } from '../../src/server/world.js';
import { createPaperGateway } from '../support/paper-gateway.js';
import { codeOf, newKey, startServer, type Answer, type TestServer } from '../support/server.js';

const pay = (
  shop: TestServer,
  { order, token }: WirePlacedOrder,
  key = newKey(),
  gateway = 'paper',
): Promise<Answer<WireAttempt>> =>
  shop.post<WireAttempt>(`/orders/${order.id}/payments`, { gateway }, { token, key });

const submit = (
  shop: TestServer,
  { order, payment, token }: WirePlacedOrder,
  card = 'tok_1',
): Promise<Answer<WireAttempt>> =>
  shop.post<WireAttempt>(`/orders/${order.id}/payments/${payment.id}/submit`, { token: card }, { token });

test('T-14: while an attempt is open there is no other: the same one is given again, under any key', async (t) => {
  const shop = await startServer(t, { more: (now) => [createPaperGateway({ now, name: 'second' })] });
  const placed = await shop.place();
  for (const status of ['open', 'requires_action'] as const) {
    await shop.deliver(shop.says(placed, status));
    const { status: http, body } = await pay(shop, placed);
    assert.deepEqual([http, body.payment.id, body.next], [200, placed.payment.id, placed.next], status);
    const elsewhere = await pay(shop, placed, newKey(), 'second');
    assert.deepEqual([elsewhere.status, codeOf(elsewhere)], [409, 'payment_in_progress']);
  }
  assert.equal(shop.gateway.ledger.size, 1);
});

test('T-14: a further attempt is refused while the money may be on its way', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'processing'));
  const answer = await pay(shop, placed);
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'payment_in_progress']);
});

test('the gateway is asked before an attempt counts as open: its callback may still be on the way', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const [payment] = [...shop.gateway.ledger.values()];
  payment!.status = 'declined';
  assert.equal((await pay(shop, placed)).body.payment.number, 2);
  const [, second] = [...shop.gateway.ledger.values()];
  second!.status = 'paid';
  assert.equal(codeOf(await pay(shop, placed)), 'order_closed');
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('a gateway that cannot be asked leaves the open attempt open', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  shop.gateway.script.push({ method: 'retrieve', what: 'fail' });
  assert.equal((await pay(shop, placed)).body.payment.id, placed.payment.id);
  assert.ok(
    shop.logs.some(({ event, payment }) => event === 'gateway_not_asked' && payment === placed.payment.id),
  );
});

test('after a definite decline or a cancel there is a further attempt, with a new key for the gateway', async (t) => {
  for (const status of ['declined', 'canceled'] as const) {
    const shop = await startServer(t);
    const placed = await shop.place();
    await shop.deliver(shop.says(placed, status));
    const before = await shop.order(placed);
    assert.deepEqual([before.payment_status, before.payments[0]?.status], ['unpaid', status]);
    const { status: http, body } = await pay(shop, placed);
    assert.equal(http, 201);
    assert.equal(body.payment.number, 2);
    assert.equal(body.next.type, 'confirm');
    assert.deepEqual(body.order.payments.map(({ number, status: each }) => [number, each]), [[1, status], [2, 'open']]); // prettier-ignore
    assert.equal(body.order.payment_status, 'processing');
    assert.equal(new Set(shop.gateway.calls.map(({ attempt }) => attempt.key)).size, 2);
  }
});

test('the reason of a decline is told by our label', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const report = shop.gateway.report(placed.payment.id, {
    status: 'declined',
    declineCode: 'insufficient_funds',
  });
  await shop.deliver(shop.gateway.event(report));
  assert.equal((await shop.order(placed)).payments[0]?.decline_code, 'insufficient_funds');
});

test('T-14: 20 further attempts at once make one, and repeating one comes to the same', async (t) => {
  const shop = await startServer(t);
  const other = await shop.restart();
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  const keys = Array.from({ length: 20 }, newKey);
  const answers = await Promise.all(keys.map((key, index) => pay(index % 2 ? shop : other, placed, key)));
  const won = answers.findIndex(({ status }) => status === 201);
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  // The others lost the race (409) or came after it and were given its attempt (200).
  const others = answers.filter(({ status }) => status !== 201);
  assert.ok(
    others.every((answer) => codeOf(answer) === 'payment_in_progress' || answer.body.payment.number === 2),
  );
  const again = await pay(shop, placed, keys[won]);
  assert.deepEqual(again.body, answers[won]?.body);
  assert.equal(shop.gateway.ledger.size, 2);
});

test('T-14: the database itself refuses a second attempt under way', async (t) => {
  const shop = await startServer(t);
  const { payment } = await shop.place();
  const { db } = shop.database;
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', payment.id as PaymentId)
    .executeTakeFirstOrThrow();
  const twin = { ...row, id: 'pay_x' as const, number: 2, key: 'key_x', request_key_hash: 'x' };
  await assert.rejects(db.insertInto('payments').values(twin).execute(), /unique constraint/i);
  await db
    .insertInto('payments')
    .values({ ...twin, status: 'declined' })
    .execute();
});

test('a key that made one attempt makes no other', async (t) => {
  const shop = await startServer(t, { more: (now) => [createPaperGateway({ now, name: 'second' })] });
  const key = newKey();
  const placed = await shop.place({ tea: 1 }, key);
  await shop.deliver(shop.says(placed, 'declined'));
  assert.equal(codeOf(await pay(shop, placed, key)), 'key_reused', 'the key that placed the order');
  const further = newKey();
  assert.equal((await pay(shop, placed, further, 'second')).body.payment.gateway, 'second');
  assert.equal(codeOf(await pay(shop, placed, further, 'paper')), 'key_reused');
  assert.equal(codeOf(await pay(shop, placed, newKey(), 'none')), 'gateway_unknown');
});

test('a paid, refunded, canceled or doubtful order takes no further payment', async (t) => {
  const shop = await startServer(t);
  const paid = await shop.place();
  await shop.deliver(shop.says(paid, 'paid'));
  assert.deepEqual([(await pay(shop, paid)).status, codeOf(await pay(shop, paid))], [409, 'order_closed']);
  const doubtful = await shop.place();
  const wrong = { status: 'declined' as const, amount: { amount: 1, currency: 'EUR' } };
  await shop.deliver(
    shop.says(doubtful, 'declined'),
    shop.gateway.event(shop.gateway.report(doubtful.payment.id, wrong)),
  );
  assert.equal(codeOf(await pay(shop, doubtful)), 'order_closed');
  const canceled = await shop.place();
  await shop.database.db
    .updateTable('orders')
    .set({ canceled_at: 1 })
    .where('number', '=', Number(canceled.order.number))
    .execute();
  await shop.deliver(shop.says(canceled, 'declined'));
  assert.equal((await shop.order(canceled)).status, 'canceled');
  assert.equal(codeOf(await pay(shop, canceled)), 'order_closed');
});

test('a further attempt whose start failed is resumed under its key', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  shop.gateway.script.push({ method: 'start', what: 'lose' });
  const key = newKey();
  assert.equal((await pay(shop, placed, key)).status, 504);
  const resumed = await pay(shop, placed, key);
  assert.deepEqual(
    [resumed.status, resumed.body.payment.number, resumed.body.next.type],
    [200, 2, 'confirm'],
  );
  assert.deepEqual((await pay(shop, placed)).body, resumed.body, 'also under another key');
  assert.equal(shop.gateway.ledger.size, 2);
});

test('once an attempt is under way or over, the client secret is no longer given, nor kept', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  const wish = await shop.wish();
  const placed = (await shop.post<WirePlacedOrder>('/orders', wish, { key })).body;
  const next = async (): Promise<string> =>
    (await shop.post<WirePlacedOrder>('/orders', wish, { key })).body.next.type;
  await shop.deliver(shop.says(placed, 'requires_action'));
  assert.equal(await next(), 'confirm');
  await shop.deliver(shop.says(placed, 'processing'));
  assert.equal(await next(), 'wait');
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal(await next(), 'wait');
  const row = await shop.database.db.selectFrom('payments').select('next').executeTakeFirstOrThrow();
  assert.equal(row.next, null);
  assert.equal(shop.gateway.calls.length, 1);
});

test('I6: a report that comes with the start counts like any other', async (t) => {
  const shop = await startServer(t);
  shop.gateway.startReport = (attempt) => shop.gateway.report(attempt.paymentId, { status: 'paid' });
  const { order, next } = await shop.place();
  assert.deepEqual([order.payment_status, order.status, next.type], ['paid', 'completed', 'wait']);
  shop.gateway.startReport = (attempt) =>
    shop.gateway.report(attempt.paymentId, { status: 'paid', amount: { amount: 1, currency: 'EUR' } });
  assert.equal((await shop.place()).order.payment_status, 'review');
});

test('I1: a token is charged once, however often it is handed in', async (t) => {
  const shop = await startServer(t, { tokens: true });
  const placed = await shop.place();
  const first = await submit(shop, placed);
  assert.deepEqual(
    [first.status, first.body.payment.status, first.body.order.payment_status],
    [200, 'paid', 'paid'],
  );
  const again = await submit(shop, placed, 'tok_2');
  assert.deepEqual(again.body, first.body);
  assert.deepEqual(
    [...shop.gateway.ledger.values()].map(({ charges }) => charges),
    [1],
  );
});

test('I1: ten submits at once, and one whose answer was lost, charge once', async (t) => {
  const shop = await startServer(t, { tokens: true });
  const placed = await shop.place();
  shop.gateway.script.push({ method: 'submit', what: 'lose' });
  const lost = await submit(shop, placed);
  assert.deepEqual([lost.status, codeOf(lost)], [504, 'gateway_timeout']);
  await Promise.all(Array.from({ length: 10 }, () => submit(shop, placed)));
  assert.deepEqual(
    [...shop.gateway.ledger.values()].map(({ charges }) => charges),
    [1],
  );
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('I1: no token is charged for an order that has been paid by an earlier attempt after all', async (t) => {
  const shop = await startServer(t, { tokens: true });
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  const second = (await pay(shop, placed)).body;
  await shop.deliver(shop.says(placed, 'paid'));
  const answer = await submit(shop, { ...placed, payment: second.payment });
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'order_closed']);
  assert.equal(shop.gateway.calls.filter(({ method }) => method === 'submit').length, 0);
});

test('a gateway that takes no token says so', async (t) => {
  const shop = await startServer(t);
  const answer = await submit(shop, await shop.place());
  assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid']);
});

test('REC-1: asking the gateway records what it says as an event, once per answer', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const world = worldOf(shop);
  const ask = (): Promise<boolean> => askGateway(world, placed.payment.id as PaymentId);
  await ask();
  assert.equal((await shop.order(placed)).payments[0]?.status, 'open');
  const [payment] = [...shop.gateway.ledger.values()];
  payment!.status = 'paid';
  await ask();
  await ask();
  assert.equal((await shop.order(placed)).payment_status, 'paid');
  const events = await shop.database.db
    .selectFrom('payment_events')
    .select(['via', 'status', 'verdict'])
    .execute();
  assert.deepEqual(
    events.map(({ via, status, verdict }) => [via, status, verdict]),
    [
      ['api', 'open', 'placed'],
      ['api', 'paid', 'placed'],
    ],
  );
  assert.equal(shop.gateway.calls.at(-1)?.attempt.gatewayPaymentId, payment!.id);
  shop.gateway.ledger.clear();
  await ask(); // the gateway has never heard of it: nothing is recorded
  shop.gateway.script.push({ method: 'retrieve', what: 'fail' });
  await assert.rejects(ask(), { code: 'gateway_failed' });
});

/** The same store from the inside, for what no route reaches yet. */
function worldOf(shop: TestServer): World {
  const settings = settle({
    database: shop.database,
    name: 'Tea',
    currency: 'EUR',
    countries: ['DE'],
    gateways: [shop.gateway],
    publicUrl: 'https://shop.test',
    orderPageUrl: '/order.html',
    delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 0 }],
    clock: shop.now,
    logger: () => undefined,
  });
  return {
    settings,
    schemas: createSchemas(settings),
    db: shop.database.db,
    catalog: createCatalog(undefined, {
      ...{ database: shop.database, currency: 'EUR', now: settings.clock },
      log: createLog(settings.logger, settings.clock),
    }),
    gateways: new Map([[shop.gateway.name, shop.gateway]]),
    now: settings.clock,
    ids: createIds(settings.randomBytes),
    limiter: createMemoryLimiter(settings.clock),
    rules: () => Promise.resolve(settings),
    log: createLog(settings.logger, settings.clock),
  };
}
