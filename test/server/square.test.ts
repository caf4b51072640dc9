import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireConfig, WirePlacedOrder } from '../../src/api/wire.js';
import { ACCESS_TOKEN, APPLICATION_ID, LOCATION_ID, SIGNATURE_KEY } from '../support/square/api.js';
import { codeOf } from '../support/server.js';
import { startShop, type SquareShop } from '../support/square/shop.js';

const CREATE = 'POST /v2/payments';

const statusOf = async (shop: SquareShop, placed: WirePlacedOrder): Promise<string> =>
  (await shop.order(placed)).payment_status;

const statuses = async (shop: SquareShop, placed: WirePlacedOrder): Promise<string[]> =>
  (await shop.order(placed)).payments.map(({ status }) => status);

describe('an order paid by Square', () => {
  it('is paid when Square has charged the token: the frozen amount, our ids and nobody’s name (I1, I3)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    assert.deepEqual(placed.next, { type: 'confirm', client: { location_id: LOCATION_ID } });
    assert.deepEqual(shop.api.requests, []); // nothing is made before there is a token
    assert.equal((await shop.submit(placed, 'cnon:ok')).status, 200);
    assert.equal(await statusOf(shop, placed), 'paid');
    const [payment] = shop.api.book.payments.values();
    assert.equal(payment?.amountMoney?.amount, BigInt(placed.payment.amount));
    assert.equal(payment.referenceId, placed.payment.id);
    assert(!JSON.stringify(shop.api.requests).includes('Aiko'));
    for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, placed), 'paid');
  });

  it('goes under a key of ours that Square can take', async (t) => {
    const shop = await startShop(t);
    await shop.submit(await shop.place(), 'cnon:ok');
    const { idempotency_key: key } = shop.api.requests[0]?.body as { idempotency_key: string };
    assert.match(key, /^[\x21-\x7e]{16,45}$/);
  });

  it('is warned of when the server starts, if its callbacks are to come to another address (WH-6)', async (t) => {
    const warnings = (shop: SquareShop): unknown[] =>
      shop.server.logs.filter(({ event }) => event === 'callback_address').map(({ gateway }) => gateway);
    assert.deepEqual(warnings(await startShop(t)), []);
    for (const notificationUrl of [
      'https://other.test/store/callbacks/square',
      'https://shop.test/callbacks',
    ])
      assert.deepEqual(
        warnings(await startShop(t, { webhook: { signatureKeys: [SIGNATURE_KEY], notificationUrl } })),
        ['square'],
      );
  });

  it('shows the page the publishable ids, and no secret in any answer (T-20)', async (t) => {
    const shop = await startShop(t);
    const config = await shop.server.get<WireConfig>('/config');
    const square = config.body.gateways.find(({ name }) => name === 'square');
    assert.deepEqual(square?.settings, {
      application_id: APPLICATION_ID,
      location_id: LOCATION_ID,
      wallets: 'apple_pay google_pay',
    });
    assert.deepEqual(square.frame_origins, ['https://sandbox.web.squarecdn.com']);
    const placed = await shop.place();
    const paid = await shop.submit(placed, 'cnon:ok');
    for (const text of [config.text, paid.text, JSON.stringify(placed), JSON.stringify(shop.server.logs)])
      for (const secret of [ACCESS_TOKEN, SIGNATURE_KEY]) assert(!text.includes(secret));
  });

  it('is paid once when the same token comes twice, at once and later (T-14)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.submit(placed, 'cnon:ok')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal((await shop.submit(placed, 'cnon:ok-2')).status, 200);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('tells a decline, and charges the next card under a key of its own (I1)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:funds');
    const declined = await shop.order(placed);
    assert.equal(declined.payment_status, 'unpaid');
    assert.equal(declined.payments[0]?.decline_code, 'insufficient_funds');
    const { body } = await shop.payAgain(placed);
    assert.equal(body.payment.number, 2);
    await shop.submit(placed, 'cnon:ok', body.payment.id);
    for (const event of shop.api.events.all) await shop.deliver(event);
    assert.equal(await statusOf(shop, placed), 'paid');
    const keys = shop.api.requests.flatMap(({ line, body: sent }) =>
      line === CREATE ? [(sent as { idempotency_key: string }).idempotency_key] : [],
    );
    assert.equal(new Set(keys).size, 2);
    assert.equal(shop.api.book.charged(), 1);
  });

  it('takes another card after one that Square refused without a payment', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:empty');
    assert.deepEqual(await statuses(shop, placed), ['canceled']);
    const { body } = await shop.payAgain(placed);
    await shop.submit(placed, 'cnon:ok', body.payment.id);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('comes to the same end in whatever order, and however often, the events come (I8, T-11, T-13)', async (t) => {
    const shop = await startShop(t, { capture: 'manual' });
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:ok');
    assert.equal(await statusOf(shop, placed), 'processing');
    const [payment] = shop.api.book.payments.keys();
    shop.api.book.complete(payment ?? '');
    const events = [...shop.api.events.all].reverse();
    for (const event of [...events, ...events]) assert.equal(await shop.deliver(event), 200);
    const order = await shop.order(placed);
    assert.equal(order.payment_status, 'paid');
    const copies = await Promise.all(Array.from({ length: 20 }, () => shop.deliver(events[0] ?? {})));
    assert.deepEqual(new Set(copies), new Set([200]));
    assert.deepEqual(await shop.order(placed), order);
  });

  it('waits for a bank payment that takes days, and is unpaid when it fails after all', async (t) => {
    const shop = await startShop(t);
    const [good, bad] = [await shop.place({ tea: 1 }), await shop.place({ tea: 3 })];
    await shop.submit(good, 'bauth:ok-1');
    await shop.submit(bad, 'bauth:ok-2');
    assert.equal(await statusOf(shop, good), 'processing');
    shop.server.advance(3 * 86_400_000);
    const [a = '', b = ''] = [...shop.api.book.payments.keys()];
    shop.api.book.finish(a, true);
    shop.api.book.finish(b, false);
    for (const event of shop.api.events.all.slice(-2)) assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, good), 'paid');
    assert.equal(await statusOf(shop, bad), 'unpaid');
    assert.equal((await shop.order(bad)).payments[0]?.decline_code, 'insufficient_funds');
  });

  it('tells refunds and disputes made at Square', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:ok');
    const [id = ''] = shop.api.book.payments.keys();
    const amountMoney = { amount: 500n, currency: 'EUR' } as const;
    shop.api.book.refund({ idempotencyKey: 'x', paymentId: id, amountMoney });
    await shop.deliver(shop.api.events.last('refund.created'));
    assert.equal(await statusOf(shop, placed), 'partially_refunded');
    shop.api.book.dispute(id, 'EVIDENCE_REQUIRED');
    await shop.deliver(shop.api.events.last('dispute.created'));
    assert.equal(await statusOf(shop, placed), 'disputed');
  });
});

