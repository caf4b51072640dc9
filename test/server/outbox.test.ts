import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { money } from '../../src/money.js';
import { MESSAGE_TYPES, type MessageType, type OrderMessage } from '../../src/server/index.js';
import { RETRIES } from '../../src/server/outbox/outcome.js';
import { newKey, startServer, type TestServer } from '../support/server.js';
import { failing } from '../support/databases.js';
import { deferred } from '../support/deferred.js';
import { startReceiver } from '../support/receiver.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const HOUR = 3_600_000;

/** A shop that tells a function of what happens. */
async function hookedShop(
  t: Parameters<typeof startServer>[0],
  hook?: (message: OrderMessage) => Promise<void> | void,
) {
  const told: OrderMessage[] = [];
  const shop = await startServer(t, {
    options: {
      onOrder: async (message) => {
        await hook?.(message);
        told.push(message);
      },
    },
  });
  return { shop, told, types: () => told.map(({ type }) => type) };
}

const refunded = (shop: TestServer, id: string, amount: number) =>
  shop.gateway.event(shop.gateway.report(id, { status: 'paid', refunded: money(amount, 'EUR') }));

const disputed = (shop: TestServer, id: string, status: 'open' | 'won' | 'lost') =>
  shop.gateway.event(
    shop.gateway.report(id, { status: 'paid', dispute: { status, amount: money(2990, 'EUR') } }),
  );

test('the merchant is told of every state an order comes to, with the order as it then was', async (t) => {
  const { shop, told, types } = await hookedShop(t);
  const placed = await shop.place({ tea: 2 });
  await shop.deliver(shop.says(placed, 'processing')); // still "processing": no news
  await shop.deliver(shop.says(placed, 'declined'));
  const again = await shop.post<{ payment: { id: string } }>(
    `/orders/${placed.order.id}/payments`,
    { gateway: 'paper' },
    { token: placed.token, key: newKey() },
  );
  const { id } = again.body.payment;
  await shop.deliver(shop.says(id, 'paid'));
  await shop.deliver(refunded(shop, id, 1000));
  await shop.deliver(refunded(shop, id, 1500));
  await shop.deliver(refunded(shop, id, 2990));
  assert.deepEqual(await shop.server.deliver(), { delivered: 7, failed: 0, dead: 0 });
  told.sort((a, b) => a.data.sequence - b.data.sequence);
  assert.deepEqual(types(), [
    'order.placed',
    'order.unpaid',
    'order.processing',
    'order.paid',
    'order.partially_refunded',
    'order.partially_refunded',
    'order.refunded',
  ] satisfies MessageType[]);
  assert.deepEqual(
    told.map(({ data }) => data.sequence),
    [1, 2, 3, 4, 5, 6, 7],
  );
  assert.deepEqual(
    told.map(({ data }) => data.order.refunded),
    [0, 0, 0, 0, 1000, 1500, 2990],
  );
  assert.ok(types().every((type) => Object.hasOwn(MESSAGE_TYPES, type)));
  assert.equal(new Set(told.map((message) => message.id)).size, 7);
  assert.ok(told.every((message) => /^msg_[0-9a-hjkmnp-tv-z]{26}$/.test(message.id)));
});

test('a message has what it takes to fulfil the order, and nothing that opens it', async (t) => {
  const { shop, told } = await hookedShop(t);
  const key = newKey();
  const placed = await shop.place({ tea: 2 }, key);
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  const paid = told.find(({ type }) => type === 'order.paid');
  const order = paid?.data.order;
  assert.equal(paid?.timestamp, '2026-11-23T12:00:00.000Z');
  assert.deepEqual(
    [order?.id, order?.number, order?.payment_status, order?.total, order?.currency, order?.mode],
    [placed.order.id, '1001', 'paid', 2990, 'EUR', 'test'],
  );
  assert.deepEqual(
    order?.line_items.map((line) => [line.item.id, line.quantity, line.item.price]),
    [['tea', 2, 1250]],
  );
  assert.deepEqual(order?.buyer, { email: 'aiko@example.com' });
  assert.equal(order?.shipping_address.full_name, 'Aiko Müller');
  assert.equal(order?.url, `https://shop.test/order.html?store_order=${placed.order.id}`);
  assert.equal(order?.payments[0]?.gateway_payment_id, 'pp_paper_1');
  const text = JSON.stringify(told);
  for (const secret of [placed.token, key, 'secret_paper', 'token', 'hash":']) {
    assert.ok(secret === 'hash":' ? !text.includes('token_hash') : !text.includes(secret), secret);
  }
});

