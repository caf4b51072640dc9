import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '../../src/money.js';
import { couponCode, couponsOf } from '../../src/server/coupon-options.js';
import { discountOf, type CouponRule } from '../../src/server/discount.js';
import { priceCart, type CatalogItem } from '../../src/server/pricing.js';

const item = (sku: string, price: number): CatalogItem => ({
  ...{ sku, productId: sku.slice(0, 1), title: sku, variant: '', price, image: null, available: null },
});
const carts = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c1'),
    price: fc.nat(50_000),
    quantity: fc.integer({ min: 1, max: 999 }),
  }),
  { selector: ({ sku }) => sku, minLength: 1 },
);
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const rules = fc
  .record({
    off: fc.oneof(
      fc.integer({ min: 1, max: 10_000 }).map((rate) => ({ rate })),
      fc.integer({ min: 1, max: 5_000_000 }).map((amount) => ({ amount })),
    ),
    minimum: optional(fc.integer({ min: 1, max: 1_000_000 })),
    skus: optional(fc.constant(['a1', 'c1'])),
    products: optional(fc.constant(['b'])),
    categories: optional(fc.constantFrom(['One'], ['One', 'Gone'])),
    excludeSale: optional(fc.boolean()),
  })
  .map(({ off, ...more }): CouponRule => {
    const given = Object.entries({ code: 'CODE', ...off, ...more }).filter(
      ([, value]) => value !== undefined,
    );
    return Object.fromEntries(given) as unknown as CouponRule;
  });

test('a discount is what the model says, its shares are the discount to the cent, and nothing falls below zero', () => {
  fc.assert(
    fc.property(carts, rules, fc.nat(10_000), fc.nat(5000), (cart, rule, tax, delivery) => {
      const quote = priceCart({
        currency: 'EUR',
        items: new Map(
          cart.map(({ sku, price }) => [
            sku,
            { ...item(sku, price), category: sku.endsWith('1') ? 'One' : null, onSale: sku.startsWith('c') },
          ]),
        ),
        lines: cart.map(({ sku, quantity }, index) => ({ sku, quantity, index })),
        country: 'DE',
        optionId: undefined,
        delivery: [{ id: 'post', title: '', description: '', countries: '*', amount: delivery }],
        tax: [{ countries: '*', rate: tax, included: false }],
        coupon: { code: 'CODE', rule },
        coupons: true,
      });
      const isFor = (sku: string): boolean =>
        !(rule.excludeSale && sku.startsWith('c')) &&
        ((!rule.skus && !rule.products && !rule.categories) ||
          !!rule.skus?.includes(sku) ||
          !!rule.products?.includes(sku.slice(0, 1)) ||
          (!!rule.categories && sku.endsWith('1')));
      const goods = cart.reduce(
        (sum, { sku, price, quantity }) => sum + (isFor(sku) ? price * quantity : 0),
        0,
      );
      const all = cart.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
      const off =
        goods === 0 || goods < (rule.minimum ?? 0)
          ? 0
          : Math.min(goods, rule.amount ?? Math.round((goods * (rule.rate ?? 0)) / 10_000));
      const row = (type: string): number => quote.totals.find((total) => total.type === type)?.amount ?? 0;
      assert.equal(row('discount'), 0 - off);
      assert.equal(row('tax'), Math.round(((all - off + delivery) * tax) / 10_000));
      assert.equal(row('total'), all - off + delivery + row('tax'));
      let shares = 0;
      for (const line of quote.line_items) {
        const of = (type: string): number => line.totals.find((total) => total.type === type)?.amount ?? 0;
        assert.equal(of('total'), of('subtotal') + of('discount'));
        assert.ok(of('total') >= 0 && of('discount') <= 0, 'no line below zero');
        if (!isFor(line.id)) assert.equal(of('discount'), 0);
        shares -= of('discount');
      }
      assert.equal(shares, off);
      assert.equal(quote.discounts?.applied.length, goods > 0 && goods >= (rule.minimum ?? 0) ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});

test('a percentage is split by largest remainder, the earlier line first', () => {
  const lines = ['a', 'b', 'c'].map((sku) => ({
    ...{ sku, productId: sku, amount: money(333, 'EUR') },
    ...{ category: null, onSale: false },
  }));
  const { amount, shares } = discountOf({ code: 'X', rule: { code: 'XXX', rate: 1000 } }, lines, 'EUR');
  assert.deepEqual([amount.amount, shares.map((share) => share.amount)], [100, [34, 33, 33]]);
});

test('codes are written one way, and none is a place for a card number', () => {
  for (const [typed, code] of [
    ['  spring-10 ', 'SPRING-10'],
    ['ｓｐｒｉｎｇ', 'SPRING'],
    ['ab', undefined],
    ['a b c', undefined],
    ['x'.repeat(33), undefined],
    ['4242424242424242', undefined],
    ['<img>', undefined],
  ] as const)
    assert.equal(couponCode(typed), code, typed);
});

test('a rule that could not work is refused at the start, with the cure', () => {
  for (const [rule, cure] of [
    [{ code: 'AB', rate: 1 }, /no code/],
    [{ code: 'BOTH', rate: 1, amount: 1 }, /either a rate or an amount/],
    [{ code: 'NONE' }, /either a rate or an amount/],
    [{ code: 'FAR', rate: 10_001 }, /basis points/],
    [{ code: 'HALF', rate: 0.5 }, /basis points/],
    [{ code: 'MUCH', amount: 1001 }, /minor units/],
    [{ code: 'WHEN', rate: 1, endsAt: '1 May' }, /2026-12-01/],
    [{ code: 'ALL', rate: 1, skus: [] }, /list with something in it/],
    [{ code: 'CAT', rate: 1, categories: [] }, /list with something in it/],
    [{ code: 'ONCE', rate: 1, oncePerCustomer: 1 as never }, /oncePerCustomer as true or false/],
  ] as [CouponRule, RegExp][])
    assert.throws(() => couponsOf([rule], 1000), cure);
  assert.throws(
    () =>
      couponsOf(
        [
          { code: 'abc', rate: 1 },
          { code: 'ABC', rate: 2 },
        ],
        1000,
      ),
    /two of the same code/,
  );
});
