import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { PaymentReport } from '../../src/gateways/gateway-server.js';
import { createPaperGateway, type PaperEvent } from '../support/paper-gateway.js';
import { codeOf, newKey, startServer, type Answer, type TestServer } from '../support/server.js';
import { failing, runs } from '../support/databases.js';

const callback = (
  shop: TestServer,
  events: PaperEvent[],
  sign: { at?: number; secret?: string } = {},
): Promise<Answer<unknown>> => {
  const { headers, body } = shop.gateway.sign(events, sign);
  return shop.send('POST', '/callbacks/paper', body, { headers, origin: null });
};

const eventsOf = (shop: TestServer) =>
  shop.database.db.selectFrom('payment_events').selectAll().orderBy('received_at').execute();

test('I6: only the verified callback makes an order paid, and then at once', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'paid'));
  const order = await shop.order(placed);
  assert.deepEqual(
    [order.payment_status, order.status, order.payments[0]?.status],
    ['paid', 'completed', 'paid'],
  );
  const [event] = await eventsOf(shop);
  assert.deepEqual(
    [event?.via, event?.verdict, event?.type, event?.account, event?.payment_id],
    ['callback', 'placed', 'payment.updated', 'acct_paper', placed.payment.id],
  );
});

test('T-15, I9: nothing a browser can say makes an order paid', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const { order, token } = placed;
  for (const query of ['?redirect_status=succeeded', '?payment_status=paid&status=completed', '?paid=1']) {
    await shop.get(`/orders/${order.id}${query}`, { token });
  }
  await shop.post(
    `/orders/${order.id}/payments`,
    { gateway: 'paper', status: 'paid' },
    { token, key: newKey() },
  );
  await shop.post('/callbacks/paper', [shop.says(placed, 'paid')]);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
});

test('T-10: a forged, altered, re-serialised, old or future callback is refused with 400 and no reason', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const { headers, body } = shop.gateway.sign([event]);
  const send = (text: string, changed: Record<string, string> = {}): Promise<Answer<unknown>> =>
    shop.send('POST', '/callbacks/paper', text, { headers: { ...headers, ...changed }, origin: null });
  const answers = [
    await send(body.replace('"paid"', '"paid" ')),
    await send(JSON.stringify(JSON.parse(body), null, 1)),
    await send(body, { 'paper-signature': '' }),
    await send(body, { 'paper-signature': headers['paper-signature']!.toUpperCase() }),
    await send(''),
    await send('[]'),
    await callback(shop, [event], { secret: 'other' }),
    await callback(shop, [event], { at: shop.now() - 300_001 }),
    await callback(shop, [event], { at: shop.now() + 300_001 }),
  ];
  for (const answer of answers) {
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'callback_refused']);
    assert.ok(!answer.text.includes('signature is wrong'), 'no reason');
  }
  assert.deepEqual(await eventsOf(shop), []);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
});

test('T-10: no flipped bit gets through', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const { headers, body } = shop.gateway.sign([shop.says(placed, 'paid')]);
  const bytes = new TextEncoder().encode(body);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const answer = await shop.send('POST', '/callbacks/paper', flipped, { headers, origin: null });
      assert.equal(answer.status, 400);
    }),
    { numRuns: runs(200) },
  );
  assert.deepEqual(await eventsOf(shop), []);
});

