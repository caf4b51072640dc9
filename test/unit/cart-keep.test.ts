import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Quote, QuoteRequest } from '../../src/api/types.js';
import { createCart, type Cart } from '../../src/cart/cart.js';
import type { Env, KeyValueStorage } from '../../src/env.js';

/** Two tabs and more of one browser: a storage they share, or that refuses, and a channel between them. */
function browser(how: 'works' | 'refused' | 'full' = 'works') {
  const storage = new Map<string, string>();
  const listeners = new Map<object, (message: unknown) => void>();
  const asked: QuoteRequest[] = [];
  const over = (map: Map<string, string>): KeyValueStorage => ({
    getItem: (key) => map.get(key) ?? null,
    setItem(key, value) {
      if (how === 'full') throw new DOMException('', 'QuotaExceededError');
      map.set(key, value);
    },
    removeItem: (key) => void map.delete(key),
  });
  const tab = (session = new Map<string, string>()): Cart => {
    const self = {};
    const env = {
      wait: () => Promise.resolve(),
      storage: how === 'refused' ? undefined : over(storage),
      session: how === 'refused' ? undefined : over(session),
      channel: () => ({
        post(message: unknown) {
          // As a browser does: a copy, to the others only.
          for (const [other, listener] of listeners) if (other !== self) listener(structuredClone(message));
        },
        listen: (listener: (message: unknown) => void) => void listeners.set(self, listener),
      }),
    } as unknown as Env;
    const quote = (request: QuoteRequest): Promise<Quote> => {
      asked.push(request);
      return Promise.resolve({ messages: [] } as unknown as Quote);
    };
    return createCart(env, { quote }, '/store', new AbortController().signal);
  };
  return { tab, storage, asked };
}

const linesOf = (cart: Cart): string =>
  cart
    .get()
    .lines.map(({ sku, quantity }) => `${sku}:${quantity}`)
    .join();

for (const how of ['works', 'refused', 'full'] as const) {
  test(`tabs know of each other at once, and none overwrites another's change: storage ${how}`, () => {
    const { tab } = browser(how);
    const [one, two] = [tab(), tab()];
    one.add('tea', 2);
    two.add('bowl');
    one.setQuantity('bowl', 3);
    two.remove('tea');
    one.setCoupon('SPRING');
    two.add('whisk', 1, 0);
    for (const cart of [one, two]) {
      assert.equal(linesOf(cart), 'whisk:1,bowl:3');
      assert.equal(cart.get().coupon, 'SPRING');
      assert.equal(cart.get().count, 4);
    }
  });
}

test('a later visit finds lines and code; the gift note is the tab’s own and goes with it (T-09)', () => {
  const { tab, storage } = browser();
  const session = new Map<string, string>();
  const first = tab(session);
  first.add('tea', 2);
  first.setCoupon('SPRING');
  first.setGiftNote('For Ben, from Ana');
  assert.ok(![...storage.values()].join().includes('Ben'));
  const later = tab(session).get();
  assert.deepEqual(
    [later.lines, later.coupon, later.giftNote],
    [[{ sku: 'tea', quantity: 2 }], 'SPRING', 'For Ben, from Ana'],
  );
  assert.equal(tab().get().giftNote, '', 'another tab has none');
});

test('an order takes its pieces, its code and its note out of the cart, and leaves what came since', () => {
  const cart = browser().tab();
  cart.add('tea', 2);
  cart.setCoupon('SPRING');
  cart.setGiftNote('For Ben');
  cart.add('bowl');
  cart.takeOrdered([{ sku: 'tea', quantity: 2 }]);
  const { lines, coupon, giftNote } = cart.get();
  assert.deepEqual([lines, coupon, giftNote], [[{ sku: 'bowl', quantity: 1 }], undefined, '']);
});

test('prices are asked for with the code', async () => {
  const { tab, asked } = browser();
  const cart = tab();
  cart.add('tea');
  cart.setCoupon('SPRING');
  await cart.refresh();
  assert.equal(asked.at(-1)?.coupon, 'SPRING');
});

test('T-09: whatever stands in the storage or comes from another tab, there is a cart that works', () => {
  const poison = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ lines: fc.anything(), coupon: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
    fc.constant('{"lines":'.repeat(9000)),
  );
  fc.assert(
    fc.property(poison, (text) => {
      const { tab, storage } = browser();
      storage.set('store-elements:cart:/store', text);
      const cart = tab();
      const { lines, coupon } = cart.get();
      for (const { sku, quantity } of lines) assert.ok(sku.length <= 100 && quantity >= 1 && quantity <= 999);
      assert.ok(coupon === undefined || (typeof coupon === 'string' && coupon.length <= 64));
      cart.clear();
      cart.add('tea', 2);
      assert.equal(linesOf(tab()), 'tea:2');
    }),
  );
});
