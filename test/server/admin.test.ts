import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireAdminOrder, WireAdminOrderList, WireAlertList } from '../../src/api/wire-admin.js';
import type { WirePlacedOrder } from '../../src/api/wire.js';
import { newAdminKey } from '../../src/server/index.js';
import { ADMIN_ROUTES } from '../../src/server/admin/routes.js';
import { admin, KEY, moneyBack, OLD, orderOf, paid, refund, start } from '../support/office.js';
import { codeOf, newKey, startServer, type Answer } from '../support/server.js';

test('T-17: every admin address is for holders of an admin key alone, and says the same to all others', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  for (const { method, path } of ADMIN_ROUTES) {
    for (const id of [placed.order.id, 'ord_00000000000000000000000000']) {
      const at = path.replace(':id', id);
      const bodies = new Set<string>();
      for (const token of [
        undefined,
        placed.token,
        'store_admin_',
        newAdminKey(),
        KEY.slice(0, -1),
        `${KEY}x`,
        'pk_paper',
      ]) {
        const answer = await shop.send(method, at, method === 'POST' ? '{}' : undefined, {
          origin: null,
          key: newKey(),
          ...(token !== undefined && { token }),
        });
        assert.deepEqual([answer.status, codeOf(answer)], [401, 'access_refused'], `${method} ${at}`);
        bodies.add(answer.text);
      }
      assert.equal(bodies.size, 1);
    }
  }
  for (const token of [OLD, KEY])
    assert.equal((await shop.get('/admin/orders', { ...admin, token })).status, 200);
  assert.equal(JSON.stringify(shop.logs).includes('store_admin_'), false, 'T-22: no key in the log');
});

test('without an admin key there are no admin addresses, and keys that could be guessed refuse to start (PCI-9)', async (t) => {
  const shop = await startServer(t);
  for (const { method, path } of ADMIN_ROUTES) {
    const answer = await shop.send(method, path, method === 'POST' ? '{}' : undefined, admin);
    assert.deepEqual([answer.status, codeOf(answer)], [404, 'not_found']);
  }
  for (const key of [
    '',
    'changeme',
    'sk_test_51H',
    'pk_paper',
    `store_admin_${'a'.repeat(43)}`,
    KEY.slice(0, -1),
    `${KEY} `,
  ]) {
    await assert.rejects(
      startServer(t, { options: { adminKeys: [key as typeof KEY] } }),
      /adminKeys.*newAdminKey/,
      key,
    );
  }
  await assert.rejects(startServer(t, { options: { adminKeys: KEY as never } }), /adminKeys.*list/);
});

test('T-18: a page may call the admin addresses only from a site on their own list', async (t) => {
  const shop = await start(t, { options: { adminOrigins: ['https://office.test'] } });
  const from = (origin: string): Promise<Answer<unknown>> =>
    shop.get('/admin/orders', { token: KEY, origin });
  assert.equal(codeOf(await from('https://shop.test')), 'origin_refused');
  assert.equal(codeOf(await from('null')), 'origin_refused');
  const answer = await from('https://office.test');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://office.test');
});

test('orders are listed newest first, in pages that stay whole while orders come in', async (t) => {
  const shop = await start(t);
  const placed: WirePlacedOrder[] = [];
  for (let i = 0; i < 7; i++) placed.push(await shop.place());
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const at: string = `/admin/orders?limit=3${cursor && `&cursor=${cursor}`}`;
    const { body } = await shop.get<WireAdminOrderList>(at, admin);
    seen.push(...body.orders.map(({ id }) => id));
    cursor = body.next_cursor;
    await shop.place();
  }
  assert.deepEqual(seen, placed.map(({ order }) => order.id).reverse());
});

test('orders are found by state, number and e-mail; a wrong question is told what is wrong', async (t) => {
  const shop = await start(t);
  const [first, second] = [await paid(shop), await shop.place()];
  const found = async (query: string): Promise<string[]> =>
    (await shop.get<WireAdminOrderList>(`/admin/orders?${query}`, admin)).body.orders.map(({ id }) => id);
  assert.deepEqual(await found('state=paid'), [first.order.id]);
  assert.deepEqual(await found(`number=${second.order.number}`), [second.order.id]);
  assert.deepEqual(await found('email=aiko@example.com&limit=1'), [second.order.id]);
  assert.deepEqual(await found('email=nobody@example.com'), []);
  for (const query of ['state=maybe', 'number=0', 'number=1e3', 'limit=101', 'limit=x', 'cursor=zzz']) {
    const answer = await shop.get(`/admin/orders?${query}`, admin);
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], query);
  }
});