test('T-11: a callback replayed 50 times, also at once, later and after a restart, has one effect', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const other = await shop.restart();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => callback(n % 2 ? shop : other, [event])),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  shop.advance(86_400_000);
  await shop.deliver(event);
  await (await shop.restart()).deliver(event, event);
  assert.equal((await eventsOf(shop)).length, 1);
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('T-12, I3: a genuine event about the wrong amount, currency, mode, reference or account sends to review', async (t) => {
  const wrong: readonly (readonly [string, Partial<PaymentReport>])[] = [
    ['amount', { amount: { amount: 100, currency: 'EUR' } }], // CVE-2026-9189
    ['amount', { amount: { amount: 299_000, currency: 'EUR' } }],
    ['currency', { amount: { amount: 2990, currency: 'JPY' } }],
    ['mode', { mode: 'live' }],
    ['reference', { reference: 'someone-else' }],
    ['gateway_payment_id', { gatewayPaymentId: 'pp_other' }],
    ['refunded', { refunded: { amount: 2991, currency: 'EUR' } }],
  ];
  for (const [reason, changes] of wrong) {
    const shop = await startServer(t);
    const placed = await shop.place();
    await shop.deliver(
      shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', ...changes })),
    );
    const order = await shop.order(placed);
    assert.deepEqual([order.payment_status, order.status], ['review', 'complete_in_progress'], reason);
    assert.notEqual(order.payments[0]?.status, 'paid');
    const [event] = await eventsOf(shop);
    assert.deepEqual([event?.verdict, event?.reasons], ['mismatch', reason]);
    const logged = shop.logs.find(({ event: name }) => name === 'payment_mismatch');
    assert.deepEqual(
      [logged?.level, logged?.reasons, logged?.payment],
      ['error', [reason], placed.payment.id],
    );
    const [alert] = await shop.database.db.selectFrom('alerts').selectAll().execute();
    assert.deepEqual(
      [alert?.code, alert?.order_id, alert?.payment_id, alert?.reasons],
      ['payment_mismatch', placed.order.id, placed.payment.id, reason],
    );
    await shop.deliver(shop.says(placed, 'paid'));
    assert.equal(
      (await shop.order(placed)).payment_status,
      'review',
      'and stays there for a person to look at',
    );
  }
});

test('T-12: money of another account than the one known is not ours', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const other = shop.gateway.report(placed.payment.id, { status: 'paid', account: 'acct_thief' });
  await shop.deliver(shop.says(placed, 'processing'));
  await shop.deliver(shop.gateway.event(other));
  const order = await shop.order(placed);
  assert.deepEqual([order.payment_status, order.payments[0]?.status], ['review', 'processing']);
  assert.equal((await eventsOf(shop)).find(({ verdict }) => verdict === 'mismatch')?.reasons, 'account');
});

test('T-12: another gateway cannot pay for this one', async (t) => {
  const shop = await startServer(t, { more: (now) => [createPaperGateway({ now, name: 'second' })] });
  const placed = await shop.place();
  const { headers, body } = shop.gateway.sign([shop.says(placed, 'paid')]);
  const answer = await shop.send('POST', '/callbacks/second', body, { headers, origin: null });
  assert.equal(answer.status, 200);
  assert.equal((await shop.order(placed)).payment_status, 'review');
});

test('T-30: a live store does not take events of test mode', async (t) => {
  const shop = await startServer(t, { mode: 'live' });
  const placed = await shop.place();
  assert.equal(placed.order.mode, 'live');
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', mode: 'test' })),
  );
  assert.equal((await shop.order(placed)).payment_status, 'review');
});

test('I1: a second payment on a paid order sends it to review', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  const { body } = await shop.post<{ payment: { id: string } }>(
    `/orders/${placed.order.id}/payments`,
    { gateway: 'paper' },
    { token: placed.token, key: newKey() },
  );
  await shop.deliver(shop.says(body.payment.id, 'paid'));
  assert.equal((await shop.order(placed)).payment_status, 'paid');
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal((await shop.order(placed)).payment_status, 'review');
});

