import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { WireOrder, WirePlacedOrder, WireProblem } from '../../src/api/wire.js';
import { StoreError } from '../../src/errors.js';
import { seedCatalog } from '../../src/server/index.js';
import { deferred } from '../support/deferred.js';
import { CATALOG, codeOf, newKey, startServer, totalOf, type TestServer } from '../support/server.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const countOf = async (shop: TestServer): Promise<[orders: number, payments: number, charged: number]> => {
  const orders = await shop.database.db.selectFrom('orders').select('id').execute();
  const payments = await shop.database.db.selectFrom('payments').select('id').execute();
  return [orders.length, payments.length, shop.gateway.ledger.size];
};

test('an order is placed: frozen quote, first attempt, token, next step', async (t) => {
  const shop = await startServer(t);
  const quote = await shop.quote({ 'bowl-indigo': 1, tea: 2 });
  const placed = await shop.place({ 'bowl-indigo': 1, tea: 2 });
  const { order, payment, next } = placed;
  assert.match(order.id, /^ord_[0-9a-hjkmnp-tv-z]{26}$/);
  assert.equal(order.number, '1001');
  assert.deepEqual(
    [order.status, order.payment_status, order.mode],
    ['complete_in_progress', 'processing', 'test'],
  );
  assert.equal(order.placed_at, '2026-11-23T12:00:00.000Z');
  assert.equal(order.quote_hash, quote.hash);
  assert.deepEqual(order.line_items, quote.line_items);
  assert.deepEqual(order.totals, quote.totals);
  assert.deepEqual(order.buyer, { email_hint: 'a…@example.com' });
  assert.deepEqual(order.payments, [payment]);
  assert.deepEqual(
    [payment.number, payment.status, payment.amount, payment.currency],
    [1, 'open', 5790, 'EUR'],
  );
  assert.deepEqual(next, { type: 'confirm', client: { client_secret: 'pp_paper_1_secret_paper' } });
  assert.deepEqual(await shop.order(placed), order);
  assert.equal((await shop.place()).order.number, '1002');
});

test('I11, REC-2: the gateway gets key, amount, reference and our own return address', async (t) => {
  const shop = await startServer(t);
  const { order, payment } = await shop.place();
  const [{ attempt }] = shop.gateway.calls as [(typeof shop.gateway.calls)[number]];
  assert.match(attempt.key, /^[\x21-\x7e]{20,45}$/);
  assert.equal(attempt.paymentId, payment.id);
  assert.deepEqual(attempt.amount, { amount: 2990, currency: 'EUR' });
  assert.equal(attempt.returnUrl, `https://shop.test/order.html?store_order=${order.id}`);
  assert.deepEqual(attempt.buyer, { email: 'aiko@example.com', locale: 'de-DE' });
});

test('I11: order, lines and attempt are written before the gateway hears of it', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish({ 'bowl-indigo': 2 });
  // From a second connection, so that only what is committed counts.
  const other = await shop.restart();
  const { start } = shop.gateway;
  let seen: readonly number[] = [];
  shop.gateway.start = async (attempt, signal) => {
    seen = await countOf(other);
    return start(attempt, signal);
  };
  await shop.post('/orders', wish, { key: newKey() });
  assert.deepEqual(seen, [1, 1, 0]);
  const lines = await shop.database.db.selectFrom('order_lines').selectAll().execute();
  assert.deepEqual(
    lines.map(({ sku, quantity, unit_price }) => [sku, quantity, unit_price]),
    [['bowl-indigo', 2, 2800]],
  );
});

test('T-14: the same request under the same key comes to the same order, payment, token and next step', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  const wish = await shop.wish({ whisk: 1 });
  const first = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  // The only whisk is held by the order itself by now, and the fields come in another order.
  const again = await shop.post<WirePlacedOrder>(
    '/orders',
    Object.fromEntries(Object.entries(wish).reverse()),
    { key },
  );
  assert.equal(first.status, 201);
  assert.deepEqual(again.body, first.body);
  const later = await (await shop.restart()).post<WirePlacedOrder>('/orders', wish, { key });
  assert.deepEqual(later.body, first.body);
  assert.deepEqual(await countOf(shop), [1, 1, 1]);
  assert.equal(shop.gateway.calls.length, 1);
});

test('T-14: 50 identical requests at once make one order and one payment at the gateway', async (t) => {
  const shop = await startServer(t);
  const other = await shop.restart();
  const key = newKey();
  const wish = await shop.wish({ whisk: 1 });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      (index % 2 ? shop : other).post<WirePlacedOrder>('/orders', wish, { key }),
    ),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  assert.deepEqual(await countOf(shop), [1, 1, 1]);
});