test('an order shows what it takes to fulfil it, and all that was said of its payments', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  const report = shop.gateway.report(placed.payment.id, {
    status: 'paid',
    amount: { amount: 1, currency: 'EUR' },
  });
  await shop.deliver(shop.gateway.event(report));
  const { status, body, text } = await orderOf(shop, placed);
  assert.equal(status, 200);
  assert.equal(body.payment_status, 'review');
  assert.equal(body.buyer.email, 'aiko@example.com');
  assert.equal(body.shipping_address.address_locality, 'Köln');
  assert.deepEqual(
    body.events.map(({ verdict, reasons, via }) => [verdict, reasons, via]),
    [['mismatch', ['amount'], 'callback']],
  );
  assert.deepEqual(
    body.alerts.map(({ code, resolved }) => [code, resolved]),
    [['payment_mismatch', false]],
  );
  assert.equal(text.includes(placed.token), false);
  assert.equal(text.includes('secret'), false);
});

test('alerts stay on the list until somebody has seen to them', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', mode: 'live' })),
  );
  const alerts = async (query = ''): Promise<WireAlertList['alerts']> =>
    (await shop.get<WireAlertList>(`/admin/alerts${query}`, admin)).body.alerts;
  const [alert] = await alerts();
  assert.equal(alert?.order_id, placed.order.id);
  const at = `/admin/alerts/${encodeURIComponent(alert.id)}/resolve`;
  assert.equal((await shop.post(at, {}, admin)).status, 200);
  assert.deepEqual(await alerts(), []);
  assert.notEqual((await alerts('?all=1'))[0]?.resolved_at, null);
  assert.equal((await shop.post('/admin/alerts/none/resolve', {}, admin)).status, 404);
});

test('money is given back in part and then wholly, and the order says so', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const total = placed.payment.amount;
  const part = await refund(shop, placed, { amount: 100, reason: 'A chip in the glaze' });
  assert.deepEqual([part.status, part.body.status, part.body.amount], [201, 'succeeded', 100]);
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'partially_refunded');
  assert.equal((await refund(shop, placed, {})).body.amount, total - 100);
  const { body } = await orderOf(shop, placed);
  assert.deepEqual([body.payment_status, body.refunded, body.refunds.length], ['refunded', total, 2]);
  assert.equal(moneyBack(shop), total);
});

test('T-23: what can’t be given back is refused, and nothing is sent to the gateway', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const total = placed.payment.amount;
  const unpaid = await shop.place();
  for (const [order, body] of [
    [placed, { amount: total + 1 }],
    [placed, { amount: 1, currency: 'USD' }],
    [unpaid, {}],
  ] as const) {
    const answer = await refund(shop, order, body);
    assert.deepEqual([answer.status, codeOf(answer)], [422, 'refund_refused']);
  }
  for (const amount of [0, -1, 1.5, '5', 1e21, null])
    assert.equal(codeOf(await refund(shop, placed, { amount })), 'request_invalid');
  assert.equal(moneyBack(shop), 0);
  assert.equal(shop.gateway.calls.filter(({ method }) => method === 'refund').length, 0);
});

test('T-23: what was given back at the gateway itself is not given back again', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const total = placed.payment.amount;
  const refunded = { amount: total - 10, currency: 'EUR' } as never;
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', refunded })),
  );
  assert.equal(codeOf(await refund(shop, placed, { amount: 11 })), 'refund_refused');
  assert.equal(shop.gateway.calls.filter(({ method }) => method === 'refund').length, 0);
  assert.equal((await refund(shop, placed, { amount: 10 })).status, 201);
});

test('T-23: 20 refunds at once never give back more than was paid', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const amount = Math.floor(placed.payment.amount / 3);
  const answers = await Promise.all(Array.from({ length: 20 }, () => refund(shop, placed, { amount })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [
    ...Array<number>(3).fill(201),
    ...Array<number>(17).fill(422),
  ]);
  assert.equal(moneyBack(shop), 3 * amount);
  // The gateway was not even asked for the others: not every gateway looks as closely.
  assert.equal(shop.gateway.calls.filter(({ method }) => method === 'refund').length, 3);
});

test('REC-3: the same refund under its key is one refund; another one under that key is refused', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => refund(shop, placed, { amount: 5 }, key)),
  );
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal(moneyBack(shop), 5);
  assert.equal(codeOf(await refund(shop, placed, { amount: 6 }, key)), 'key_reused');
});

test('a refund whose answer is lost counts as given back, and comes to the same refund when it is asked for again', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  shop.gateway.script.push({ method: 'refund', what: 'lose' });
  const lost = await refund(shop, placed, {}, key);
  assert.equal(codeOf(lost), 'gateway_timeout');
  assert.equal(codeOf(await refund(shop, placed, { amount: 1 })), 'refund_refused');
  assert.equal((await refund(shop, placed, {}, key)).body.status, 'succeeded');
  assert.equal(moneyBack(shop), placed.payment.amount);
});

