import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireAttempt, WireConfig, WirePlacedOrder } from '../../src/api/wire.js';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET } from '../support/stripe/api.js';
import { startShop, type StripeShop } from '../support/stripe/shop.js';

const card = (number: string) => ({ type: 'card', number }) as const;
const PAYS = card('4242424242424242');

const secretOf = (placed: Pick<WireAttempt, 'next'>): string =>
  placed.next.type === 'confirm' ? (placed.next.client['client_secret'] ?? '') : '';

async function statusOf(shop: StripeShop, placed: WirePlacedOrder): Promise<string> {
  return (await shop.order(placed)).payment_status;
}

/** Confirms as the form in the page does, where a decline is an error. */
function confirm(
  shop: StripeShop,
  placed: WirePlacedOrder,
  method = PAYS as { type: 'card'; number: string },
): void {
  try {
    shop.api.book.confirm(shop.intentOf(placed), method);
  } catch {
    // What the shopper sees; the server hears of it by the event.
  }
}

describe('an order paid by Stripe', () => {
  it('is paid by the callback alone: one PaymentIntent, the frozen amount, our ids and nobody’s name (I1, I3)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    const [intent] = shop.api.book.intents.values();
    assert.equal(shop.api.book.intents.size, 1);
    assert.equal(intent?.amount, placed.payment.amount);
    assert.equal(intent.currency, 'eur');
    assert.deepEqual(intent.metadata, { store_order: placed.order.id, store_payment: placed.payment.id });
    assert.deepEqual(intent.automatic_payment_methods?.enabled, true);
    assert.equal(intent.receipt_email, 'aiko@example.com');
    assert.equal(secretOf(placed), intent.client_secret);
    confirm(shop, placed);
    assert.equal(await statusOf(shop, placed), 'processing'); // Stripe has the money; nobody told us
    assert.equal(await shop.deliver(shop.api.events.last('payment_intent.succeeded')), 200);
    assert.equal(await statusOf(shop, placed), 'paid');
  });

  it('asks the API of the version that is pinned, under a key of ours, however often it is placed', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    for (let times = 0; times < 3; times++) await shop.payAgain(placed);
    const made = shop.api.requests.filter(({ line }) => line === 'POST /v1/payment_intents');
    assert.equal(made.length, 1);
    assert.match(made[0]?.key ?? '', /^[\x21-\x7e]{16,45}$/);
    assert.doesNotMatch(made[0]?.key ?? '', /^stripe-node-retry/);
    assert.equal(made[0]?.version, '2026-10-28.endive');
  });

  it('shows the page the publishable key, and no secret in any answer (T-20)', async (t) => {
    const shop = await startShop(t, { account: 'acct_1Connected' });
    const config = await shop.server.get<WireConfig>('/config');
    const stripe = config.body.gateways.find(({ name }) => name === 'stripe');
    assert.deepEqual(stripe?.settings, { publishable_key: PUBLISHABLE_KEY, account: 'acct_1Connected' });
    assert.deepEqual(stripe.frame_origins, ['https://js.stripe.com', 'https://*.js.stripe.com']);
    const placed = await shop.place();
    for (const text of [config.text, JSON.stringify(placed), JSON.stringify(shop.server.logs)])
      for (const secret of [SECRET_KEY, WEBHOOK_SECRET]) assert(!text.includes(secret));
  });

  it('tells a decline, and gives the next attempt a payment of its own that alone can be charged (I1)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed, card('4000000000009995'));
    assert.equal(await shop.deliver(shop.api.events.last('payment_intent.payment_failed')), 200);
    // The page still holds this payment: it stays as it is until the shopper tries again, or somebody asks.
    const first = shop.intentOf(placed);
    assert.equal(shop.api.book.intents.get(first)?.status, 'requires_payment_method');
    const { body } = (await shop.payAgain(placed)) as { body: WireAttempt };
    assert.equal(shop.api.book.intents.get(first)?.status, 'canceled');
    const [declined] = (await shop.order(placed)).payments;
    assert.deepEqual([declined?.status, declined?.decline_code], ['declined', 'insufficient_funds']);
    assert.notEqual(secretOf(body), secretOf(placed));
    assert.throws(() => shop.api.book.confirm(first, PAYS), /status of canceled/);
    shop.api.book.confirm(secretOf(body).split('_secret')[0] ?? '', PAYS);
    for (const event of shop.api.events.all) await shop.deliver(event);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('needs no callback to learn of a decline when the shopper is quicker', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed, card('4000000000000069'));
    const { body, status } = (await shop.payAgain(placed)) as { body: WireAttempt; status: number };
    assert.equal(status, 201);
    assert.equal(body.payment.number, 2);
    assert.equal((await shop.order(placed)).payments[0]?.decline_code, 'expired_card');
    assert.equal(shop.api.book.intents.get(shop.intentOf(placed))?.status, 'canceled');
  });

  it('goes on with the same payment when a challenge was left open', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed, card('4000000000003220'));
    await shop.deliver(shop.api.events.last('payment_intent.requires_action'));
    const { body } = (await shop.payAgain(placed)) as { body: WireAttempt };
    assert.equal(secretOf(body), secretOf(placed));
    confirm(shop, placed);
    await shop.deliver(shop.api.events.last('payment_intent.succeeded'));
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.intents.size, 1);
  });

  it('makes the second attempt only if the first was not paid meanwhile', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed, card('4000000000009995'));
    // The shopper's other tab pays the same PaymentIntent before we hear of the decline.
    confirm(shop, placed);
    assert.equal(await shop.deliver(shop.api.events.last('payment_intent.payment_failed')), 200);
    assert.equal((await shop.payAgain(placed)).status, 409);
    assert.equal(await statusOf(shop, placed), 'paid');
    assert.equal(shop.api.book.charged(), 1);
  });

  it('comes to the same end in whatever order, and however often, the events come (I8, T-11, T-13)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed, card('4000000000003220'));
    shop.api.book.answer(shop.intentOf(placed), true);
    shop.api.book.refund(shop.intentOf(placed), 100);
    const events = [...shop.api.events.all].reverse();
    for (const event of [...events, ...events, ...events]) assert.equal(await shop.deliver(event), 200);
    const order = await shop.order(placed);
    assert.equal(order.payment_status, 'partially_refunded');
    const copies = await Promise.all(Array.from({ length: 20 }, () => shop.deliver(events[0] ?? {})));
    assert.deepEqual(new Set(copies), new Set([200]));
    assert.deepEqual(await shop.order(placed), order);
  });

  it('hears that a bank’s page came to nothing, and closes that payment at once', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    shop.api.book.confirm(shop.intentOf(placed), { type: 'bank' });
    shop.api.book.answer(shop.intentOf(placed), false);
    for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, placed), 'unpaid');
    assert.equal((await shop.order(placed)).payments[0]?.decline_code, 'authentication_failed');
    assert.equal(shop.api.book.intents.get(shop.intentOf(placed))?.status, 'canceled');
  });

  it('waits for a debit that takes days, and is unpaid when it fails after all', async (t) => {
    const shop = await startShop(t);
    const [good, bad] = [await shop.place({ tea: 1 }), await shop.place({ tea: 3 })];
    for (const placed of [good, bad]) shop.api.book.confirm(shop.intentOf(placed), { type: 'debit' });
    for (const event of shop.api.events.all) await shop.deliver(event);
    assert.equal(await statusOf(shop, good), 'processing');
    shop.server.advance(3 * 86_400_000);
    shop.api.book.finish(shop.intentOf(good), true);
    shop.api.book.finish(shop.intentOf(bad), false);
    for (const event of shop.api.events.all.slice(-2)) assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, good), 'paid');
    assert.equal(await statusOf(shop, bad), 'unpaid');
  });
});

