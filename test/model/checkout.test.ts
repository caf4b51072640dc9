/**
 * A shopper who does anything in any order: several tabs, card or wallet, reloads, impatient clicks, challenges left open, a network and a
 * gateway that lose messages, callbacks late, twice, out of order or never. They want one thing and must pay for it once.
 * RUNS sets how many histories are tried; a failure prints its seed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { TEST_CARDS } from '../../src/gateways/sandbox/index.js';
import {
  ordersApi,
  startModelShop,
  type Fault,
  type ModelShop,
  type ModelTab,
  type ModelWorld,
  type Way,
} from '../support/model-world.js';

type Step =
  | { readonly do: 'open' }
  | { readonly do: 'pay' | 'wallet' | 'reload' | 'close' | 'back' | 'start_over'; readonly tab: number }
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
  { weight: 3, arbitrary: tab.map((tab): Step => ({ do: 'wallet', tab })) },
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

/** Whether the form is there, and with it the button and what it says: an empty cart has none. */
function showsForm({ checkout, store }: ModelTab): boolean {
  const { flow, resumed, placed } = checkout.get();
  return flow.phase === 'editing' && (store.cart.get().status !== 'empty' || !!resumed || !!placed);
}

/** Pieces of tea, by the only prices there are. */
const pieces = (amount: number): number => (amount - 490) / 1250;

/** How many pieces the shopper ever wanted in all: what they knew to be bought, and what they then had in the cart. */
interface Wish {
  pieces: number;
}

async function perform(world: ModelWorld, wish: Wish, what: Step): Promise<void> {
  const pick = (index: number): ModelTab | undefined => world.tabs[index % Math.max(1, world.tabs.length)];
  switch (what.do) {
    case 'open':
      if (world.tabs.length < 3) await world.openTab();
      return;
    case 'pay': {
      const one = pick(what.tab);
      if (one && showsForm(one)) one.checkout.pay();
      return;
    }
    case 'wallet':
      // Not awaited: a challenge of the wallet's card may stay open while the shopper does other things.
      void pick(what.tab)?.payByWallet();
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
      if (!one?.store.cart.get().lines.length) return;
      wish.pieces = Math.max(wish.pieces, (await bought(world, 'known')) + what.quantity);
      one.store.cart.setQuantity('tea', what.quantity);
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

/** Pieces that were charged; `known`: only of orders that the browser has seen paid and taken out of its cart. */
async function bought(world: ModelWorld, what: 'all' | 'known'): Promise<number> {
  const api = ordersApi(world);
  const kept = what === 'known' ? world.keptOrder() : undefined;
  const access = world.ordersOf().find(({ id }) => id === kept);
  const open = access && (await api.order(access));
  return taken(world)
    .filter(({ reference }) => !open?.payments.some(({ id }) => id === reference))
    .reduce((sum, { amount }) => sum + pieces(amount), 0);
}

/** What a tab may say while money was taken: anything but that nothing was charged. */
function checkWords(world: ModelWorld): void {
  if (taken(world).length === 0) return;
  for (const tab of world.tabs.filter(showsForm)) {
    const { flow, elsewhere } = tab.checkout.get();
    const notice = flow.phase === 'editing' && !elsewhere ? flow.notice : undefined;
    const claims = ['declined', 'canceled', 'error', 'quote_changed', 'quote_blocked'];
    if (!notice || !claims.includes(notice.kind) || (notice.kind === 'error' && notice.sent)) continue;
    // Money may have been taken in another tab meanwhile; what this tab says of its own try stays true.
    if (world.tabs.length > 1) continue;
    assert.fail(`a tab says "${notice.kind}" while money was taken`);
  }
}

async function live(world: ModelWorld, steps: readonly Step[]): Promise<void> {
  try {
    const first = await world.openTab();
    first.store.cart.add('tea', 2);
    await world.advance(200);
    const wish: Wish = { pieces: 2 };
    for (const each of steps) {
      await perform(world, wish, each);
      await world.quiet();
      await world.advance(150);
      checkWords(world);
      assert.ok((await bought(world, 'all')) <= wish.pieces, 'I1: charged for more than was wanted');
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
  const byAmount = (a: number, b: number): number => a - b;
  const money = taken(world).map(({ amount }) => amount);
  const api = ordersApi(world);
  const orders = await Promise.all(world.ordersOf().map((access) => api.order(access)));
  const paid = orders.filter(({ paymentStatus }) => paymentStatus === 'paid');
  // As many, and of the same amounts: no order with two charges, no charge without its order, none of another amount.
  assert.deepEqual(
    paid.map(({ total }) => total.amount).sort(byAmount),
    money.sort(byAmount),
    'I1, I2, I3: money taken and orders paid are the same',
  );
  // Whoever looks now sees it: nothing that is paid is offered for payment.
  const look = await world.openTab();
  for (let i = 0; i < 3; i++) await world.advance(200);
  const { flow, resumed } = look.checkout.get();
  assert.ok(!paid.some(({ id }) => id === resumed?.order.id), 'a paid order is not offered for payment');
  assert.ok(flow.phase === 'editing' || flow.phase === 'handed', flow.phase);
}

const runs = Number(process.env['RUNS'] ?? 250);
const history = fc.array(step, { minLength: 1, maxLength: 40 });

describe('a shopper who does anything (I1, I2, I3, T-14)', () => {
  let shop: ModelShop;
  before(async () => {
    shop = await startModelShop();
  });
  after(() => shop.close());

  it(`is charged once for one cart, in ${runs} histories`, async () => {
    await fc.assert(
      fc.asyncProperty(history, (steps) => live(shop.begin(), steps)),
      { numRuns: runs },
    );
  });

  it('would be charged twice by a browser half that keeps no attempt and takes no turns', async () => {
    const control = await fc.check(
      fc.asyncProperty(history, (steps) => live(shop.begin({ naive: true }), steps)),
      {
        numRuns: 2000,
        endOnFailure: true,
      },
    );
    assert.equal(control.failed, true, 'the test can find a double charge');
  });
});