test('the sweep finishes a refund that a dead process left behind, and tells a person when it can’t', async (t) => {
  const shop = await start(t);
  const [lost, stuck] = [await paid(shop), await paid(shop)];
  shop.gateway.script.push({ method: 'refund', what: 'lose' });
  await refund(shop, lost, {});
  shop.advance(61_000);
  await shop.server.sweep();
  assert.equal((await orderOf(shop, lost)).body.payment_status, 'refunded');
  for (let i = 0; i < 7; i++) shop.gateway.script.push({ method: 'refund', what: 'fail' });
  await refund(shop, stuck, {});
  for (let i = 0; i < 6; i++) {
    shop.advance(3_600_000);
    await shop.server.sweep();
  }
  const { body } = await orderOf(shop, stuck);
  assert.deepEqual(
    body.alerts.map(({ code }) => code),
    ['refund_stuck'],
  );
  assert.deepEqual(
    body.refunds.map(({ status }) => status),
    ['pending'],
  );
});

test('T-23, I5: whatever is refunded in whatever way, the sum never goes over what was paid, and the books agree', async (t) => {
  const shop = await start(t);
  const what = fc.record({
    amount: fc.integer({ min: 1, max: 3200 }),
    fault: fc.constantFrom(undefined, 'lose' as const, 'fail' as const),
    repeat: fc.boolean(),
    together: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(what, { minLength: 1, maxLength: 8 }), async (wishes) => {
      const placed = await paid(shop);
      const before = moneyBack(shop);
      const open: Promise<unknown>[] = [];
      for (const { amount, fault, repeat, together } of wishes) {
        const key = newKey();
        if (fault) shop.gateway.script.push({ method: 'refund', what: fault });
        const asked = refund(shop, placed, { amount }, key);
        open.push(repeat ? asked.then(() => refund(shop, placed, { amount }, key)) : asked);
        if (!together) await Promise.all(open);
      }
      await Promise.all(open);
      shop.gateway.script.length = 0;
      shop.advance(3_600_000);
      await shop.server.sweep();
      const { body } = await orderOf(shop, placed);
      const done = body.refunds.filter(({ status }) => status === 'succeeded');
      const back = moneyBack(shop) - before;
      assert.ok(back <= placed.payment.amount);
      assert.equal(
        done.reduce((sum, { amount }) => sum + amount, 0),
        back,
      );
      assert.equal(body.refunded, back);
      assert.ok(body.refunds.every(({ status }) => status !== 'pending'));
    }),
    { numRuns: 25 },
  );
});

test('goods go back on the shelf once all of the money is given back, and only if they came back', async (t) => {
  const shop = await start(t);
  const left = async (): Promise<number | undefined> =>
    (await shop.quote({ whisk: 1 })).line_items[0]?.quantity_max;
  const first = await paid(shop, { whisk: 1 });
  assert.equal(await left(), 0);
  await refund(shop, first, { amount: 10, restock: true });
  assert.equal(await left(), 0);
  await refund(shop, first, { restock: true });
  assert.equal(await left(), 1);
});

test('offline orders are paid when the merchant says that the money came; others never are (I6)', async (t) => {
  const shop = await start(t);
  const wish = await shop.wish({ tea: 1 }, { gateway: 'transfer' });
  const { body: placed } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
  const at = `/admin/orders/${placed.order.id}/paid`;
  assert.equal((await shop.post<WireAdminOrder>(at, {}, admin)).body.payment_status, 'paid');
  assert.equal((await shop.post<WireAdminOrder>(at, {}, admin)).body.payment_status, 'paid');
  const { body } = await orderOf(shop, placed);
  assert.deepEqual(
    body.events.map(({ via }) => via),
    ['merchant'],
  );
  assert.equal((await refund(shop, placed, { amount: 7 })).body.status, 'succeeded');
  assert.equal((await refund(shop, placed, {})).body.status, 'succeeded');
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'refunded');
  const card = await shop.place();
  assert.equal(codeOf(await shop.post(`/admin/orders/${card.order.id}/paid`, {}, admin)), 'order_closed');
  assert.equal((await orderOf(shop, card)).body.payment_status, 'processing');
});

test('an authorized payment is captured, once; a canceled order takes no money', async (t) => {
  const shop = await start(t, { cancels: true });
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'processing'));
  const at = `/admin/orders/${placed.order.id}`;
  assert.equal((await shop.post<WireAdminOrder>(`${at}/capture`, {}, admin)).body.payment_status, 'paid');
  assert.equal((await shop.post<WireAdminOrder>(`${at}/capture`, {}, admin)).body.payment_status, 'paid');
  assert.equal(codeOf(await shop.post(`${at}/cancel`, {}, admin)), 'order_closed');
  const other = await shop.place();
  const canceled = await shop.post<WireAdminOrder>(`/admin/orders/${other.order.id}/cancel`, {}, admin);
  assert.equal(canceled.body.payment_status, 'canceled');
  assert.equal(codeOf(await shop.post(`/admin/orders/${other.order.id}/capture`, {}, admin)), 'order_closed');
});
