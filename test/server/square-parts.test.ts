import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireOrder, WirePlacedOrder } from '../../src/api/wire.js';
import { admin, refund } from '../support/office.js';
import { newKey } from '../support/server.js';
import { startShop, type SquareShop } from '../support/square/shop.js';

const PARTIAL = { partial: true };

const statuses = ({ payments }: WireOrder): string[] => payments.map(({ status }) => status);

/** What Square took and still has, in minor units. */
const kept = (shop: SquareShop): number =>
  [...shop.api.book.payments.values()]
    .filter(({ status }) => status === 'COMPLETED')
    .reduce(
      (sum, each) => sum + Number(each.amountMoney?.amount ?? 0n) - Number(each.refundedMoney?.amount ?? 0n),
      0,
    );

const atSquare = (shop: SquareShop): (string | undefined)[] =>
  [...shop.api.book.payments.values()].map(({ status }) => status);

/** An order of which a gift card covers 500. */
async function half(shop: SquareShop): Promise<{ placed: WirePlacedOrder; total: number; rest: string }> {
  const placed = await shop.place();
  assert.equal((await shop.submit(placed, 'cnon:gift-500', undefined, PARTIAL)).status, 200);
  const { body, status } = await shop.payAgain(placed);
  assert.equal(status, 201);
  return { placed, total: placed.payment.amount, rest: body.payment.id };
}