describe('an order whose answer from Square was lost', () => {
  const lose = (shop: SquareShop): void => {
    shop.api.faults.push({ request: CREATE, fault: 'lost' }, { request: CREATE, fault: 'lost' });
  };

  it('is paid by the callback, or by asking, and the shopper pays once (I1, I4, REC-1)', async (t) => {
    for (const how of ['callback', 'asking', 'trying again'] as const) {
      const shop = await startShop(t);
      const placed = await shop.place();
      lose(shop);
      assert((await shop.submit(placed, 'cnon:ok')).status >= 500);
      assert.equal(await statusOf(shop, placed), 'processing', how);
      if (how === 'callback') await shop.deliver(shop.api.events.last('payment.created'));
      if (how === 'asking') shop.server.advance(60_000);
      if (how === 'trying again') {
        const again = await shop.payAgain(placed);
        assert.equal(codeOf({ ...again, headers: new Headers(), text: '' }), 'order_closed');
      }
      assert.equal(await statusOf(shop, placed), 'paid', how);
      assert.equal(shop.api.book.charged(), 1, how);
    }
  });

  it('charges no second card under the same attempt while Square does not show the first (I1)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    shop.api.events.setDelivery({ drop: true });
    shop.api.listed = false;
    lose(shop);
    await shop.submit(placed, 'cnon:ok-1');
    const { body } = await shop.payAgain(placed);
    assert.equal(body.payment.id, placed.payment.id); // as far as anybody can see, it is open
    await shop.submit(placed, 'cnon:ok-2');
    assert.equal(shop.api.book.charged(), 1);
    // From here no token goes out, and no other attempt begins before the first is known to be over.
    const created = (): number => shop.api.requests.filter(({ line }) => line === CREATE).length;
    const before = created();
    await shop.submit(placed, 'cnon:ok-3');
    assert.equal(created(), before);
    assert.equal((await shop.payAgain(placed)).status, 409);
    shop.api.listed = true;
    shop.server.advance(60_000);
    assert.equal((await shop.payAgain(placed)).status, 409);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('gives a new attempt in the end when the key was used and nothing came of it', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:stale');
    assert.equal((await shop.payAgain(placed)).status, 409);
    shop.server.advance(60_000);
    const { body, status } = await shop.payAgain(placed);
    assert.equal(status, 201);
    await shop.submit(placed, 'cnon:ok', body.payment.id);
    assert.deepEqual(await statuses(shop, placed), ['canceled', 'paid']);
    assert.equal(shop.api.book.charged(), 1);
  });

  it('was never charged: the next card is, under the same key', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    shop.api.faults.push({ request: CREATE, fault: 'reset' }, { request: CREATE, fault: 'reset' });
    await shop.submit(placed, 'cnon:ok-1');
    const { body } = await shop.payAgain(placed);
    await shop.submit(placed, 'cnon:ok-2', body.payment.id);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('can be given up: what was only approved is canceled at Square first', async (t) => {
    const shop = await startShop(t, { capture: 'manual' });
    const placed = await shop.place();
    lose(shop);
    await shop.submit(placed, 'cnon:ok');
    shop.server.advance(60_000);
    const left = await shop.server.post(`/orders/${placed.order.id}/cancel`, {}, { token: placed.token });
    assert.equal(left.status, 200, left.text);
    assert.equal(await statusOf(shop, placed), 'canceled');
    assert.equal([...shop.api.book.payments.values()][0]?.status, 'CANCELED');
  });
});

describe('a payment at Square that does not fit the order (T-12)', () => {
  for (const [what, spoil] of [
    [
      'another amount',
      { totalMoney: { amount: 100n, currency: 'EUR' }, amountMoney: { amount: 100n, currency: 'EUR' } },
    ],
    ['less than was asked', { approvedMoney: { amount: 1n, currency: 'EUR' } }],
    [
      'another currency',
      { totalMoney: { amount: 6470n, currency: 'USD' }, approvedMoney: { amount: 6470n, currency: 'USD' } },
    ],
    ['another location', { locationId: 'LOTHER' }],
  ] as const)
    it(`was paid with ${what}: review, not paid`, async (t) => {
      const shop = await startShop(t, { capture: 'manual' });
      const placed = await shop.place();
      await shop.submit(placed, 'cnon:ok');
      const [payment] = shop.api.book.payments.values();
      assert(payment?.id);
      const event = shop.api.events.last('payment.created');
      Object.assign(payment, { status: 'COMPLETED' }, spoil);
      assert.equal(await shop.deliver(event), 200);
      assert.equal(await statusOf(shop, placed), 'review');
      assert(shop.server.logs.some((record) => record.event === 'payment_mismatch'));
    });

  it('was paid for another order, bought for a cent elsewhere: the dear one is not paid (CVE-2026-9189)', async (t) => {
    const shop = await startShop(t);
    const [dear, cheap] = [await shop.place({ 'bowl-indigo': 3 }), await shop.place({ tea: 1 })];
    await shop.submit(cheap, 'cnon:ok');
    const [payment] = shop.api.book.payments.values();
    assert(payment);
    payment.referenceId = dear.payment.id;
    assert.equal(await shop.deliver(shop.api.events.last('payment.created')), 200);
    assert.equal(await statusOf(shop, dear), 'review');
  });
});
