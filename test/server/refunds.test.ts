import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WirePlacedOrder } from '../../src/api/wire.js';
import { StoreError } from '../../src/errors.js';
import { money } from '../../src/money.js';
import { alertsOf, moneyBack, orderOf, paid, paidByHand, refund, start } from '../support/office.js';
import { codeOf, newKey, type TestServer } from '../support/server.js';

const DAY = 24 * 3_600_000;

const asks = (shop: TestServer, method: string): number =>
  shop.gateway.calls.filter((call) => call.method === method).length;

/** The gateway forgets its keys, as Stripe does after a day: the same key would give the money back once more. */
function forgetKeys(shop: TestServer): void {
  for (const { refunds } of shop.gateway.ledger.values()) {
    const known = [...refunds];
    refunds.clear();
    for (const [key, amount] of known) refunds.set(`${key} forgotten`, amount);
  }
}

const eur = (amount: number): ReturnType<typeof money> => money(amount, 'EUR');

test('T-23: what is given back by hand adds up, however much of it at once', async (t) => {
  const shop = await start(t);
  const placed = await paidByHand(shop);
  const amounts = [100, 200, 300, 400];
  await Promise.all(amounts.map((amount) => refund(shop, placed, { amount })));
  assert.equal((await orderOf(shop, placed)).body.refunded, 1000);
  assert.equal((await refund(shop, placed, {})).body.amount, placed.payment.amount - 1000);
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'refunded');
});

test('REC-3: the same request about money by hand counts once, however often at once', async (t) => {
  const shop = await start(t);
  const placed = await paidByHand(shop);
  const key = newKey();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => refund(shop, placed, { amount: 7 }, key)),
  );
  assert.deepEqual(new Set(answers.map(({ status, body }) => `${status} ${body.status}`)), new Set(['201 succeeded'])); // prettier-ignore
  assert.equal((await orderOf(shop, placed)).body.refunded, 7);
});

test('REC-2: a refund whose key the gateway may have forgotten is looked for, never sent again', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  shop.gateway.script.push({ method: 'refund', what: 'lose' });
  assert.equal(codeOf(await refund(shop, placed, { amount: 100 })), 'gateway_timeout');
  forgetKeys(shop);
  shop.advance(DAY);
  await shop.server.sweep();
  assert.equal(moneyBack(shop), 100);
  assert.equal(asks(shop, 'refund'), 1);
  const { body } = await orderOf(shop, placed);
  assert.deepEqual(
    [body.refunded, body.refunds.map(({ status }) => status)],
    [100, ['succeeded']],
  ); // prettier-ignore
});

test('REC-2: the merchant who asks for it again after a day is told what became of it, too', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  shop.gateway.script.push({ method: 'refund', what: 'lose' });
  await refund(shop, placed, { amount: 100 }, key);
  forgetKeys(shop);
  shop.advance(DAY);
  assert.equal((await refund(shop, placed, { amount: 100 }, key)).body.status, 'succeeded');
  assert.equal(moneyBack(shop), 100);
});

test('REC-2: one that never reached the gateway has failed after a day: a person is told, and may ask anew', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  shop.gateway.script.push({ method: 'refund', what: 'fail' });
  await refund(shop, placed, {});
  shop.advance(DAY);
  await shop.server.sweep();
  const { body } = await orderOf(shop, placed);
  assert.deepEqual(
    [body.refunds.map(({ status }) => status), body.alerts.map(({ code }) => code)],
    [['failed'], ['refund_failed']],
  );
  assert.equal(asks(shop, 'refund'), 1);
  assert.equal((await refund(shop, placed, {})).body.amount, placed.payment.amount);
  assert.equal(moneyBack(shop), placed.payment.amount);
});

test('REC-2: where it can’t be told which of two was given back, both wait for a person', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  for (const what of ['lose', 'fail'] as const) {
    shop.gateway.script.push({ method: 'refund', what });
    await refund(shop, placed, { amount: 100 });
  }
  forgetKeys(shop);
  for (let i = 0; i < 6; i++) {
    shop.advance(DAY);
    await shop.server.sweep();
  }
  const { body } = await orderOf(shop, placed);
  assert.deepEqual(body.refunds.map(({ status }) => status), ['pending', 'pending']); // prettier-ignore
  assert.deepEqual(body.alerts.map(({ code }) => code), ['refund_stuck', 'refund_stuck']); // prettier-ignore
  assert.equal(moneyBack(shop), 100);
  // What the merchant then gives back at the gateway itself settles both.
  await shop.gateway.refund?.(
    { key: [...shop.gateway.ledger.keys()][0] } as never,
    eur(100),
    'by a person',
    new AbortController().signal,
  );
  shop.advance(DAY);
  await shop.server.sweep();
  assert.deepEqual(
    (await orderOf(shop, placed)).body.refunds.map(({ status }) => status),
    ['succeeded', 'succeeded'],
  );
});

