import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireAttempt } from '../../src/api/wire.js';
import { squarePaymentLinks } from '../../src/gateways/square/server.js';
import { money } from '../../src/money.js';
import { startSquareApi } from '../support/square/api.js';
import { attempt, optionsFor, startShop } from '../support/square/shop.js';
import { NOON } from '../support/server.js';

describe('an order paid on Square’s hosted page', () => {
  it('sends the shopper there with the frozen amount, and is paid by the callback', async (t) => {
    const shop = await startShop(t, {}, 'square-links');
    const placed = await shop.place();
    const [entry] = shop.api.book.links.values();
    assert(entry && placed.next.type === 'redirect');
    assert.equal(placed.next.url, entry.link.url);
    assert.equal(entry.order.totalMoney?.amount, BigInt(placed.payment.amount));
    assert.equal(entry.order.referenceId, placed.payment.id);
    assert.equal(
      entry.link.checkoutOptions?.redirectUrl,
      `https://shop.test/order.html?store_order=${placed.order.id}`,
    );
    shop.api.book.payLink(entry.order.id, 'cnon:ok');
    assert.equal((await shop.order(placed)).payment_status, 'processing');
    for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    assert.equal((await shop.order(placed)).payment_status, 'paid');
  });

  it('sends a shopper who came back to the same page again, and never to two', async (t) => {
    const shop = await startShop(t, {}, 'square-links');
    const placed = await shop.place();
    const { body } = (await shop.payAgain(placed)) as { body: WireAttempt };
    assert.deepEqual(body.next, placed.next);
    assert.equal(shop.api.book.links.size, 1);
  });

  it('does not take a card declined there for the end: the page lets the shopper try another', async (t) => {
    const shop = await startShop(t, {}, 'square-links');
    const placed = await shop.place();
    const [entry] = shop.api.book.links.values();
    assert.throws(() => shop.api.book.payLink(entry?.order.id ?? '', 'cnon:declined'));
    for (const event of shop.api.events.all) assert.equal(await shop.deliver(event), 200);
    assert.equal((await shop.order(placed)).payments[0]?.status, 'open');
    shop.api.book.payLink(entry?.order.id ?? '', 'cnon:ok');
    await shop.deliver(shop.api.events.last('payment.created'));
    assert.equal((await shop.order(placed)).payment_status, 'paid');
  });

  it('is not the form’s payment, on the same account', async (t) => {
    const [links, form] = [await startShop(t, {}, 'square-links'), await startShop(t)];
    await links.place();
    const [entry] = links.api.book.links.values();
    links.api.book.payLink(entry?.order.id ?? '', 'cnon:ok');
    assert.equal(await form.deliver(links.api.events.last('payment.created')), 200);
    assert(!form.server.logs.some(({ event }) => event === 'payment_unplaced'));
  });

  it('finds, ends and refunds its payment', async (t) => {
    const api = await startSquareApi({ now: () => NOON });
    t.after(() => api.close());
    const gateway = squarePaymentLinks({ ...optionsFor(api), title: 'Tea' });
    const { signal } = new AbortController();
    api.faults.push({ request: 'POST /v2/online-checkout', fault: 'lost' });
    const { gatewayPaymentId } = await gateway.start(attempt(), signal);
    assert.equal(api.book.links.size, 1);
    const known = attempt({ gatewayPaymentId });
    assert.equal((await gateway.retrieve(attempt(), signal))?.gatewayPaymentId, gatewayPaymentId);
    assert.equal((await gateway.retrieve(known, signal))?.status, 'open');
    api.book.payLink(gatewayPaymentId ?? '', 'cnon:ok');
    assert.equal((await gateway.cancel?.(known, signal))?.status, 'paid');
    const { report } = (await gateway.refund?.(known, money(1000, 'EUR'), 'refund-1', signal)) ?? {};
    assert.deepEqual(report?.refunded, money(1000, 'EUR'));
    const left = attempt({ key: 'attempt-key-2', paymentId: 'pay_2' });
    const other = await gateway.start(left, signal);
    assert.equal((await gateway.cancel?.(left, signal))?.status, 'canceled');
    assert.equal(
      (await gateway.cancel?.({ ...left, gatewayPaymentId: other.gatewayPaymentId }, signal))?.status,
      'canceled',
    );
    assert.throws(() => api.book.payLink(other.gatewayPaymentId ?? '', 'cnon:ok'));
    assert.equal(api.book.charged(), 1);
  });
});
