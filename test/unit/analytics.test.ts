import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createCartDiff } from '../../src/analytics/cart-diff.js';
import { consentMode, createConsent } from '../../src/analytics/consent.js';
import { decimal, ofOrder, ofQuote, refundOf, viewItem, viewItemList } from '../../src/analytics/ga4.js';
import type { Line, Order, Product, Quote, Total } from '../../src/api/types.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import { addLine, setQuantity, type CartLines } from '../../src/cart/lines.js';
import { decimalsOf, money } from '../../src/money.js';

const line = (sku: string, amount: number, quantity: number, currency = 'EUR'): Line => ({
  ...{ sku, productId: `p-${sku}`, title: `The ${sku}`, variant: '', image: null, quantity, quantityMax: 99 },
  price: money(amount, currency),
  subtotal: money(amount * quantity, currency),
});
const total = (type: Total['type'], amount: number, currency = 'EUR'): Total => ({
  type,
  amount: money(amount, currency),
  included: false,
});
const delivery = {
  country: 'DE',
  options: [{ id: 'post', title: 'Post', description: '', amount: money(490, 'EUR') }],
  optionId: 'post',
};
const quote = (lines: readonly Line[], totals: readonly Total[] = []): Quote => ({
  ...{ ready: true, hash: 'h', currency: 'EUR', lines, messages: [], delivery },
  totals: [
    total(
      'subtotal',
      lines.reduce((sum, { subtotal }) => sum + subtotal.amount, 0),
    ),
    ...totals,
  ],
  total: money(1, 'EUR'),
});

const ORDER: Order = {
  ...{ id: 'ord_secretish', number: '1042', status: 'completed', paymentStatus: 'paid', mode: 'live' },
  placedAt: '2026-11-28T12:00:00Z',
  lines: [line('tea', 1250, 2), line('bowl', 2800, 1)],
  totals: [total('subtotal', 5300), total('discount', -300), total('fulfillment', 490), total('tax', 876), total('total', 6366)],
  total: money(6366, 'EUR'),
  delivery,
  quoteHash: 'hash-of-the-quote',
  emailHint: 'a…@example.com',
  due: money(0, 'EUR'),
  payments: [
    {
      ...{ id: 'pay_1', number: 1, gateway: 'stripe', status: 'paid', declineCode: null, instructions: undefined },
      amount: money(6366, 'EUR'),
    },
  ],
}; // prettier-ignore

