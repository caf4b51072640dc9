/** Money that comes by hand: how it is paid is shown, the order waits its own time, and the pieces wait with it. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { offlineGateway, type OfflineOptions } from '../../src/gateways/offline/server.js';
import { newAdminKey } from '../../src/server/index.js';
import type { WireOrder, WirePlacedOrder } from '../../src/api/wire.js';
import { codeOf, newKey, startServer, type TestServer } from '../support/server.js';

const KEY = newAdminKey();
const DAY = 86_400_000;
const BANK: OfflineOptions = {
  name: 'bank-transfer',
  title: 'Bank transfer',
  instructions: 'Please send {total} to\nDE00 0000 0000 0000 0000 00,\nwith the words “order {number}”.',
  mode: 'test',
};

const start = (t: TestContext, change: Partial<OfflineOptions> = {}): Promise<TestServer> =>
  startServer(t, {
    more: () => [offlineGateway({ ...BANK, ...change })],
    options: { adminKeys: [KEY], limits: false },
  });

async function place(shop: TestServer, lines = { whisk: 1 }): Promise<WirePlacedOrder> {
  const wish = await shop.wish(lines, { gateway: 'bank-transfer' });
  const { status, body, text } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
  assert.equal(status, 201, text);
  return body;
}

const paidByHand = (shop: TestServer, { order }: WirePlacedOrder): Promise<{ status: number }> =>
  shop.post(`/admin/orders/${order.id}/paid`, {}, { token: KEY, origin: null });

/** Whether somebody else can have the last whisk. */
const isFree = async (shop: TestServer): Promise<boolean> =>
  (await shop.quote({ whisk: 1 }, { country: 'DE', option_id: 'post' })).status === 'ready_for_complete';

test('the order page says how to pay, as it was said when the order was placed, until the money has come', async (t) => {
  const shop = await start(t);
  const placed = await place(shop);
  const { instructions } = BANK;
  assert.deepEqual(placed.next, { type: 'wait', instructions });
  assert.equal(placed.order.payment_status, 'processing');
  assert.equal((await shop.order(placed)).payments[0]?.instructions, instructions);
  assert.equal((await paidByHand(shop, placed)).status, 200);
  const paid = await shop.order(placed);
  assert.deepEqual([paid.payment_status, paid.status], ['paid', 'completed']);
  assert.ok(!('instructions' in (paid.payments[0] ?? {})));
});

test('the order outlives the store’s own day, and its pieces stay its own, until its own time is over', async (t) => {
  const shop = await start(t, { expiry: 10 * DAY });
  const placed = await place(shop);
  for (const day of [1, 2, 9.9]) {
    shop.advance(day * DAY - (shop.now() - Date.parse(placed.order.placed_at)));
    await shop.server.sweep();
    assert.equal((await shop.order(placed)).payment_status, 'processing', `after ${day} days`);
    assert.equal(await isFree(shop), false);
  }
  shop.advance(DAY);
  assert.equal((await shop.server.sweep()).expired, 1);
  const { payment_status, payments } = await shop.order(placed);
  assert.deepEqual([payment_status, payments[0]?.status], ['expired', 'canceled']);
  assert.equal(await isFree(shop), true);
  assert.equal(codeOf((await paidByHand(shop, placed)) as never), 'order_closed');
});

test('without an expiry it waits for two weeks, with null for ever', async (t) => {
  const [usual, patient] = [await start(t), await start(t, { expiry: null })];
  const orders = [await place(usual), await place(patient)] as const;
  for (const shop of [usual, patient]) {
    shop.advance(13.9 * DAY);
    await shop.server.sweep();
  }
  assert.deepEqual(await states(), ['processing', 'processing']);
  for (const shop of [usual, patient]) {
    shop.advance(400 * DAY);
    await shop.server.sweep();
  }
  assert.deepEqual(await states(), ['expired', 'processing']);

  async function states(): Promise<WireOrder['payment_status'][]> {
    return [(await usual.order(orders[0])).payment_status, (await patient.order(orders[1])).payment_status];
  }
});

test('who pays by card after all pays once: the transfer is called off first', async (t) => {
  const shop = await start(t);
  const placed = await place(shop);
  const { status, body } = await shop.post<WirePlacedOrder>(
    `/orders/${placed.order.id}/payments`,
    { gateway: 'paper' },
    { token: placed.token, key: newKey() },
  );
  assert.equal(status, 201);
  assert.deepEqual(
    body.order.payments.map((payment) => [payment.gateway, payment.status, payment.instructions]),
    [
      ['bank-transfer', 'canceled', undefined],
      ['paper', 'open', undefined],
    ],
  );
  assert.equal(codeOf((await paidByHand(shop, placed)) as never), 'order_closed');
});

test('nobody can say by a callback that the money has come (T-10)', async (t) => {
  const shop = await start(t);
  const placed = await place(shop);
  const said = { reference: placed.payment.id, status: 'paid', amount: placed.payment.amount };
  const answer = await shop.send('POST', '/callbacks/bank-transfer', JSON.stringify(said), { origin: null });
  assert.deepEqual([answer.status, codeOf(answer)], [400, 'callback_refused']);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
});

test('options a shopper could do nothing with are refused at once', () => {
  for (const change of [{ title: ' ' }, { instructions: '' }, { expiry: 1000 }, { expiry: NaN }])
    assert.throws(() => offlineGateway({ ...BANK, ...change }), TypeError);
});