for (const when of ['before', 'after'] as const)
  test(`REC-2: what is given back just ${when} the gateway looks for an old refund is not mistaken for it`, async (t) => {
    const shop = await start(t);
    const placed = await paid(shop);
    // Done and unheard of, or never done.
    shop.gateway.script.push({ method: 'refund', what: when === 'after' ? 'lose' : 'fail' });
    await refund(shop, placed, { amount: 100 });
    forgetKeys(shop);
    shop.advance(DAY);
    const { retrieve } = shop.gateway;
    shop.gateway.retrieve = async (...call) => {
      shop.gateway.retrieve = retrieve;
      if (when === 'before') await refund(shop, placed, { amount: 100 });
      const found = await retrieve(...call);
      if (when === 'after') await refund(shop, placed, { amount: 100 });
      return found;
    };
    await shop.server.sweep();
    const statuses = async (): Promise<string[]> =>
      (await orderOf(shop, placed)).body.refunds.map(({ status }) => status).sort();
    assert.deepEqual(await statuses(), ['pending', 'succeeded']);
    shop.advance(DAY);
    await shop.server.sweep();
    assert.deepEqual(await statuses(), [when === 'after' ? 'succeeded' : 'failed', 'succeeded']);
    assert.equal(moneyBack(shop), when === 'after' ? 200 : 100);
  });

test('what was given back stays so, though another answer to the same request says no', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  const work = shop.gateway.refund?.bind(shop.gateway);
  let done = (): void => undefined;
  const first = new Promise<void>((resolve) => (done = resolve));
  let come = (): void => undefined;
  const second = new Promise<void>((resolve) => (come = resolve));
  let calls = 0;
  Object.assign(shop.gateway, {
    refund: async (...call: Parameters<NonNullable<typeof work>>) => {
      if ((calls += 1) === 1) {
        await second;
        return work?.(...call);
      }
      come();
      await first;
      throw new StoreError('refund_refused', 'It is back already.');
    },
  });
  const both = [refund(shop, placed, {}, key), refund(shop, placed, {}, key)];
  // Whichever of the two the gateway heard first.
  void Promise.race(both).finally(done);
  const answers = await Promise.all(both);
  assert.deepEqual([calls, ...answers.map(({ body }) => body.status)], [2, 'succeeded', 'succeeded']);
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'refunded');
});

test('a refund the gateway refuses has failed, says so, and its money can be given back another time', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  shop.gateway.script.push({ method: 'refund', what: new StoreError('refund_refused', 'Not on a Sunday.') });
  assert.equal(codeOf(await refund(shop, placed, {}, key)), 'refund_refused');
  assert.equal(codeOf(await refund(shop, placed, {}, key)), 'refund_refused');
  assert.deepEqual((await orderOf(shop, placed)).body.refunds.map(({ status }) => status), ['failed']); // prettier-ignore
  assert.equal((await refund(shop, placed, {})).body.status, 'succeeded');
  assert.equal(moneyBack(shop), placed.payment.amount);
});

test('a gateway that no longer gives money back has not given it back', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const key = newKey();
  shop.gateway.script.push({ method: 'refund', what: 'fail' });
  await refund(shop, placed, {}, key);
  delete (shop.gateway as { refund?: unknown }).refund;
  assert.equal((await refund(shop, placed, {}, key)).status, 502);
  const { body } = await orderOf(shop, placed);
  assert.deepEqual([body.refunded, body.refunds.map(({ status }) => status)], [0, ['pending']]); // prettier-ignore
});

test('an order that was paid twice can be given back twice, the later payment first', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  const total = placed.payment.amount;
  await shop.deliver(shop.says(placed, 'declined'));
  const second = await shop.post<WirePlacedOrder>(
    `/orders/${placed.order.id}/payments`,
    { gateway: 'paper' },
    { token: placed.token, key: newKey() },
  );
  await shop.deliver(shop.says(second.body.payment.id, 'paid'), shop.says(placed, 'paid'));
  const before = (await orderOf(shop, placed)).body;
  assert.equal(before.payment_status, 'review');
  assert.deepEqual(before.alerts.map(({ code }) => code), ['order_review']); // prettier-ignore
  assert.deepEqual((await alertsOf(shop))[0]?.reasons, ['paid_twice']);
  const first = await refund(shop, placed, {});
  assert.deepEqual([first.body.payment_id, first.body.amount], [second.body.payment.id, total]);
  const other = await refund(shop, placed, { amount: 100 });
  assert.deepEqual([other.body.payment_id, other.body.amount], [placed.payment.id, 100]);
  assert.equal(codeOf(await refund(shop, placed, { amount: total - 99 })), 'refund_refused');
  assert.equal(moneyBack(shop), total + 100);
});

