import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { WireAttempt, WirePlacedOrder } from '../../src/api/wire.js';
import { createMemoryLimiter, type RateAnswer, type RateLimiter } from '../../src/server/index.js';
import { createDatabaseLimiter } from '../../src/server/limits.js';
import {
  codeOf,
  newKey,
  SHOP,
  startServer,
  type Answer,
  type TestServer,
  type World,
} from '../support/server.js';

const MINUTE = 60_000;
const KNOWN = { clients: true } satisfies World;

/** Addresses of the public internet, all of them different. */
const address = (n: number): string => `81.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

const place = async (shop: TestServer, from: string, headers = {}): Promise<Answer<WirePlacedOrder>> =>
  shop.post<WirePlacedOrder>('/orders', await shop.wish({ tea: 1 }), { key: newKey(), from, headers });

/** A bot without a page: orders, and has the card declined. */
async function tryCard(shop: TestServer, from: string): Promise<number> {
  const { status, body } = await place(shop, from);
  if (status === 201) await shop.deliver(shop.says(body, 'declined'));
  return status;
}

const startsOf = (shop: TestServer): number =>
  shop.gateway.calls.filter(({ method }) => method === 'start').length;

for (const [kind, make] of [
  ['memory', (now: () => number) => createMemoryLimiter(now)],
  ['database', (now: () => number, shop: TestServer) => createDatabaseLimiter(shop.database.db, now)],
] as const) {
  test(`a bucket in the ${kind}: so many at once, then evenly, and a refusal costs nothing`, async (t) => {
    const shop = await startServer(t);
    await shop.get('/config');
    const limiter = make(shop.now, shop);
    const rule = { limit: 5, windowMs: 10_000 };
    const take = (key = 'a'): Promise<RateAnswer> => limiter.take(key, rule);
    for (let n = 0; n < 5; n += 1) assert.deepEqual(await take(), { ok: true });
    for (let n = 0; n < 50; n += 1) assert.deepEqual(await take(), { ok: false, retryAfterMs: 2000 });
    assert.deepEqual(await take('b'), { ok: true }, 'another key has its own');
    shop.advance(1999);
    assert.deepEqual(await take(), { ok: false, retryAfterMs: 1 });
    shop.advance(1);
    assert.deepEqual(await take(), { ok: true });
    assert.equal((await take()).ok, false);
    shop.advance(10_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => take()));
    assert.equal(answers.filter(({ ok }) => ok).length, 5, 'also when they come at once');
  });
}

test('T-19: a bot at one address reaches the gateway 20 times, and is told when to come back', async (t) => {
  const shop = await startServer(t, KNOWN);
  const statuses: number[] = [];
  for (let n = 0; n < 200; n += 1) statuses.push((await place(shop, '81.2.69.142')).status);
  assert.equal(startsOf(shop), 20);
  assert.deepEqual(new Set(statuses.slice(20)), new Set([429]));
  const refused = await place(shop, '81.2.69.142');
  assert.deepEqual([codeOf(refused), refused.headers.get('retry-after')], ['rate_limited', '30']);
  assert.equal(refused.headers.get('access-control-expose-headers'), 'retry-after');
  assert.equal((await place(shop, '81.2.69.143')).status, 201, 'its neighbour is not held back');
  shop.advance(30_000);
  assert.equal((await place(shop, '81.2.69.142')).status, 201);
});

test('T-19: limits are shared by all processes of a store, and survive a restart', async (t) => {
  const shop = await startServer(t, KNOWN);
  const others = [shop, await shop.restart(), await shop.restart()];
  let placed = 0;
  for (let n = 0; n < 30; n += 1)
    if ((await place(others[n % 3]!, '81.2.69.142')).status === 201) placed += 1;
  assert.equal(placed, 20);
});

test('T-19: one home is one client, whichever of its IPv6 addresses it uses, and however IPv4 is written', async (t) => {
  const shop = await startServer(t, {
    ...KNOWN,
    options: { limits: { orders: { limit: 2, windowMs: MINUTE } } },
  });
  const status = async (from: string): Promise<number> => (await place(shop, from)).status;
  assert.equal(await status('2a02:8109:9a00:1234::1'), 201);
  assert.equal(await status('2a02:8109:9a00:1234:dead:beef:0:1'), 201);
  assert.equal(await status('2A02:8109:9A00:1234:ffff::'), 429);
  assert.equal(await status('2a02:8109:9a00:1235::1'), 201);
  assert.equal(await status('81.2.69.142'), 201);
  assert.equal(await status('::ffff:81.2.69.142'), 201);
  assert.equal(await status('::ffff:5102:458e'), 429);
});

test('T-19: behind proxies the entry the outermost trusted one wrote counts, not what the client wrote before it', async (t) => {
  const orders = { limit: 2, windowMs: MINUTE };
  for (const [trustProxy, tail] of [
    [true, ''],
    [2, ', 10.0.0.7'],
  ] as const) {
    const shop = await startServer(t, { ...KNOWN, options: { trustProxy, limits: { orders } } });
    const status = async (forwarded: string): Promise<number> =>
      (await place(shop, '10.0.0.1', { 'x-forwarded-for': forwarded + tail, 'x-forwarded-proto': 'https' }))
        .status;
    assert.equal(await status('81.2.69.142'), 201);
    assert.equal(await status('1.1.1.1, 81.2.69.142'), 201);
    assert.equal(await status('9.9.9.9,8.8.8.8,81.2.69.142:4711'), 429, 'a made-up beginning helps nobody');
    assert.equal(await status('81.2.69.143'), 201);
    for (const nonsense of ['unknown', '', '999.1.1.1']) {
      for (let n = 0; n < 3; n += 1) assert.equal(await status(nonsense), 201, 'nobody in particular');
    }
  }
  const direct = await startServer(t, { ...KNOWN, options: { limits: { orders } } });
  for (const from of ['1.1.1.1', '1.1.1.2', '1.1.1.3'])
    assert.equal(
      (await place(direct, '81.2.69.142', { 'x-forwarded-for': from })).status,
      from === '1.1.1.3' ? 429 : 201,
    );
});

test('T-19: a shop behind a proxy it does not know of is not shut as one client; the log says so, once', async (t) => {
  for (const from of ['127.0.0.1', '::1', '172.17.0.1', '10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '']) {
    const shop = await startServer(t, {
      ...KNOWN,
      options: { limits: { orders: { limit: 1, windowMs: MINUTE } } },
    });
    for (let n = 0; n < 3; n += 1) assert.equal((await place(shop, from)).status, 201, from);
    assert.equal(shop.logs.filter(({ event }) => event === 'client_address_unknown').length, 1);
  }
});

test('the option clientAddress tells clients apart where the runtime shows them otherwise', async (t) => {
  const shop = await startServer(t, {
    options: {
      clientAddress: (request) => request.headers.get('cf-connecting-ip') ?? undefined,
      limits: { orders: { limit: 1, windowMs: MINUTE } },
    },
  });
  const status = async (ip: string): Promise<number> =>
    (await place(shop, '', { 'cf-connecting-ip': ip })).status;
  assert.deepEqual(
    [await status('1.2.3.4'), await status('1.2.3.4'), await status('1.2.3.5')],
    [201, 429, 201],
  );
});

test('serve({ fetch: store.fetch }) of @hono/node-server passes the connection by itself', async (t) => {
  const seen: unknown[] = [];
  const shop = await startServer(t, {
    options: {
      publicUrl: 'http://localhost:1',
      allowedOrigins: [SHOP],
      clientAddress: (_, env) => {
        const { incoming } = env as { incoming: { socket: { remoteAddress: string } } };
        seen.push(incoming.socket.remoteAddress);
        return undefined;
      },
    },
  });
  const server = serve({ fetch: shop.server.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/store/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: '{"line_items":[]}',
  }).then((response) => response.text());
  assert.deepEqual(seen, ['127.0.0.1']);
});

test('T-19: an order takes five declines, then only a new order is taken', async (t) => {
  const shop = await startServer(t, KNOWN);
  const { body: first } = await place(shop, '81.2.69.142');
  const again = (): Promise<Answer<WireAttempt>> =>
    shop.post<WireAttempt>(
      `/orders/${first.order.id}/payments`,
      { gateway: 'paper' },
      { token: first.token, key: newKey() },
    );
  let payment = first.payment.id;
  for (let n = 1; n < 5; n += 1) {
    await shop.deliver(shop.says(payment, 'declined'));
    const { status, body } = await again();
    assert.equal(status, 201);
    payment = body.payment.id;
  }
  await shop.deliver(shop.says(payment, 'declined'));
  const refused = await again();
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'order_closed']);
  assert.equal(startsOf(shop), 5);
});

test('T-19: one order cannot be used from a thousand addresses', async (t) => {
  const shop = await startServer(t, { ...KNOWN, tokens: true });
  const { body } = await place(shop, address(1));
  shop.gateway.script.push(
    ...Array.from({ length: 500 }, () => ({ method: 'submit' as const, what: 'fail' as const })),
  );
  const path = `/orders/${body.order.id}/payments/${body.payment.id}/submit`;
  for (let n = 0; n < 100; n += 1)
    await shop.post(path, { token: `tok_${n}` }, { token: body.token, from: address(n) });
  assert.equal(shop.gateway.calls.filter(({ method }) => method === 'submit').length, 30);
});

test('T-19: a slow attack over 300 addresses trips the breaker, which slows it to ten a minute', async (t) => {
  const shop = await startServer(t, KNOWN);
  const statuses: number[] = [];
  for (let n = 0; n < 300; n += 1) {
    statuses.push(await tryCard(shop, address(n)));
    shop.advance(1000); // five minutes in all
  }
  const reached = startsOf(shop);
  assert.equal(statuses.filter((status) => status === 201).length, reached);
  // 5 until it trips, 10 at once, then one every 6 s.
  assert.ok(reached <= 5 + 10 + 50 && reached >= 50, `${reached} cards were tried`);
  // Once the attack is over the breaker closes by itself.
  shop.advance(10 * MINUTE);
  for (let n = 0; n < 20; n += 1) assert.equal((await place(shop, address(1000 + n))).status, 201);
});

test('T-19: with verifyHuman people go on unhindered during an attack, and programs are stopped on every route', async (t) => {
  const asked: Request[] = [];
  const shop = await startServer(t, {
    ...KNOWN,
    tokens: true,
    options: {
      limits: {
        verifyHuman: (request) => {
          asked.push(request);
          return Promise.resolve(request.headers.get('human-token') === 'a person');
        },
      },
    },
  });
  const before = await place(shop, address(999));
  assert.equal(asked.length, 0, 'nobody is asked while nothing is wrong');
  for (let n = 0; n < 100; n += 1) await tryCard(shop, address(n));
  assert.equal(startsOf(shop), 1 + 5);
  const human = { 'human-token': 'a person' };
  for (let n = 0; n < 30; n += 1) assert.equal((await place(shop, address(500 + n), human)).status, 201);
  const { order, payment, token } = before.body;
  for (const [path, body] of [
    ['/orders', await shop.wish()],
    [`/orders/${order.id}/payments`, { gateway: 'paper' }],
    [`/orders/${order.id}/payments/${payment.id}/submit`, { token: 'tok_1' }],
    [`/orders/${order.id}/cancel`, {}],
  ] as const) {
    const answer = await shop.post(path, body, { token, key: newKey(), from: address(7) });
    assert.deepEqual([answer.status, codeOf(answer)], [403, 'rate_limited'], path);
  }
  assert.ok(asked.every((request) => request.body === null));
  assert.equal((await shop.get(`/orders/${order.id}`, { token })).status, 200, 'looking is free');
});

test('T-19: a verifyHuman that breaks stops nobody for good', async (t) => {
  const shop = await startServer(t, {
    ...KNOWN,
    options: { limits: { verifyHuman: () => Promise.reject(new Error('siteverify is down')) } },
  });
  for (let n = 0; n < 5; n += 1) await tryCard(shop, address(n));
  assert.equal((await place(shop, address(100))).status, 201);
  assert.ok(shop.logs.some(({ event, level }) => event === 'verify_human_failed' && level === 'error'));
});

test('T-19: an honest shopper with three typos pays; a shop with some declines among sales is not slowed', async (t) => {
  const shop = await startServer(t, KNOWN);
  for (let n = 0; n < 12; n += 1) {
    const { body } = await place(shop, address(n));
    await shop.deliver(shop.says(body, n % 3 === 0 ? 'declined' : 'paid'));
  }
  const { body: first } = await place(shop, '81.2.69.142');
  let payment = first.payment.id;
  for (let n = 0; n < 3; n += 1) {
    await shop.deliver(shop.says(payment, 'declined'));
    const { status, body } = await shop.post<WireAttempt>(
      `/orders/${first.order.id}/payments`,
      { gateway: 'paper' },
      { token: first.token, key: newKey(), from: '81.2.69.142' },
    );
    assert.equal(status, 201);
    payment = body.payment.id;
  }
  await shop.deliver(shop.says(payment, 'paid'));
  assert.equal((await shop.order(first)).payment_status, 'paid');
  for (let n = 0; n < 15; n += 1) assert.equal((await place(shop, address(100 + n))).status, 201);
});

test('quotes are limited too, more loosely, and do not use up the orders’ share', async (t) => {
  const shop = await startServer(t, KNOWN);
  const quote = (): Promise<Answer<unknown>> =>
    shop.post('/quotes', { line_items: [] }, { from: '81.2.69.142' });
  for (let n = 0; n < 120; n += 1) assert.equal((await quote()).status, 200);
  assert.equal((await quote()).status, 429);
  assert.equal((await place(shop, '81.2.69.142')).status, 201);
  const rows = await shop.database.db.selectFrom('rate_limits').selectAll().execute();
  assert.equal(rows.length, 1, 'quotes write nothing');
});

test('what the limits remember holds no address and is forgotten when it is over', async (t) => {
  const shop = await startServer(t, KNOWN);
  await place(shop, '81.2.69.142');
  const { db } = shop.database;
  const rows = await db.selectFrom('rate_limits').selectAll().execute();
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes('81.2'));
  assert.ok(!JSON.stringify(shop.logs).includes('81.2'));
  await shop.server.sweep();
  assert.equal((await db.selectFrom('rate_limits').selectAll().execute()).length, 1);
  shop.advance(10 * MINUTE);
  await shop.server.sweep();
  assert.deepEqual(await db.selectFrom('rate_limits').selectAll().execute(), []);
});

test('another limiter can be given, and the limits taken off', async (t) => {
  const keys: string[] = [];
  const limiter: RateLimiter = {
    take: (key) => {
      keys.push(key);
      return Promise.resolve({ ok: false, retryAfterMs: 1500 });
    },
  };
  const shop = await startServer(t, { ...KNOWN, options: { limits: { limiter } } });
  const refused = await place(shop, '81.2.69.142');
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2']);
  assert.deepEqual(keys, ['orders:81.2.69.142']);
  const free = await startServer(t, { ...KNOWN, options: { limits: false } });
  for (let n = 0; n < 40; n += 1) assert.equal(await tryCard(free, '81.2.69.142'), 201);
});

test('limits that are none are refused at the start', async (t: TestContext) => {
  for (const limits of [
    { orders: { limit: 0, windowMs: 1 } },
    { quotes: { limit: 1, windowMs: 0.5 } },
    { declines: 0 },
  ])
    await assert.rejects(startServer(t, { options: { limits } }), TypeError);
  await assert.rejects(startServer(t, { options: { trustProxy: 11 } }), TypeError);
});