test('of two starts at once the first answer stays, so that nobody holds a client secret that was overtaken', async (t) => {
  const shop = await startServer(t);
  const asked = { times: 0 };
  shop.gateway.next = () => {
    asked.times += 1;
    return { type: 'confirm', client: { client_secret: `secret ${asked.times}` } };
  };
  const key = newKey();
  const wish = await shop.wish();
  const post = (): Promise<{ text: string }> => shop.post('/orders', wish, { key });
  // Held at the gateway until there are two, so that they do start at once.
  const both = deferred();
  shop.gateway.atStart = async () => {
    if (shop.gateway.calls.length > 1) both.resolve();
    await both.promise;
  };
  const answers = [...(await Promise.all([post(), post(), post()])), await post()];
  assert.ok(asked.times > 1);
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
});

test('I12: of 20 shoppers after the last piece, one gets it and 19 are told', async (t) => {
  const shop = await startServer(t);
  const other = await shop.restart();
  const wish = await shop.wish({ whisk: 1 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? shop : other).post('/orders', wish, { key: newKey() }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal(answers.filter((answer) => codeOf(answer) === 'quote_blocked').length, 19);
});

test('T-14: the same key for another request is refused', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  await shop.place({ tea: 2 }, key);
  const other = await shop.post('/orders', await shop.wish({ tea: 3 }), { key });
  assert.deepEqual([other.status, codeOf(other)], [409, 'key_reused']);
  assert.deepEqual(await countOf(shop), [1, 1, 1]);
});

test('an order needs an Idempotency-Key of 32 to 128 letters, digits, dashes or underscores', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  for (const key of [
    '',
    'short',
    'x'.repeat(31),
    'x'.repeat(129),
    `${'x'.repeat(40)} y`,
    `${'x'.repeat(40)}/`,
  ]) {
    const answer = await shop.post<WireProblem>('/orders', wish, { key });
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], key);
    assert.equal(answer.body.errors?.[0]?.path, 'header Idempotency-Key');
  }
  assert.equal((await shop.post('/orders', wish)).status, 400);
  assert.equal((await shop.post('/orders', wish, { key: 'x'.repeat(128) })).status, 201);
});

test('a crash or a lost answer between row and gateway: repeating resumes the same attempt', async (t) => {
  for (const what of ['fail', 'lose', new Error('the process died')] as const) {
    const shop = await startServer(t);
    const key = newKey();
    const wish = await shop.wish();
    shop.gateway.script.push({ method: 'start', what });
    const failed = await shop.post<WireProblem>('/orders', wish, { key });
    const expected = what === 'lose' ? [504, 'gateway_timeout'] : [502, 'gateway_failed'];
    assert.deepEqual([failed.status, codeOf(failed)], expected);
    const [orders, payments] = await countOf(shop);
    assert.deepEqual([orders, payments], [1, 1], 'the order is kept');
    const resumed = await (await shop.restart()).post<WirePlacedOrder>('/orders', wish, { key });
    assert.equal(resumed.status, 201);
    assert.equal(resumed.body.next.type, 'confirm');
    assert.deepEqual(await countOf(shop), [1, 1, 1]);
    assert.equal(new Set(shop.gateway.calls.map(({ attempt }) => attempt.key)).size, 1);
  }
});

test('a gateway that never answers and ignores its signal is given up on in time', async (t) => {
  const shop = await startServer(t, { options: { gatewayTimeout: 20 } });
  shop.gateway.script.push({ method: 'start', what: 'hang' });
  const answer = await shop.post('/orders', await shop.wish(), { key: newKey() });
  assert.deepEqual([answer.status, codeOf(answer)], [504, 'gateway_timeout']);
});

test('settings the gateway refuses are told as such, without its words', async (t) => {
  const shop = await startServer(t);
  shop.gateway.script.push({
    method: 'start',
    what: new StoreError('gateway_settings', 'No such key: sk_live_1234567890.'),
  });
  const answer = await shop.post('/orders', await shop.wish(), { key: newKey() });
  assert.deepEqual([answer.status, codeOf(answer)], [502, 'gateway_settings']);
  assert.ok(!answer.text.includes('sk_live'));
  assert.ok(!JSON.stringify(shop.logs).includes('sk_live'));
});

test('T-08: a price that changed since the quote is refused with the new quote', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish({ tea: 2 });
  const [, tea] = CATALOG.products;
  const variants = tea!.variants.map((variant) => ({ ...variant, price: 1300 }));
  await seedCatalog(shop.database, { currency: 'EUR', products: [{ ...tea!, variants }] });
  const answer = await shop.post<WireProblem>('/orders', wish, { key: newKey() });
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'quote_changed']);
  assert.equal(totalOf(answer.body.quote!), 2600 + 490);
  assert.deepEqual(await countOf(shop), [0, 0, 0]);
  const agreed = await shop.post(
    '/orders',
    { ...wish, quote_hash: answer.body.quote!.hash },
    { key: newKey() },
  );
  assert.equal(agreed.status, 201);
});

