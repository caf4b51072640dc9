/**
 * A shopper who does anything in any order: several tabs, reloads, impatient clicks, challenges left open, a network and a
 * gateway that lose messages, callbacks late, twice, out of order or never. They want one thing and must pay for it once.
 * RUNS sets how many histories are tried; a failure prints its seed.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TEST_CARDS } from '../../src/gateways/sandbox/index.js';
import {
  createModelWorld,
  ordersApi,
  type Fault,
  type ModelTab,
  type ModelWorld,
  type Way,
} from '../support/model-world.js';

type Step =
  | { readonly do: 'open' }
  | { readonly do: 'pay' | 'reload' | 'close' | 'back' | 'start_over'; readonly tab: number }
  | { readonly do: 'card'; readonly tab: number; readonly card: string }
  | { readonly do: 'quantity'; readonly tab: number; readonly quantity: number }
  | { readonly do: 'answer'; readonly tab: number; readonly answer: 'accept' | 'refuse' | 'close' }
  | { readonly do: 'deliver'; readonly event: number }
  | { readonly do: 'finish' }
  | { readonly do: 'fault'; readonly way: Way; readonly fault: Fault }
  | { readonly do: 'advance'; readonly ms: number };

const tab = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'open' }) },
  { weight: 6, arbitrary: tab.map((tab): Step => ({ do: 'pay', tab })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('reload' as const, 'close' as const, 'back' as const, 'start_over' as const)
      .chain((what) => tab.map((tab): Step => ({ do: what, tab }))),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('card' as const),
      tab,
      card: fc.constantFrom(...TEST_CARDS.map(({ number }) => number)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quantity' as const), tab, quantity: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('answer' as const), tab, answer: fc.constantFrom('accept' as const, 'refuse' as const, 'close' as const) }),
  },
  { weight: 3, arbitrary: fc.nat(9).map((event): Step => ({ do: 'deliver', event })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'finish' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      way: fc.constantFrom('store' as const, 'gateway' as const, 'frame' as const),
      fault: fc.constantFrom('lost' as const, 'answer_lost' as const, 'busy' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(200, 30_000, 600_000).map((ms): Step => ({ do: 'advance', ms })) },
); // prettier-ignore

async function perform(world: ModelWorld, what: Step): Promise<void> {
  const pick = (index: number): ModelTab | undefined => world.tabs[index % Math.max(1, world.tabs.length)];
  switch (what.do) {
    case 'open':
      if (world.tabs.length < 3) await world.openTab();
      return;
    case 'pay':
      pick(what.tab)?.checkout.pay();
      return;
    case 'close':
      if (world.tabs.length > 1) pick(what.tab)?.close();
      return;
    case 'reload':
      pick(what.tab)?.close();
      await world.openTab();
      return;
    case 'back':
      pick(what.tab)?.checkout.restart();
      return;
    case 'start_over': {
      const one = pick(what.tab);
      // The button stands there only while an order placed before is shown.
      if (one?.checkout.get().flow.phase === 'editing' && one.checkout.get().resumed)
        one.checkout.startOver();
      return;
    }
    case 'card': {
      const one = pick(what.tab);
      if (one) one.card = what.card;
      return;
    }
    case 'quantity': {
      const one = pick(what.tab);
      // What is bought already is not in the cart any more; to put it there again would be a new wish.
      if (one?.store.cart.get().lines.length) one.store.cart.setQuantity('tea', what.quantity);
      return;
    }
    case 'answer':
      pick(what.tab)?.challenge?.(what.answer);
      return;
    case 'deliver':
      return world.deliver(what.event);
    case 'finish':
      return world.gateway.finishProcessing();
    case 'fault':
      world.faults[what.way].push(what.fault);
      return;
    case 'advance':
      return world.advance(what.ms);
  }
}

const taken = (world: ModelWorld): ModelWorld['gateway']['payments'] =>
  world.gateway.payments.filter(({ status }) => status === 'succeeded');

/** What a tab may say while money was taken: anything but that nothing was charged. */
function checkWords(world: ModelWorld): void {
  if (taken(world).length === 0) return;
  for (const { checkout } of world.tabs) {
    const { flow, elsewhere } = checkout.get();
    const notice = flow.phase === 'editing' && !elsewhere ? flow.notice : undefined;
    const claims = ['declined', 'canceled', 'error', 'quote_changed', 'quote_blocked'];
    if (!notice || !claims.includes(notice.kind) || (notice.kind === 'error' && notice.sent)) continue;
    // Money may have been taken in another tab meanwhile; what this tab says of its own try stays true.
    if (world.tabs.length > 1) continue;
    assert.fail(`a tab says "${notice.kind}" while money was taken`);
  }
}