describe('an order paid in parts by Square', () => {
  it('holds what is on the gift card, and takes both when the card holds the rest (I1, I3)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    const total = placed.payment.amount;
    await shop.submit(placed, 'cnon:gift-500', undefined, PARTIAL);
    const held = await shop.order(placed);
    assert.deepEqual(statuses(held), ['held']);
    assert.deepEqual([held.payment_status, held.amount_due], ['unpaid', total - 500]);
    assert.equal(held.payments[0]?.amount, 500);
    assert.equal(kept(shop), 0);
    const { body } = await shop.payAgain(placed);
    assert.equal(body.payment.amount, total - 500);
    await shop.submit(placed, 'cnon:ok', body.payment.id);
    const paid = await shop.order(placed);
    assert.deepEqual([paid.payment_status, paid.amount_due], ['paid', 0]);
    assert.deepEqual(statuses(paid), ['paid', 'paid']);
    assert.equal(kept(shop), total);
    // Whatever is said of it later, in whatever order.
    for (const event of [...shop.api.events.all].reverse()) assert.equal(await shop.deliver(event), 200);
    assert.deepEqual(await shop.order(placed), paid);
  });

  it('is paid at once by a gift card that covers all of it, and declined by an empty one', async (t) => {
    const shop = await startShop(t);
    const [rich, poor] = [await shop.place(), await shop.place()];
    await shop.submit(rich, 'cnon:gift-999999', undefined, PARTIAL);
    assert.equal((await shop.order(rich)).payment_status, 'paid');
    await shop.submit(poor, 'cnon:funds', undefined, PARTIAL);
    assert.deepEqual(statuses(await shop.order(poor)), ['declined']);
  });

  it('lets go of the gift card when the card of the rest is refused, and can be paid anew as a whole', async (t) => {
    const shop = await startShop(t);
    const { placed, total, rest } = await half(shop);
    await shop.submit(placed, 'cnon:declined', rest);
    const refused = await shop.order(placed);
    assert.deepEqual(statuses(refused), ['canceled', 'declined']);
    assert.deepEqual([refused.payment_status, refused.amount_due], ['unpaid', total]);
    assert.equal(kept(shop), 0);
    const { body } = await shop.payAgain(placed);
    assert.equal(body.payment.amount, total);
    await shop.submit(placed, 'cnon:ok', body.payment.id);
    assert.equal((await shop.order(placed)).payment_status, 'paid');
    assert.equal(kept(shop), total);
  });

  it('goes on letting go when Square did not answer at first', async (t) => {
    const shop = await startShop(t);
    const { placed, rest } = await half(shop);
    const [gift = ''] = shop.api.book.payments.keys();
    for (let n = 0; n < 4; n++)
      shop.api.faults.push({ request: `POST /v2/payments/${gift}/cancel`, fault: 'broken' });
    await shop.submit(placed, 'cnon:declined', rest);
    assert.deepEqual(statuses(await shop.order(placed)), ['held', 'declined']);
    assert.equal((await shop.order(placed)).amount_due, placed.payment.amount); // it is no longer counted on
    for (let n = 0; n < 10 && atSquare(shop)[0] !== 'CANCELED'; n++) {
      shop.server.advance(60_000);
      await shop.server.server.sweep();
    }
    assert.deepEqual(statuses(await shop.order(placed)), ['canceled', 'declined']);
  });

  it('lets go of it when the shopper gives the order up, or never comes back', async (t) => {
    for (const how of ['cancel', 'expire'] as const) {
      const shop = await startShop(t);
      const { placed } = await half(shop);
      if (how === 'cancel')
        await shop.server.post(`/orders/${placed.order.id}/cancel`, {}, { token: placed.token });
      for (let n = 0; n < 4; n++) {
        shop.server.advance(8 * 3_600_000);
        await shop.server.server.sweep();
      }
      const { payment_status: state } = await shop.order(placed);
      assert.equal(state, how === 'cancel' ? 'canceled' : 'expired');
      assert.equal(atSquare(shop)[0], 'CANCELED');
      assert.equal(kept(shop), 0);
    }
  });

  it('is taken by the sweep when Square did not answer, and only once (REC-1)', async (t) => {
    const shop = await startShop(t);
    const { placed, total, rest } = await half(shop);
    const [gift = ''] = shop.api.book.payments.keys();
    for (const fault of ['lost', 'lost'] as const)
      shop.api.faults.push({ request: `POST /v2/payments/${gift}/complete`, fault });
    shop.api.events.setDelivery({ drop: true });
    await shop.submit(placed, 'cnon:ok', rest);
    const waiting = await shop.order(placed);
    assert.equal(waiting.payment_status, 'processing');
    assert.equal(waiting.amount_due, 0);
    // Nothing may come between.
    assert.equal((await shop.payAgain(placed)).status, 409);
    assert.equal(
      (await shop.server.post(`/orders/${placed.order.id}/cancel`, {}, { token: placed.token })).status,
      409,
    );
    shop.server.advance(120_000);
    await shop.server.server.sweep();
    assert.equal((await shop.order(placed)).payment_status, 'paid');
    assert.equal(kept(shop), total);
  });

  it('undoes the gift card, taken already or only held, when the rest can’t be taken any more', async (t) => {
    for (const [fault, taken] of [
      ['broken', false],
      ['lost', true],
    ] as const) {
      const shop = await startShop(t);
      const { placed, total, rest } = await half(shop);
      const [gift = ''] = shop.api.book.payments.keys();
      for (let n = 0; n < (taken ? 2 : 4); n++)
        shop.api.faults.push({ request: `POST /v2/payments/${gift}/complete`, fault });
      await shop.submit(placed, 'cnon:ok', rest);
      assert.deepEqual(atSquare(shop), [taken ? 'COMPLETED' : 'APPROVED', 'APPROVED']);
      // As Square does with what nobody takes for seven days.
      const [, card = ''] = shop.api.book.payments.keys();
      shop.api.book.cancel(card);
      for (let n = 0; n < 10 && statuses(await shop.order(placed))[0] !== 'canceled'; n++) {
        shop.server.advance(60_000);
        await shop.server.server.sweep();
      }
      const order = await shop.order(placed);
      assert.deepEqual(statuses(order), ['canceled', 'canceled']);
      assert.deepEqual([order.payment_status, order.amount_due], ['unpaid', total]);
      assert.equal(kept(shop), 0);
      assert.equal(shop.api.book.refunds.length, taken ? 1 : 0);
    }
  });

  it('holds and takes once, however often and however parallel the tokens come (T-14)', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await Promise.all(
      Array.from({ length: 5 }, () => shop.submit(placed, 'cnon:gift-500', undefined, PARTIAL)),
    );
    const { body } = await shop.payAgain(placed);
    await Promise.all(Array.from({ length: 5 }, () => shop.submit(placed, 'cnon:ok', body.payment.id)));
    for (let n = 0; n < 3; n++) {
      shop.server.advance(60_000);
      await shop.server.server.sweep();
    }
    assert.equal((await shop.order(placed)).payment_status, 'paid');
    assert.deepEqual(atSquare(shop), ['COMPLETED', 'COMPLETED']);
    assert.equal(kept(shop), placed.payment.amount);
  });

  it('is given back part by part, the last one first, under one request', async (t) => {
    const shop = await startShop(t);
    const { placed, total, rest } = await half(shop);
    await shop.submit(placed, 'cnon:ok', rest);
    const key = newKey();
    const some = await refund(shop.server, placed, { amount: total - 200 }, key);
    assert.equal(some.status, 201, some.text);
    assert.deepEqual(
      [some.body.amount, ...(some.body.more ?? []).map(({ amount }) => amount)],
      [total - 500, 300],
    );
    assert.equal((await shop.order(placed)).payment_status, 'partially_refunded');
    assert.deepEqual((await refund(shop.server, placed, { amount: total - 200 }, key)).body, some.body);
    assert.equal((await refund(shop.server, placed, { amount: 201 })).status, 422);
    assert.equal((await refund(shop.server, placed, {})).body.amount, 200);
    assert.equal((await shop.order(placed)).payment_status, 'refunded');
    assert.equal(kept(shop), 0);
    const seen = await shop.server.get(`/admin/orders/${placed.order.id}`, admin);
    assert.equal(seen.status, 200);
  });

  it('takes all or nothing where the page did not ask for a part', async (t) => {
    const shop = await startShop(t);
    const placed = await shop.place();
    await shop.submit(placed, 'cnon:gift-500');
    assert.equal(kept(shop), 0);
    assert.equal((await shop.order(placed)).payment_status, 'unpaid');
    const [payment] = shop.api.book.payments.values();
    assert.equal(payment, undefined);
  });
});