test('money that a dispute has taken back is not given back once more', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const dispute = { status: 'lost' as const, amount: eur(placed.payment.amount) };
  await shop.deliver(shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', dispute })));
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'lost');
  assert.equal(codeOf(await refund(shop, placed, {})), 'refund_refused');
  assert.equal(asks(shop, 'refund'), 0);
});

test('a refund that comes back from the shopper’s bank is told to a person', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  await refund(shop, placed, { amount: 500 });
  shop.gateway.ledger.get([...shop.gateway.ledger.keys()][0] ?? '')?.refunds.clear();
  shop.advance(DAY);
  await shop.deliver(shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid' })));
  assert.deepEqual(await alertsOf(shop), [], 'a callback may be older than its date: the gateway is asked');
  await shop.server.sweep();
  const [alert] = await alertsOf(shop);
  assert.deepEqual([alert?.code, alert?.order_id], ['refund_failed', placed.order.id]);
});

test('I8: a callback that came late, or was older than its date, says nothing of a refund', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  const late = shop.says(placed, 'paid');
  await shop.deliver(shop.says(placed, 'paid'));
  await refund(shop, placed, { amount: 500 });
  const asked = asks(shop, 'retrieve');
  await shop.deliver(late);
  await shop.server.sweep();
  assert.equal(asks(shop, 'retrieve'), asked);
  shop.advance(DAY);
  await shop.deliver(
    shop.gateway.event(shop.gateway.report(placed.payment.id, { status: 'paid', refunded: null })),
  );
  await shop.server.sweep();
  assert.equal(asks(shop, 'retrieve'), asked + 1);
  assert.deepEqual(await alertsOf(shop), []);
});

test('REC-1: a refund the gateway never confirms is asked for, and after the last time a person is told', async (t) => {
  const shop = await start(t);
  const [slow, never] = [await paid(shop), await paid(shop)];
  const report = shop.gateway.report.bind(shop.gateway);
  const pending = new Set([slow.payment.id, never.payment.id]);
  // As Square does: taken, but not yet counted as given back.
  shop.gateway.report = (id, changes) => ({
    ...report(id, changes),
    ...(pending.has(id) && { refunded: null }),
  });
  for (const placed of [slow, never]) assert.equal((await refund(shop, placed, {})).body.status, 'succeeded');
  assert.equal((await orderOf(shop, slow)).body.payment_status, 'paid');
  pending.delete(slow.payment.id);
  shop.advance(31_000);
  await shop.server.sweep();
  assert.equal((await orderOf(shop, slow)).body.payment_status, 'refunded');
  for (let i = 0; i < 5; i++) {
    shop.advance(DAY);
    await shop.server.sweep();
  }
  assert.deepEqual(
    (await alertsOf(shop)).map(({ code, order_id }) => [code, order_id]),
    [['refund_failed', never.order.id]],
  );
});

test('goods go back on the shelf also when the gateway confirms the refund later', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop, { whisk: 1 });
  const report = shop.gateway.report.bind(shop.gateway);
  shop.gateway.report = (id, changes) => ({ ...report(id, changes), refunded: null });
  await refund(shop, placed, { restock: true });
  shop.gateway.report = report;
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal((await orderOf(shop, placed)).body.payment_status, 'refunded');
  assert.equal((await shop.quote({ whisk: 1 })).line_items[0]?.quantity_max, 1);
});

test('T-12: money for what we don’t know, and for what was given up, is told to a person', async (t) => {
  const shop = await start(t, { cancels: true });
  const placed = await shop.place();
  await shop.post(`/orders/${placed.order.id}/cancel`, {}, { token: placed.token });
  await shop.deliver(shop.says(placed, 'paid'));
  assert.deepEqual(
    (await alertsOf(shop)).map(({ code, reasons }) => [code, reasons]),
    [['order_review', ['paid_after_cancelation']]],
  );
  const lost = (id: string, status: 'paid' | 'open') =>
    shop.gateway.event(shop.gateway.report(id, { status, gatewayPaymentId: `pp_${id}`, amount: eur(100) }), {
      occurredAt: shop.now() - DAY,
    });
  const ours = `pay_${'0'.repeat(26)}`;
  // Another program of the merchant on the same account is none of our business; a payment under one of our names is.
  await shop.deliver(lost('invoice 17', 'paid'), lost(ours, 'open'), lost(ours, 'paid'), lost(ours, 'paid'));
  assert.deepEqual((await alertsOf(shop)).map(({ code }) => code).sort(), [
    'order_review',
    'payment_unplaced',
  ]);
});
