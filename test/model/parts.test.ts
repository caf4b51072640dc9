/**
 * Orders paid in parts, over any history: gift cards that cover some of it, cards that are refused, answers that get lost, callbacks
 * late and out of order, Square letting go of what it held, shoppers who give up. At no time has Square taken more than the order's
 * total, and at the end it has taken all of it from a paid order and nothing from any other. PARTS_RUNS sets how many histories.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { WireOrder } from '../../src/api/wire.js';
import type { Fault } from '../support/square/api.js';
import { startShop, type SquareShop } from '../support/square/shop.js';

type Step =
  | { readonly do: 'gift'; readonly balance: 100 | 500 | 999_999 | 'none' }
  | { readonly do: 'card'; readonly name: 'ok' | 'declined' }
  | { readonly do: 'cancel' | 'sweep' | 'let go' }
  | { readonly do: 'deliver'; readonly last: number; readonly backwards: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'fault'; readonly at: string; readonly fault: Fault; readonly times: number };

const is = <T extends string>(...each: T[]): fc.Arbitrary<T> => fc.constantFrom(...each);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: is('gift'), balance: fc.constantFrom(100 as const, 500 as const, 500 as const, 999_999 as const, 'none' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: is('card'), name: is('ok', 'ok', 'declined') }) },
  { weight: 4, arbitrary: fc.record({ do: is('cancel', 'sweep', 'sweep', 'let go') }) },
  { weight: 3, arbitrary: fc.record({ do: is('deliver'), last: fc.integer({ min: 1, max: 9 }), backwards: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: is('wait'), ms: fc.constantFrom(6000, 61_000, 7_200_000) }) },
  { weight: 4, arbitrary: fc.record({ do: is('fault'), at: is('', 'complete', 'cancel', '/refunds'), fault: is<Fault>('broken', 'lost', 'lost', 'reset', 'html'), times: fc.integer({ min: 1, max: 4 }) }) },
); // prettier-ignore

const GIFT: Step = { do: 'gift', balance: 500 };
const LOST: Step = { do: 'fault', at: 'complete', fault: 'lost', times: 2 };
/** How histories begin: random steps alone seldom come to where parts are half taken. */
const beginning = fc.constantFrom<Step[]>(
  [],
  [GIFT],
  [GIFT, { do: 'card', name: 'declined' }],
  [GIFT, LOST, { do: 'card', name: 'ok' }],
  [GIFT, LOST, { do: 'card', name: 'ok' }, { do: 'let go' }],
);

const kept = ({ api }: SquareShop): number =>
  [...api.book.payments.values()]
    .filter(({ status }) => status === 'COMPLETED')
    .reduce(
      (sum, { amountMoney, refundedMoney }) =>
        sum + Number(amountMoney?.amount ?? 0n) - Number(refundedMoney?.amount ?? 0n),
      0,
    );

async function history(t: TestContext, steps: readonly Step[]): Promise<string> {
  const shop = await startShop(t);
  const { api, server } = shop;
  const placed = await shop.place();
  const total = placed.payment.amount;
  let tokens = 0;

  async function pay(token: string, partial: boolean): Promise<void> {
    const { payments } = await shop.order(placed);
    const open = payments.find(({ status }) => status === 'open');
    const attempt = open ? open.id : (await shop.payAgain(placed)).body.payment?.id;
    // There may be none to pay: refused, or under way.
    if (attempt) await shop.submit(placed, `cnon:${token}-${++tokens}`, attempt, { partial });
  }

  async function take(each: Step): Promise<void> {
    switch (each.do) {
      case 'gift':
        return pay(each.balance === 'none' ? 'funds' : `gift-${each.balance}`, true);
      case 'card':
        return pay(each.name, false);
      case 'cancel': {
        const { status } = await server.post(
          `/orders/${placed.order.id}/cancel`,
          {},
          { token: placed.token },
        );
        if (status === 200) assert.equal(kept(shop), 0, 'an order was given up though it was paid for');
        return;
      }
      case 'sweep':
        return void (await server.server.sweep());
      case 'let go': {
        const held = [...api.book.payments.values()].find(({ status }) => status === 'APPROVED');
        return void (held?.id && api.book.cancel(held.id));
      }
      case 'deliver': {
        const events = api.events.all.slice(-each.last);
        for (const event of each.backwards ? events.reverse() : events) await shop.deliver(event);
        return;
      }
      case 'wait':
        return server.advance(each.ms);
      case 'fault':
        for (let n = 0; n < each.times; n++)
          api.faults.push({ request: requestOf(api, each.at), fault: each.fault });
    }
  }

  api.events.setDelivery({ drop: true });
  for (const each of steps) {
    await take(each);
    assert.ok(kept(shop) <= total, `Square took ${kept(shop)} of ${total}`);
    const order = await shop.order(placed);
    if (order.payment_status === 'paid') assert.equal(kept(shop), total);
    const last = order.payments.at(-1);
    const held = order.payments.some(({ status }) => status === 'held');
    if (!steps.some((any) => any.do === 'fault') && last?.status === 'declined')
      assert.equal(held, false, 'a part is held though its rest was refused');
    if (order.amount_due === 0 && kept(shop) === 0)
      assert.notEqual(order.payment_status, 'unpaid', 'nothing is due of an order that nobody paid');
  }

  api.faults.length = 0;
  for (let n = 0; n < 12; n++) {
    server.advance(8 * 3_600_000);
    await server.server.sweep();
  }
  for (const event of api.events.all) await shop.deliver(event);
  const order: WireOrder = await shop.order(placed);
  const left = [...api.book.payments.values()].filter(({ status }) => status === 'APPROVED');
  assert.deepEqual(left, [], 'money stays set aside for nothing');
  assert.ok(['paid', 'canceled', 'expired'].includes(order.payment_status), order.payment_status);
  assert.equal(kept(shop), order.payment_status === 'paid' ? total : 0);
  return `${order.payment_status} by ${api.book.charged()}`;
}

/** Requests like that, of any payment: the double knows them by how they begin. */
function requestOf(api: SquareShop['api'], at: string): string {
  if (at === '' || at === '/refunds') return at === '' ? 'POST /v2/payments' : 'POST /v2/refunds';
  const held = [...api.book.payments.values()].find(({ status }) => status === 'APPROVED');
  return `POST /v2/payments/${held?.id ?? ''}/${at}`;
}

test('I1, I3: an order in parts is taken whole or not at all, over any history', async (t) => {
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(beginning, fc.array(step, { minLength: 2, maxLength: 12 }), async (first, then) => {
      const end = await history(t, [...first, ...then]);
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }),
    { numRuns: Number(process.env['PARTS_RUNS'] ?? 40) },
  );
  t.diagnostic([...ends].map(([end, times]) => `${end}: ${times}`).join(', '));
});