describe('GA4 events', () => {
  it('a purchase: goods without tax and delivery, decimals, the number, the way to pay, and nothing else', () => {
    assert.deepEqual(ofOrder('purchase', ORDER), {
      name: 'purchase',
      params: {
        ...{ currency: 'EUR', value: 50, tax: 8.76, shipping: 4.9, transaction_id: '1042' },
        ...{ payment_type: 'stripe', store_mode: 'live' },
        items: [
          { item_id: 'p-tea', item_name: 'The tea', sku: 'tea', price: 12.5, quantity: 2 },
          { item_id: 'p-bowl', item_name: 'The bowl', sku: 'bowl', price: 28, quantity: 1 },
        ],
      },
    });
  });

  it('no event holds anything of a person or opens an order, whatever the shop’s things hold', () => {
    // Everything that is no product, amount or way: fields of an order, and what could be added to it later.
    const rich = {
      ...ORDER,
      ...{
        token: 'tok_SECRET',
        email: 'ana@example.com',
        buyer: { email: 'ana@example.com', phone: '+49301234' },
      },
      ...{ shippingAddress: { full_name: 'Ana Schmidt' }, note: 'Ring at Schmidt', coupon: 'ANA-BIRTHDAY' },
    };
    const said = JSON.stringify([
      ...(['add_shipping_info', 'add_payment_info', 'purchase'] as const).map((name) => ofOrder(name, rich)),
      refundOf(rich),
    ]);
    assert.doesNotMatch(said, /ana|schmidt|SECRET|\+49|ord_|pay_|hash|example/i);
    assert.match(said, /1042/);
  });

  it('amounts are those of our table of minor units, for every currency', () => {
    assert.equal(decimal(money(3400, 'JPY')), 3400);
    assert.equal(decimal(money(3400, 'KWD')), 3.4);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom('EUR', 'JPY', 'KWD', 'HUF', 'CLF'), (amount, currency) => {
        assert.equal(Math.round(decimal(money(amount, currency)) * 10 ** decimalsOf(currency)), amount);
      }),
    );
  }); // prettier-ignore

  it('a way to deliver is named with add_shipping_info alone', () => {
    const priced = quote([line('tea', 1250, 2)]);
    assert.equal(ofQuote('add_shipping_info', priced).params.shipping_tier, 'Post');
    assert.equal(ofQuote('begin_checkout', priced).params.shipping_tier, undefined);
    assert.equal(ofQuote('view_cart', priced).params.value, 25);
  });

  it('a product is looked at with its lowest price; a list has an index and no sum; one without variants is left out', () => {
    const product = (id: string, ...prices: number[]): Product => ({
      ...{ id, title: `The ${id}`, description: '', image: null, options: [] },
      ...{ images: [], category: null, catalogOnly: false },
      variants: prices.map((price, i) => ({
        ...{ sku: `${id}-${i}`, title: '', options: {}, available: true },
        price: money(price, 'EUR'),
        ...{ compareAt: undefined, image: null, left: undefined },
      })),
    });
    assert.deepEqual(viewItem(product('mug', 3000, 2800))?.params, {
      ...{ currency: 'EUR', value: 28 },
      items: [{ item_id: 'mug', item_name: 'The mug', price: 28 }],
    });
    const list = viewItemList([product('mug', 3000), product('none'), product('cup', 900)], 'Shop');
    assert.deepEqual(list?.params.items?.map(({ index, item_id }) => [index, item_id]), [[0, 'mug'], [2, 'cup']]); // prettier-ignore
    assert.equal('value' in (list?.params ?? {}), false);
    assert.equal(viewItem(product('none')), undefined);
  });
});

const snapshot = (lines: CartLines, status: CartSnapshot['status'] = 'priced'): CartSnapshot => ({
  ...{ lines, status, count: 0, messages: [], error: undefined },
  quote: lines.length ? quote(lines.map(({ sku, quantity }) => line(sku, 1000, quantity))) : undefined,
  coupon: undefined,
  giftNote: '',
  delivery: { country: undefined, optionId: undefined },
});
const brief = (events: readonly { name: string; params: { items?: readonly { sku?: string; quantity?: number }[] } }[]): string[] =>
  events.map(({ name, params }) => `${name} ${params.items?.map(({ sku, quantity }) => `${sku}×${quantity}`).join()}`); // prettier-ignore