async function live(steps: readonly Step[], options: { naive?: boolean } = {}): Promise<void> {
  const world = await createModelWorld(options);
  try {
    const first = await world.openTab();
    first.store.cart.add('tea', 2);
    await world.advance(200);
    for (const each of steps) {
      await perform(world, each);
      await world.quiet();
      await world.advance(150);
      checkWords(world);
      assert.ok(taken(world).length <= 1, 'I1: charged more than once');
    }
    // Everything can be reached again, and the gateway says all it has to say, in a bad order and twice.
    for (const way of ['store', 'gateway', 'frame'] as const) world.faults[way].length = 0;
    world.gateway.finishProcessing();
    for (let i = world.gateway.events.length - 1; i >= 0; i--) await world.deliver(i);
    for (let i = 0; i < world.gateway.events.length; i++) await world.deliver(i);
    for (let i = 0; i < 8; i++) await world.advance(20_000);
    await checkBooks(world);
  } finally {
    await world.close();
  }
}

async function checkBooks(world: ModelWorld): Promise<void> {
  const money = taken(world);
  assert.ok(money.length <= 1, 'I1: charged more than once');
  const api = ordersApi(world);
  const orders = await Promise.all(world.ordersOf().map((access) => api.order(access)));
  const paid = orders.filter(({ paymentStatus }) => paymentStatus === 'paid');
  assert.equal(paid.length, money.length, 'I2: money taken and order paid are the same thing');
  assert.deepEqual(
    paid.map(({ total }) => total.amount),
    money.map(({ amount }) => amount),
    'I3: the frozen amount',
  );
  if (paid.length === 0) return;
  // Whoever looks now sees it: nothing is left to pay, and what was bought is not bought again.
  const look = await world.openTab();
  for (let i = 0; i < 3; i++) await world.advance(200);
  const { flow, resumed } = look.checkout.get();
  const bought = paid[0]?.lines[0]?.quantity ?? 0;
  const left = look.store.cart.get().lines.find(({ sku }) => sku === 'tea')?.quantity ?? 0;
  assert.equal(resumed, undefined, 'a paid order is not offered for payment');
  assert.ok(flow.phase === 'editing' || flow.phase === 'handed', flow.phase);
  assert.ok(left === 0 || left < 3 || bought === 0, 'what was bought left the cart');
}

const runs = Number(process.env['RUNS'] ?? 250);
const history = fc.array(step, { minLength: 1, maxLength: 40 });

describe('a shopper who does anything (I1, I2, I3, T-14)', () => {
  it(`is charged once for one cart, in ${runs} histories`, async () => {
    await fc.assert(
      fc.asyncProperty(history, (steps) => live(steps)),
      { numRuns: runs },
    );
  });

  it('would be charged twice by a browser half that keeps no attempt and takes no turns', async () => {
    const control = await fc.check(
      fc.asyncProperty(history, (steps) => live(steps, { naive: true })),
      {
        numRuns: 2000,
        endOnFailure: true,
      },
    );
    assert.equal(control.failed, true, 'the test can find a double charge');
  });
});