test('T-13, I8: events of two attempts, in any order and any number of copies, end at the same order', async (t) => {
  const run = async (indexes: readonly number[]): Promise<unknown> => {
    const shop = await startServer(t);
    const placed = await shop.place();
    const first = placed.payment.id;
    await shop.deliver(
      shop.gateway.event(shop.gateway.report(first, { status: 'declined', declineCode: 'expired_card' }), {
        eventId: 'd',
      }),
    );
    const { body } = await shop.post<{ payment: { id: string } }>(
      `/orders/${placed.order.id}/payments`,
      { gateway: 'paper' },
      { token: placed.token, key: newKey() },
    );
    const of = (id: string, eventId: string, changes: Partial<PaymentReport>): PaperEvent =>
      shop.gateway.event(shop.gateway.report(id, changes), { eventId });
    const events = [
      of(first, 'a', { status: 'requires_action' }),
      of(body.payment.id, 'b', { status: 'processing' }),
      of(body.payment.id, 'c', { status: 'paid' }),
      of(body.payment.id, 'e', { status: 'paid', refunded: { amount: 500, currency: 'EUR' } }),
      of(body.payment.id, 'f', { status: 'paid', refunded: { amount: 900, currency: 'EUR' } }),
    ];
    for (const index of indexes) await shop.deliver(events[index]!);
    const { payment_status, status, payments } = await shop.order(placed);
    const rows = await shop.database.db.selectFrom('payments').select('refunded').orderBy('number').execute();
    return {
      payment_status,
      status,
      payments: payments.map((each) => [each.number, each.status, each.decline_code]),
      refunded: rows.map(({ refunded }) => refunded),
    };
  };
  const expected = await run([0, 1, 2, 3, 4]);
  assert.deepEqual(expected, {
    payment_status: 'partially_refunded',
    status: 'completed',
    payments: [[1, 'declined', 'expired_card'], [2, 'paid', null]],
    refunded: [0, 900],
  }); // prettier-ignore
  const all = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  await fc.assert(
    fc.asyncProperty(all, fc.array(fc.nat({ max: 4 }), { maxLength: 5 }), async (order, copies) => {
      assert.deepEqual(await run([...order.slice(0, 3), ...copies, ...order.slice(3)]), expected);
    }),
    { numRuns: runs(15) },
  );
});

test('refunds: partly, then wholly; a smaller sum that comes late takes nothing back', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const refund = (amount: number): PaperEvent =>
    shop.gateway.event(
      shop.gateway.report(placed.payment.id, { status: 'paid', refunded: { amount, currency: 'EUR' } }),
    );
  const state = async (): Promise<string> => (await shop.order(placed)).payment_status;
  await shop.deliver(refund(1000));
  assert.equal(await state(), 'partially_refunded');
  await shop.deliver(refund(2990));
  assert.equal(await state(), 'refunded');
  await shop.deliver(refund(1500));
  assert.equal(await state(), 'refunded');
});

test('WH-4: events about nothing of ours are kept and answered 200', async (t) => {
  const shop = await startServer(t);
  await shop.deliver(
    shop.gateway.event(null, { type: 'account.updated' }),
    shop.gateway.event(
      shop.gateway.report('', { reference: null, gatewayPaymentId: 'pp_elsewhere', status: 'paid' }),
    ),
    shop.gateway.event(shop.gateway.report('', { reference: 'invoice-7', gatewayPaymentId: 'pp_elsewhere' })),
  );
  const verdicts = (await eventsOf(shop)).map(({ verdict }) => verdict).sort();
  assert.deepEqual(verdicts, ['silent', 'unplaced', 'unplaced']);
});

test('T-12: what was rolled back raised no alarm', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const wrong = { status: 'paid' as const, amount: { amount: 1, currency: 'EUR' } };
  const unknown = shop.gateway.report('pay_00000000000000000000000000', { status: 'paid' });
  const events = [shop.gateway.report(placed.payment.id, wrong), unknown].map((report) =>
    shop.gateway.event(report),
  );
  assert.equal((await callback(shop, events)).status, 503);
  assert.ok(!shop.logs.some(({ event }) => event === 'payment_mismatch'));
  assert.deepEqual(await shop.database.db.selectFrom('alerts').selectAll().execute(), []);
});

test('WH-5: an event about a payment that seems ours but is not there yet is sent back with 503', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const unknown = 'pay_00000000000000000000000000';
  const event = shop.gateway.event(shop.gateway.report(unknown, { status: 'paid' }));
  const answer = await callback(shop, [shop.says(placed, 'paid'), event]);
  assert.equal(answer.status, 503);
  assert.equal((await eventsOf(shop)).length, 0, 'all or none');
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  // For good it cannot be: then it is of another store on the same account, and is kept.
  shop.advance(3_600_000);
  assert.equal((await callback(shop, [event])).status, 200);
  assert.equal((await eventsOf(shop))[0]?.verdict, 'unplaced');
});