test('I4: "paid" is said at most once per order, whatever comes after it', async (t) => {
  const { shop, told, types } = await hookedShop(t);
  const placed = await shop.place();
  const paid = shop.says(placed, 'paid');
  await Promise.all(Array.from({ length: 20 }, () => shop.deliver(paid)));
  await shop.deliver(disputed(shop, placed.payment.id, 'open'));
  await shop.deliver(disputed(shop, placed.payment.id, 'won'));
  await shop.server.deliver();
  told.sort((a, b) => a.data.sequence - b.data.sequence);
  assert.deepEqual(types(), ['order.placed', 'order.paid', 'order.disputed', 'order.reinstated']);
});

test('canceled, expired and lost are told too', async (t) => {
  const { shop, told } = await hookedShop(t);
  const [canceled, expired, lost] = [await shop.place(), await shop.place(), await shop.place()];
  await shop.deliver(shop.says(canceled, 'declined'));
  await shop.post(`/orders/${canceled.order.id}/cancel`, {}, { token: canceled.token });
  await shop.deliver(shop.says(lost, 'paid'));
  await shop.deliver(disputed(shop, lost.payment.id, 'lost'));
  shop.advance(72 * HOUR);
  await shop.server.sweep();
  await shop.server.deliver();
  const last = (placed: { order: { id: string } }): MessageType | undefined =>
    told
      .filter(({ data }) => data.order.id === placed.order.id)
      .sort((a, b) => b.data.sequence - a.data.sequence)[0]?.type;
  assert.deepEqual(
    [last(canceled), last(expired), last(lost)],
    ['order.canceled', 'order.expired', 'order.lost'],
  );
});

test('start() delivers by itself, and stops when it is told to', async (t) => {
  const receiver = await startReceiver(t);
  const shop = await startServer(t, { options: { webhooks: [{ url: receiver.url, secret: SECRET }] } });
  await shop.place();
  const timer = shop.server.start({ every: 100 });
  await receiver.got(1);
  await timer.stop();
  assert.equal(receiver.received[0]?.message.type, 'order.placed');
});

test('no state without its message and no message without its state: both are one transaction', async (t) => {
  const { shop, types } = await hookedShop(t);
  const placed = await shop.place();
  const repair = await failing(shop.database, 'before insert on messages', 'disk full');
  const { headers, body } = shop.gateway.sign([shop.says(placed, 'paid')]);
  const refused = await shop.send('POST', '/callbacks/paper', body, { headers, origin: null });
  assert.equal(refused.status, 503);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  const unplaced = await shop.post('/orders', await shop.wish(), { key: newKey() });
  assert.equal(unplaced.status, 500);
  assert.equal((await shop.database.db.selectFrom('orders').selectAll().execute()).length, 1);
  await repair();
  assert.equal((await shop.send('POST', '/callbacks/paper', body, { headers, origin: null })).status, 200);
  await shop.server.deliver();
  assert.deepEqual(types().sort(), ['order.paid', 'order.placed']);
});

test('a webhook is signed by Standard Webhooks, under the old and the new secret', async (t) => {
  const receiver = await startReceiver(t);
  const shop = await startServer(t, {
    options: { clock: Date.now, webhooks: [{ url: receiver.url, secret: [SECRET, OTHER] }] },
  });
  await shop.place();
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 0, dead: 0 });
  const [got] = receiver.received;
  const headers = got!.headers as Record<string, string>;
  for (const secret of [SECRET, OTHER]) {
    assert.deepEqual(new Webhook(secret).verify(got!.text, headers), got!.message);
  }
  assert.equal(headers['webhook-signature']?.split(' ').length, 2);
  assert.equal(headers['webhook-id'], got!.message.id);
  assert.equal(headers['content-type'], 'application/json');
  const stranger = new Webhook(`whsec_${Buffer.alloc(24, 9).toString('base64')}`);
  assert.throws(() => stranger.verify(got!.text, headers));
  assert.throws(() => new Webhook(SECRET).verify(got!.text.replace('2990', '2991'), headers));
  assert.throws(() => new Webhook(SECRET).verify(got!.text, { ...headers, 'webhook-id': 'msg_other' }));
});