test('what cannot be ordered is refused with the quote that says why', async (t) => {
  const shop = await startServer(t);
  const answer = await shop.post<WireProblem>('/orders', await shop.wish({ 'bowl-snow': 1 }), {
    key: newKey(),
  });
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'quote_blocked']);
  assert.equal(answer.body.quote?.messages[0]?.code, 'out_of_stock');
});

test('T-08: a delivery option of another country never stands in, even if its price is the same', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish({ tea: 2 }, { fulfillment: { country: 'AT', option_id: 'post' } });
  const answer = await shop.post(
    '/orders',
    { ...wish, fulfillment: { country: 'AT', option_id: 'express' } },
    { key: newKey() },
  );
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'quote_changed']);
});

test('T-08: delivery is quoted for the country it goes to', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish({ tea: 2 });
  const abroad = { ...wish, shipping_address: { ...wish.shipping_address, address_country: 'JP' } };
  const answer = await shop.post<WireProblem>('/orders', abroad, { key: newKey() });
  assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid']);
  assert.equal(answer.body.errors?.[0]?.path, '$.shipping_address.address_country');
});

test('a gateway the store does not offer is refused before anything is written', async (t) => {
  const shop = await startServer(t);
  const answer = await shop.post('/orders', await shop.wish({ tea: 1 }, { gateway: 'cash' }), {
    key: newKey(),
  });
  assert.deepEqual([answer.status, codeOf(answer)], [422, 'gateway_unknown']);
  assert.deepEqual(await countOf(shop), [0, 0, 0]);
});

test('a changed catalogue changes no order', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place({ 'bowl-indigo': 1 });
  await seedCatalog(shop.database, { currency: 'EUR', products: [] });
  assert.deepEqual(await shop.order(placed), placed.order);
});

test('T-17: unknown, foreign, missing and wrong tokens all get the same 404', async (t) => {
  const shop = await startServer(t);
  const mine = await shop.place();
  const other = await shop.place();
  const neighbour = mine.order.id.slice(0, -1) + (mine.order.id.endsWith('0') ? '1' : '0');
  const asks = [
    shop.get(`/orders/${mine.order.id}`),
    shop.get(`/orders/${mine.order.id}`, { token: other.token }),
    shop.get(`/orders/${mine.order.id}`, { token: `${mine.token.slice(0, -1)}_` }),
    shop.get(`/orders/${mine.order.id}`, { headers: { authorization: `Basic ${mine.token}` } }),
    shop.get(`/orders/${neighbour}`, { token: mine.token }),
    shop.get(`/orders/${mine.order.number}`, { token: mine.token }),
    shop.get('/orders/x', { token: mine.token }),
    shop.post(`/orders/${mine.order.id}/payments`, { gateway: 'paper' }, { key: newKey() }),
    shop.post(
      `/orders/${mine.order.id}/payments`,
      { gateway: 'paper' },
      { key: newKey(), token: other.token },
    ),
    shop.post(
      `/orders/${mine.order.id}/payments/${mine.payment.id}/submit`,
      { token: 'tok_1' },
      { token: other.token },
    ),
    shop.post(
      `/orders/${other.order.id}/payments/${mine.payment.id}/submit`,
      { token: 'tok_1' },
      { token: other.token },
    ),
  ];
  const answers = await Promise.all(asks);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([404]));
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  assert.equal(codeOf(answers[0]!), 'order_not_found');
});

test('T-17: of token and key only hashes are kept', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  const { order, token } = await shop.place({ tea: 1 }, key);
  assert.equal(token, createHmac('sha256', key).update(order.id).digest('base64url'));
  const row = await shop.database.db.selectFrom('orders').selectAll().executeTakeFirstOrThrow();
  assert.equal(row.token_hash, sha256(token));
  assert.equal(row.key_hash, sha256(key));
  for (const table of ['orders', 'payments', 'order_lines', 'payment_events'] as const) {
    const rows = JSON.stringify(await shop.database.db.selectFrom(table).selectAll().execute());
    assert.ok(!rows.includes(token) && !rows.includes(key), table);
  }
  assert.ok(!JSON.stringify(order).includes(token));
});

test('an order without a buyer’s address in it: the view shows a hint and nothing more of the person', async (t) => {
  const shop = await startServer(t);
  const { order, token } = await shop.place();
  const { text } = await shop.get<WireOrder>(`/orders/${order.id}`, { token });
  for (const personal of ['aiko@', 'Aiko', 'Müller', 'Teeweg', '50667', 'Köln'])
    assert.ok(!text.includes(personal), personal);
});
