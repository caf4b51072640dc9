import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireAttempt } from '../../src/api/wire.js';
import { stripeCheckout } from '../../src/gateways/stripe/server.js';
import { money } from '../../src/money.js';
import { attempt, optionsFor, startShop } from '../support/stripe/shop.js';
import { startStripeApi } from '../support/stripe/api.js';
import { NOON } from '../support/server.js';

const PAYS = { type: 'card', number: '4242424242424242' } as const;

describe('an order paid on Stripe’s hosted page', () => {
  it('sends the shopper to Stripe with the frozen amount, and is paid by the callback', async (t) => {
    const shop = await startShop(t, {}, 'stripe-checkout');
    const placed = await shop.place();
    const [session] = shop.api.book.sessions.values();
    assert(session && placed.next.type === 'redirect');
    assert.equal(placed.next.url, session.url);
    assert.equal(new URL(placed.next.url).host, 'checkout.stripe.com');
    assert.equal(session.amount_total, placed.payment.amount);
    assert.equal(session.customer_email, 'aiko@example.com');
    assert.equal(session.success_url, `https://shop.test/order.html?store_order=${placed.order.id}`);
    shop.api.book.complete(session.id, PAYS);
    assert.equal((await shop.order(placed)).payment_status, 'processing');
    for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    assert.equal((await shop.order(placed)).payment_status, 'paid');
    for (const event of shop.api.events.all.reverse()) assert.equal(await shop.deliver(event), 200);
    assert.equal((await shop.order(placed)).payment_status, 'paid');
  });

  it('sends a shopper who came back to the same page again, and never to two', async (t) => {
    const shop = await startShop(t, {}, 'stripe-checkout');
    const placed = await shop.place();
    const { body } = (await shop.payAgain(placed)) as { body: WireAttempt };
    assert.deepEqual(body.next, placed.next);
    assert.equal(shop.api.book.sessions.size, 1);
  });

  it('waits for a slow payment, and is declined when it fails; an expired page is canceled', async (t) => {
    const shop = await startShop(t, {}, 'stripe-checkout');
    const [slow, failing, left] = [
      await shop.place({ tea: 1 }),
      await shop.place({ tea: 2 }),
      await shop.place({ tea: 3 }),
    ];
    const [a, b, c] = [...shop.api.book.sessions.keys()];
    for (const id of [a, b]) shop.api.book.complete(id ?? '', { type: 'debit' });
    shop.api.book.expire(c ?? '');
    const deliverAll = async (): Promise<void> => {
      for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    };
    await deliverAll();
    assert.equal((await shop.order(slow)).payment_status, 'processing');
    assert.equal((await shop.order(left)).payments[0]?.status, 'canceled');
    shop.api.book.finish(String(shop.api.book.sessions.get(a ?? '')?.payment_intent), true);
    shop.api.book.finish(String(shop.api.book.sessions.get(b ?? '')?.payment_intent), false);
    await deliverAll();
    assert.equal((await shop.order(slow)).payment_status, 'paid');
    assert.equal((await shop.order(failing)).payments[0]?.decline_code, 'insufficient_funds');
  });

  it('tells a refund made in Stripe’s dashboard', async (t) => {
    const shop = await startShop(t, {}, 'stripe-checkout');
    const placed = await shop.place();
    const [session] = shop.api.book.sessions.values();
    shop.api.book.complete(session?.id ?? '', PAYS);
    shop.api.book.refund(String(session?.payment_intent), 500);
    await shop.deliver(shop.api.events.last('charge.refunded'));
    assert.equal((await shop.order(placed)).payment_status, 'partially_refunded');
  });

  it('finds, ends and refunds its payment as the form’s half does', async (t) => {
    const api = await startStripeApi({ now: () => NOON });
    t.after(() => api.close());
    const gateway = stripeCheckout({ ...optionsFor(api, () => NOON), title: 'Tea' });
    const { signal } = new AbortController();
    api.faults.push({ request: 'POST /v1/checkout/sessions', fault: 'broken after' });
    const started = await gateway.start(attempt(), signal);
    const { buyer: _unknown, ...asking } = attempt();
    assert.equal((await gateway.retrieve(asking, signal))?.gatewayPaymentId, started.gatewayPaymentId);
    assert.equal(api.book.sessions.size, 1);
    api.book.complete(started.gatewayPaymentId ?? '', PAYS);
    const known = attempt({ gatewayPaymentId: started.gatewayPaymentId });
    assert.equal((await gateway.cancel?.(known, signal))?.status, 'paid');
    const refund = await gateway.refund?.(known, money(990, 'EUR'), 'refund-1', signal);
    assert.deepEqual(refund?.report?.refunded, money(990, 'EUR'));
    const other = attempt({ key: 'attempt-key-2', paymentId: 'pay_00000000000000000000000002' });
    await gateway.start(other, signal);
    assert.equal((await gateway.cancel?.(other, signal))?.status, 'canceled');
    assert.equal((await gateway.cancel?.(other, signal))?.status, 'canceled');
  });
});