test('a webhook gets the types it asked for, each webhook for itself', async (t) => {
  const all = await startReceiver(t);
  const some = await startReceiver(t);
  const shop = await startServer(t, {
    options: {
      webhooks: [
        { url: all.url, secret: SECRET },
        { url: some.url, secret: OTHER, types: ['order.paid'] },
      ],
    },
  });
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  assert.deepEqual(all.received.map(({ message }) => message.type).sort(), ['order.paid', 'order.placed']);
  assert.deepEqual(
    some.received.map(({ message }) => message.type),
    ['order.paid'],
  );
});

test('a failed delivery comes back by the schedule of the specification, and is dead after the last try', async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = (_, response) => void response.writeHead(500).end('our database is on fire');
  const shop = await startServer(t, { options: { webhooks: [{ url: receiver.url, secret: SECRET }] } });
  const placed = await shop.place();
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 1, dead: 0 });
  for (const [index, delay] of RETRIES.entries()) {
    shop.advance(delay - 1);
    assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 0 }, 'not too early');
    shop.advance(1 + delay / 10);
    const pass = await shop.server.deliver();
    const last = index === RETRIES.length - 1;
    assert.deepEqual(pass, { delivered: 0, failed: last ? 0 : 1, dead: last ? 1 : 0 });
  }
  assert.equal(receiver.received.length, 10);
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
  assert.equal(new Set(receiver.received.map(({ text }) => text)).size, 1);
  assert.equal(
    new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size,
    10,
    'each try has its own time, so that a receiver can refuse replays',
  );
  const [letter, ...more] = await shop.server.deadLetters();
  assert.deepEqual(more, []);
  assert.deepEqual(
    [letter?.type, letter?.orderId, letter?.attempts, letter?.reason, letter?.target],
    ['order.placed', placed.order.id, 10, 'http_500', new URL(receiver.url).origin],
  );
  assert.equal(shop.logs.filter(({ event }) => event === 'message_dead').length, 1);
  assert.ok(!JSON.stringify(shop.logs).includes('on fire'));

  receiver.answer = (_, response) => void response.writeHead(200).end();
  assert.equal(await shop.server.redeliver(letter!.id), true);
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 0, dead: 0 });
  assert.deepEqual(await shop.server.deadLetters(), []);
  assert.equal(await shop.server.redeliver(letter!.id), false);
  assert.equal(await shop.server.redeliver('dlv_none'), false);
});

test('Retry-After is kept to, for the whole endpoint, in seconds and as a date', async (t) => {
  for (const [status, header] of [
    [429, '3600'],
    [503, new Date(1_795_435_200_000 + HOUR).toUTCString()],
  ] as const) {
    const receiver = await startReceiver(t);
    receiver.answer = (_, response) => void response.writeHead(status, { 'retry-after': header }).end();
    const shop = await startServer(t, { options: { webhooks: [{ url: receiver.url, secret: SECRET }] } });
    await shop.place();
    await shop.server.deliver();
    await shop.place(); // a second message must wait too
    shop.advance(HOUR - 1);
    assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 0 });
    assert.equal(receiver.received.length, 1);
    receiver.answer = (_, response) => void response.writeHead(204).end();
    shop.advance(1);
    assert.deepEqual(await shop.server.deliver(), { delivered: 2, failed: 0, dead: 0 });
  }
});

test('410 ends an endpoint at once; what comes meanwhile waits until somebody sends its dead letter again', async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = (_, response) => void response.writeHead(410).end();
  const shop = await startServer(t, { options: { webhooks: [{ url: receiver.url, secret: SECRET }] } });
  await shop.place();
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 1 });
  await shop.place();
  shop.advance(100 * HOUR);
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 0 });
  assert.equal(receiver.received.length, 1);
  assert.ok(shop.logs.some(({ event, level }) => event === 'target_gone' && level === 'error'));
  receiver.answer = (_, response) => void response.writeHead(204).end();
  const [letter] = await shop.server.deadLetters();
  assert.equal(letter?.reason, 'http_410');
  await shop.server.redeliver(letter.id);
  assert.deepEqual(await shop.server.deliver(), { delivered: 2, failed: 0, dead: 0 });
});