test('WH-5: an event without our reference that came before the gateway’s id was known still counts', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  const wish = await shop.wish();
  shop.gateway.script.push({ method: 'start', what: 'lose' });
  await shop.post('/orders', wish, { key });
  const [payment] = [...shop.gateway.ledger.values()];
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(payment!.reference, { reference: null, status: 'paid' })),
  );
  const { body } = await shop.post<{ order: { payment_status: string }; next: { type: string } }>(
    '/orders',
    wish,
    { key },
  );
  assert.deepEqual([body.order.payment_status, body.next.type], ['paid', 'wait']);
});

test('a payment is found by the gateway’s own id when it gives no reference', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(placed.payment.id, { reference: null, status: 'paid' })),
  );
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('a callback that comes before the answer of start finds its payment, and start is not repeated', async (t) => {
  const shop = await startServer(t);
  const key = newKey();
  const wish = await shop.wish();
  shop.gateway.script.push({ method: 'start', what: 'lose' });
  await shop.post('/orders', wish, { key });
  const [payment] = [...shop.gateway.ledger.values()];
  await shop.deliver(shop.says(payment!.reference, 'paid'));
  const { body } = await shop.post<{ order: { payment_status: string } }>('/orders', wish, { key });
  assert.equal(body.order.payment_status, 'paid');
  assert.equal(shop.gateway.calls.length, 1);
  const row = await shop.database.db.selectFrom('payments').selectAll().executeTakeFirstOrThrow();
  assert.equal(row.gateway_payment_id, payment!.id, 'a refund needs it');
});

test('WH-4: while the database cannot write the answer is 503, never 200, and the retry counts', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const repair = await failing(shop.database, 'before insert on payment_events', 'disk full');
  const answer = await callback(shop, [event]);
  assert.deepEqual([answer.status, codeOf(answer)], [503, 'server_failed']);
  assert.ok(!answer.text.includes('disk full'));
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  await repair();
  await shop.deliver(event);
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('WH-4: a gateway whose verifier breaks gets 503, a gateway the store does not have 404', async (t) => {
  const shop = await startServer(t);
  const verify = shop.gateway.verifyCallback;
  shop.gateway.verifyCallback = () => {
    throw new TypeError('cannot read properties of undefined');
  };
  assert.equal((await callback(shop, [])).status, 503);
  shop.gateway.verifyCallback = verify;
  const unknown = await shop.send('POST', '/callbacks/none', '[]', { origin: null });
  assert.deepEqual([unknown.status, codeOf(unknown)], [404, 'gateway_unknown']);
});

test('events are kept for ever: the database refuses to change or delete one', async (t) => {
  const shop = await startServer(t);
  await shop.deliver(shop.says(await shop.place(), 'paid'));
  const { db } = shop.database;
  await assert.rejects(db.updateTable('payment_events').set({ amount: 1 }).execute(), /append-only/);
  await assert.rejects(db.deleteFrom('payment_events').execute(), /append-only/);
});

test('I8: what is written of orders and payments is what the events say, after any history', async (t: TestContext) => {
  const anyStatus = fc.constantFrom(
    'open' as const,
    'requires_action' as const,
    'processing' as const,
    'paid' as const,
    'declined' as const,
    'canceled' as const,
  );
  const shop = await startServer(t, { options: { limits: false } });
  await fc.assert(
    fc.asyncProperty(fc.array(anyStatus, { maxLength: 6 }), async (statuses) => {
      const placed = await shop.place();
      for (const status of statuses) await shop.deliver(shop.says(placed, status));
      const rank = ['open', 'requires_action', 'processing', 'canceled', 'declined', 'paid'];
      const top = rank[Math.max(0, ...statuses.map((status) => rank.indexOf(status)))];
      const order = await shop.order(placed);
      assert.equal(order.payments[0]?.status, top);
      assert.equal(
        order.payment_status,
        top === 'paid' ? 'paid' : top === 'declined' || top === 'canceled' ? 'unpaid' : 'processing',
      );
    }),
    { numRuns: runs(60) },
  );
});