describe('what was put into the cart', () => {
  it('is told once prices are there; a burst is one event, there and back is none', () => {
    const diff = createCartDiff([]);
    diff.see(snapshot([{ sku: 'tea', quantity: 1 }], 'pending'), true);
    assert.deepEqual(diff.take(), []);
    diff.see(snapshot([{ sku: 'tea', quantity: 3 }]), true);
    assert.deepEqual(brief(diff.take()), ['add_to_cart tea×3']);
    diff.see(snapshot([{ sku: 'tea', quantity: 2 }]), true);
    diff.see(snapshot([{ sku: 'tea', quantity: 3 }]), true);
    assert.deepEqual(diff.take(), []);
  });

  it('was there when the page came: it is not put in again; and what another tab did is that tab’s to tell', () => {
    const diff = createCartDiff(undefined);
    diff.see(snapshot([{ sku: 'tea', quantity: 2 }]), true);
    assert.deepEqual(diff.take(), []);
    diff.see(snapshot([{ sku: 'tea', quantity: 5 }]), false);
    assert.deepEqual(diff.take(), []);
    diff.see(snapshot([{ sku: 'tea', quantity: 6 }]), true);
    assert.deepEqual(brief(diff.take()), ['add_to_cart tea×1']);
  });

  it('and was taken out, at the price it had; what an order took is no removal, whichever is heard of first', () => {
    const both = [{ sku: 'tea', quantity: 2 }, { sku: 'bowl', quantity: 1 }]; // prettier-ignore
    const diff = createCartDiff(both);
    diff.see(snapshot(both), true);
    diff.see(snapshot([{ sku: 'bowl', quantity: 1 }]), true);
    assert.deepEqual(brief(diff.take()), ['remove_from_cart tea×2']);
    for (const orderFirst of [true, false]) {
      const bought = createCartDiff(both);
      bought.see(snapshot(both), true);
      if (orderFirst) bought.ordered(both);
      bought.see(snapshot([], 'empty'), true);
      if (!orderFirst) bought.ordered(both);
      assert.deepEqual(bought.take(), []);
    }
  });

  it('comes to what the cart holds, however it was changed', () => {
    const step = fc.record({ sku: fc.constantFrom('tea', 'bowl', 'mug'), quantity: fc.integer({ min: 0, max: 5 }), take: fc.boolean() }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const diff = createCartDiff([]);
        let lines: CartLines = [];
        const sums = new Map<string, number>();
        const count = (): void => {
          for (const { name, params } of diff.take())
            for (const { sku = '', quantity = 0 } of params.items ?? [])
              sums.set(sku, (sums.get(sku) ?? 0) + (name === 'add_to_cart' ? quantity : -quantity));
        };
        for (const { sku, quantity, take } of steps) {
          lines = lines.some((each) => each.sku === sku) || quantity === 0
            ? setQuantity(lines, sku, quantity)
            : addLine(lines, sku, quantity);
          diff.see(snapshot(lines, lines.length ? 'priced' : 'empty'), true);
          if (take) count();
        }
        count();
        const left = new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
        for (const sku of ['tea', 'bowl', 'mug']) assert.equal(sums.get(sku) ?? 0, left.get(sku) ?? 0);
      }),
    );
  }); // prettier-ignore
});

describe('consent', () => {
  const update = (analytics_storage: unknown): unknown => ({
    0: 'consent',
    1: 'update',
    2: { analytics_storage },
    length: 3,
  });
  const base = (analytics_storage: unknown): unknown => ({
    0: 'consent',
    1: 'default',
    2: { analytics_storage },
    length: 3,
  });

  it('mode: the last update counts, before any the defaults if all agree; whatever is no clear yes is a no', () => {
    for (const [layer, yes] of [
      [[], false],
      [[base('granted')], true],
      [[base('granted'), base('denied')], false],
      [[base('denied'), update('granted')], true],
      [[base('denied'), update('granted'), update('denied')], false],
      [[base('denied'), { event: 'x' }, null, 7, ['consent', 'update', null], update(undefined)], false],
      [[update(true)], false],
      [[['consent', 'update', { ad_storage: 'granted' }]], false],
      [[['consent', 'update', { analytics_storage: 'granted' }]], true],
    ] as const)
      assert.equal(consentMode(layer), yes, JSON.stringify(layer));
  }); // prettier-ignore

  it('given, asked, promised, refused, broken', async () => {
    const never = (): void => assert.fail('nothing was given');
    const ask = (consent: unknown, onGiven = never): (() => boolean) =>
      createConsent(consent as boolean, () => [], onGiven);
    assert.equal(ask(true)(), true);
    for (const no of [false, undefined, null, 'granted', 1, () => 'yes', () => { throw new Error('x'); }]) assert.equal(ask(no)(), false); // prettier-ignore
    let allowed = false;
    const asked = ask(() => allowed);
    assert.equal(asked(), false);
    allowed = true;
    assert.equal(asked(), true);
    allowed = false;
    assert.equal(asked(), false, 'taken back');
    let given = 0;
    let resolve = (_: boolean): void => undefined;
    const promise = new Promise<boolean>((settle) => (resolve = settle));
    const promised = ask(promise, () => given++);
    assert.equal(promised(), false);
    resolve(true);
    await promise;
    await Promise.resolve();
    assert.deepEqual([promised(), given], [true, 1]);
    const refused = ask(Promise.reject(new Error('closed')));
    await Promise.resolve();
    assert.equal(refused(), false);
  });
});