test('an endpoint that hangs or fails holds up neither the others nor its own pass', async (t) => {
  const hanging = await startReceiver(t);
  hanging.answer = () => undefined;
  const good = await startReceiver(t);
  const shop = await startServer(t, {
    options: {
      webhooks: [
        { url: hanging.url, secret: SECRET, timeout: 300 },
        { url: good.url, secret: OTHER },
      ],
    },
  });
  for (let n = 0; n < 25; n += 1) await shop.place({ tea: 1 });
  const pass = shop.server.deliver();
  await good.got(25);
  assert.deepEqual(await pass, { delivered: 25, failed: 10, dead: 0 });
  assert.equal(hanging.received.length, 10, 'one batch, then it is left alone');
  const rows = await shop.database.db
    .selectFrom('deliveries')
    .select('last_error')
    .where('status', '=', 'pending')
    .execute();
  assert.equal(rows.filter(({ last_error }) => last_error === 'timeout').length, 10);
});

test('I4: a process that dies after sending sends again, under the same id; at least once', async (t) => {
  const seen: string[] = [];
  let die = true;
  const { shop } = await hookedShop(t, async (message) => {
    seen.push(message.id);
    // The connection breaks as a process would: what was done is done, and cannot be written down.
    if (die) await shop.database.db.schema.alterTable('deliveries').renameTo('elsewhere').execute();
  });
  await shop.place();
  await assert.rejects(shop.server.deliver());
  await shop.database.db.schema.alterTable('elsewhere').renameTo('deliveries').execute();
  die = false;
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 0 }, 'its lease holds');
  shop.advance(120_000);
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 0, dead: 0 });
  assert.deepEqual([seen.length, new Set(seen).size], [2, 1]);
});

test('four processes at one outbox send every message once', async (t) => {
  const { shop, told } = await hookedShop(t);
  for (let n = 0; n < 40; n += 1) await shop.place({ tea: 1 });
  const others = await Promise.all([shop.restart(), shop.restart(), shop.restart()]);
  const passes = await Promise.all([shop, ...others].map(({ server }) => server.deliver()));
  assert.equal(
    passes.reduce((sum, { delivered }) => sum + delivered, 0),
    40,
  );
  assert.equal(told.length, 40);
  assert.equal(new Set(told.map(({ id }) => id)).size, 40);
});

test('WH-3: a merchant’s hook that never ends does not hold up the answer to a callback', async (t) => {
  const called = deferred();
  const { shop } = await hookedShop(t, async () => {
    called.resolve();
    await new Promise(() => undefined);
  });
  const placed = await shop.place();
  void shop.server.deliver();
  await called.promise;
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('a hook that rejects is called again later', async (t) => {
  let well = false;
  const { shop, types } = await hookedShop(t, () => {
    if (!well) throw new Error('SMTP says no to aiko@example.com');
  });
  await shop.place();
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 1, dead: 0 });
  assert.ok(!JSON.stringify(shop.logs).includes('aiko@'), 'T-22');
  well = true;
  shop.advance(6000);
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 0, dead: 0 });
  assert.deepEqual(types(), ['order.placed']);
});

test('after 30 days the outbox has forgotten the buyer, and still knows what it said', async (t) => {
  const { shop, types } = await hookedShop(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  shop.advance(30 * 24 * HOUR + 1);
  await shop.server.deliver();
  const { db } = shop.database;
  assert.deepEqual(await db.selectFrom('deliveries').selectAll().execute(), []);
  const messages = await db.selectFrom('messages').select(['type', 'body']).orderBy('sequence').execute();
  assert.deepEqual(
    messages.map(({ type, body }) => [type, body]),
    [
      ['order.placed', null],
      ['order.paid', null],
    ],
  );
  await db.updateTable('orders').set({ payment_status: 'review' }).execute();
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  assert.equal(types().at(-1), 'order.reinstated');
});

test('without webhooks and hook nothing is written, and a pass does nothing', async (t) => {
  const shop = await startServer(t);
  await shop.place();
  assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 0, dead: 0 });
  assert.deepEqual(await shop.database.db.selectFrom('messages').selectAll().execute(), []);
});

test('what no target wants to hear leaves nothing of the buyer behind, and still counts', async (t) => {
  const receiver = await startReceiver(t);
  const shop = await startServer(t, {
    options: { webhooks: [{ url: receiver.url, secret: SECRET, types: ['order.paid'] }] },
  });
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  assert.deepEqual(
    receiver.received.map(({ message }) => [message.type, message.data.sequence]),
    [['order.paid', 2]],
  );
  const rows = await shop.database.db
    .selectFrom('messages')
    .select(['type', 'body'])
    .orderBy('sequence')
    .execute();
  assert.deepEqual(
    rows.map(({ type, body }) => [type, body === null]),
    [
      ['order.placed', true],
      ['order.paid', false],
    ],
  );
});