describe('a genuine event of Stripe that does not fit the order (T-12)', () => {
  for (const [what, spoil] of [
    ['another amount', { amount: 100, amount_received: 100 }],
    ['an amount that came in short', { amount_received: 1 }],
    ['another currency', { currency: 'usd' }],
    ['live mode on a test server', { livemode: true }],
  ] as const)
    it(`says paid with ${what}: review, not paid`, async (t) => {
      const shop = await startShop(t);
      const placed = await shop.place();
      confirm(shop, placed);
      const event = structuredClone(shop.api.events.last('payment_intent.succeeded'));
      Object.assign(event.data.object, spoil);
      assert.equal(await shop.deliver(event), 200);
      assert.equal(await statusOf(shop, placed), 'review');
      assert(shop.server.logs.some((record) => record.event === 'payment_mismatch'));
    });

  it('says paid for another merchant’s account: review, not paid', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    confirm(shop, placed);
    const event = { ...shop.api.events.last('payment_intent.succeeded'), account: 'acct_other' };
    assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, placed), 'review');
  });

  it('says paid for another order’s payment, bought for a cent elsewhere: the order stays as it is (CVE-2026-9189)', async (t) => {
    const shop = await startShop(t);
    const [dear, cheap] = [await shop.place({ 'bowl-indigo': 3 }), await shop.place({ tea: 1 })];
    confirm(shop, cheap);
    const event = structuredClone(shop.api.events.last('payment_intent.succeeded'));
    Object.assign(event.data.object, {
      metadata: { store_order: dear.order.id, store_payment: dear.payment.id },
    });
    assert.equal(await shop.deliver(event), 200);
    assert.equal(await statusOf(shop, dear), 'review');
    assert.notEqual(await statusOf(shop, cheap), 'paid');
  });

  it('is of a payment that is not the store’s: kept, and nothing follows', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    const { book, events } = shop.api;
    const strange = {
      amount: 4900,
      currency: 'eur',
      captureMethod: 'manual',
      metadata: {},
      receiptEmail: null,
    } as const;
    book.confirm(book.create(strange).id, PAYS);
    assert.equal(await shop.deliver(events.last('payment_intent.amount_capturable_updated')), 200);
    assert.equal(await statusOf(shop, placed), 'processing');
    assert.deepEqual(
      shop.server.logs.filter(({ level }) => level !== 'info'),
      [],
    );
  });
});

describe('manual capture and refunds at Stripe', () => {
  it('only authorizes, and is paid when the money is taken; a refund is told with its sum', async (t) => {
    const shop = await startShop(t, { capture: 'manual' });
    const placed = await shop.place();
    confirm(shop, placed);
    await shop.deliver(shop.api.events.last('payment_intent.amount_capturable_updated'));
    assert.equal(await statusOf(shop, placed), 'processing');
    shop.api.book.capture(shop.intentOf(placed));
    await shop.deliver(shop.api.events.last('payment_intent.succeeded'));
    assert.equal(await statusOf(shop, placed), 'paid');
    shop.api.book.refund(shop.intentOf(placed));
    await shop.deliver(shop.api.events.last('charge.refunded'));
    assert.equal(await statusOf(shop, placed), 'refunded');
  });

  it('is not paid by a capture of less than the order (I3)', async (t) => {
    const shop = await startShop(t, { capture: 'manual' });
    const placed = await shop.place();
    confirm(shop, placed);
    shop.api.book.capture(shop.intentOf(placed), 100);
    await shop.deliver(shop.api.events.last('payment_intent.succeeded'));
    assert.equal(await statusOf(shop, placed), 'review');
  });
});
