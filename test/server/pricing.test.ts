import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '../../src/money.js';
import {
  priceCart,
  type CatalogItem,
  type DeliveryRule,
  type PricingFacts,
} from '../../src/server/pricing.js';
import { taxOf, type TaxFacts, type TaxRate } from '../../src/server/tax.js';
import { totalOf } from '../support/server.js';

const POST: DeliveryRule = { id: 'post', title: 'Post', description: '', countries: '*', amount: 490 };

const item = (sku: string, price: number, available: number | null = null): CatalogItem => ({
  sku,
  productId: `p-${sku}`,
  title: `Item ${sku}`,
  variant: '',
  price,
  image: null,
  available,
});

const facts = (changes: Partial<PricingFacts> = {}, ...items: CatalogItem[]): PricingFacts => ({
  currency: 'EUR',
  items: new Map((items.length ? items : [item('tea', 1250)]).map((each) => [each.sku, each])),
  lines: (items.length ? items : [item('tea', 1250)]).map(({ sku }, index) => ({ sku, quantity: 2, index })),
  country: 'DE',
  optionId: undefined,
  delivery: [POST],
  tax: undefined,
  ...changes,
});

const rate = (bp: number, included: boolean): TaxRate[] => [{ countries: '*', rate: bp, included }];

const anyFacts: fc.Arbitrary<PricingFacts> = fc
  .record({
    items: fc.uniqueArray(
      fc.record({
        sku: fc.stringMatching(/^[a-z]{1,3}$/),
        price: fc.integer({ min: 0, max: 10_000_000_000 }),
        available: fc.option(fc.integer({ min: 0, max: 2000 })),
        quantity: fc.integer({ min: 1, max: 999 }),
        known: fc.boolean(),
      }),
      { maxLength: 12, selector: ({ sku }) => sku },
    ),
    delivery: fc.array(
      fc.record({
        amount: fc.integer({ min: 0, max: 100_000 }),
        freeFrom: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    pick: fc.integer({ min: -1, max: 3 }),
    tax: fc.option(fc.record({ rate: fc.integer({ min: 0, max: 10_000 }), included: fc.boolean() })),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'HUF'),
  })
  .map(({ items, delivery, pick, tax, currency }) => ({
    currency,
    items: new Map(
      items
        .filter(({ known }) => known)
        .map(({ sku, price, available }) => [sku, item(sku, price, available)]),
    ),
    lines: items.map(({ sku, quantity }, index) => ({ sku, quantity, index })),
    country: 'DE',
    optionId: pick < 0 ? undefined : `d${pick}`,
    delivery: delivery.map(({ amount, freeFrom }, index) => ({
      id: `d${index}`,
      title: '',
      description: '',
      countries: '*' as const,
      amount,
      ...(freeFrom !== null && { freeFrom }),
    })),
    tax: tax ? [{ countries: '*' as const, ...tax }] : undefined,
  }));

test('T-24, I10: lines add up to the subtotal and the rows to the total, for every cart and currency', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const quote = priceCart(given);
      const lines = quote.line_items.reduce((sum, line) => sum + line.item.price * line.quantity, 0);
      assert.equal(totalOf(quote, 'subtotal'), lines);
      for (const line of quote.line_items)
        assert.equal(line.totals[0]?.amount, line.item.price * line.quantity);
      const rows = quote.totals.filter((row) => row.type !== 'total' && !row.included);
      assert.equal(
        totalOf(quote),
        rows.reduce((sum, row) => sum + row.amount, 0),
      );
      assert.ok(quote.totals.every(({ amount }) => Number.isSafeInteger(amount) && amount >= 0));
      assert.equal(quote.currency, given.currency);
    }),
    { numRuns: 2000 },
  );
});

test('T-08: a quote is ready only if every line can be had and there is something to pay', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const quote = priceCart(given);
      const canHave = given.lines.every(({ sku, quantity }) => {
        const found = given.items.get(sku);
        return found && quantity <= Math.min(999, found.available ?? 999);
      });
      const ready = given.lines.length > 0 && canHave && totalOf(quote) > 0;
      assert.equal(quote.status, ready ? 'ready_for_complete' : 'incomplete');
      assert.equal(quote.line_items.length, given.lines.filter(({ sku }) => given.items.has(sku)).length);
    }),
    { numRuns: 1000 },
  );
});

test('T-08: the hash changes with every price, quantity, item, delivery and tax, and with nothing else', () => {
  const base = facts({}, item('tea', 1250), item('bowl', 2800));
  const { hash } = priceCart(base);
  assert.match(hash, /^[A-Za-z0-9_-]{43}$/);
  const [first, second] = base.lines as [PricingFacts['lines'][number], PricingFacts['lines'][number]];
  const others: PricingFacts[] = [
    { ...base, lines: [first] },
    { ...base, lines: [{ ...first, quantity: 3 }, second] },
    { ...base, items: new Map(base.items).set('tea', item('tea', 1251)) },
    { ...base, currency: 'USD' },
    { ...base, delivery: [{ ...POST, amount: 491 }] },
    { ...base, delivery: [{ ...POST, id: 'parcel' }] },
    { ...base, tax: rate(1900, false) },
    { ...base, tax: rate(1900, true) },
    // The same sum in other pieces.
    { ...base, items: new Map(base.items).set('tea', item('tea', 1300)).set('bowl', item('bowl', 2750)) },
  ];
  assert.equal(new Set([hash, ...others.map((other) => priceCart(other).hash)]).size, others.length + 1);
  const same: PricingFacts[] = [
    { ...base, lines: [second, first] },
    { ...base, items: new Map(base.items).set('tea', { ...item('tea', 1250, 70), title: 'Renamed' }) },
    { ...base, optionId: 'post' },
  ];
  for (const each of same) assert.equal(priceCart(each).hash, hash);
});

test('delivery: the cheapest is preselected, the first of equals; what is asked for wins', () => {
  const delivery: DeliveryRule[] = [
    { ...POST, id: 'express', amount: 990 },
    { ...POST, id: 'post', amount: 490 },
    { ...POST, id: 'parcel', amount: 490 },
  ];
  assert.equal(priceCart(facts({ delivery })).fulfillment.option_id, 'post');
  const asked = priceCart(facts({ delivery, optionId: 'express' }));
  assert.equal(asked.fulfillment.option_id, 'express');
  assert.equal(totalOf(asked), 2500 + 990);
  assert.deepEqual(asked.messages, []);
});

test('delivery: what the country does not have falls back to the cheapest and says so', () => {
  const delivery: DeliveryRule[] = [{ ...POST, id: 'local', countries: ['AT'] }, POST];
  const quote = priceCart(facts({ delivery, optionId: 'local' }));
  assert.equal(quote.fulfillment.option_id, 'post');
  assert.deepEqual(
    quote.fulfillment.options.map(({ id }) => id),
    ['post'],
  );
  assert.deepEqual(
    quote.messages.map(({ code, type }) => [type, code]),
    [['warning', 'delivery_changed']],
  );
  assert.equal(quote.status, 'ready_for_complete');
});

test('delivery: free from exactly the threshold on, and then the cheapest', () => {
  const delivery: DeliveryRule[] = [
    { ...POST, id: 'cheap', amount: 100 },
    { ...POST, freeFrom: 2500 },
  ];
  assert.equal(totalOf(priceCart(facts({ delivery }))), 2500);
  assert.equal(priceCart(facts({ delivery })).fulfillment.option_id, 'post');
  const below = priceCart(facts({ delivery: [{ ...POST, freeFrom: 2501 }] }));
  assert.equal(totalOf(below), 2990);
});

test('an empty cart costs nothing, not even delivery', () => {
  const quote = priceCart(facts({ lines: [] }));
  assert.equal(totalOf(quote), 0);
  assert.deepEqual([quote.status, quote.messages[0]?.code], ['incomplete', 'cart_empty']);
});

test('T-24: tax is worked out once per order and rounded half up', () => {
  const of = (amount: number, bp: number, included: boolean): number | undefined => {
    const zero = money(0, 'EUR');
    const given: TaxFacts = {
      currency: 'EUR',
      ...{ country: 'DE', region: null, postalCode: null },
      lines: [],
      subtotal: money(amount, 'EUR'),
      discount: zero,
      delivery: zero,
    };
    return taxOf(rate(bp, included), given)?.amount.amount;
  };
  assert.equal(of(10_000, 1900, false), 1900);
  assert.equal(of(11_900, 1900, true), 1900);
  assert.equal(of(50, 100, false), 1, '0.5 goes up');
  assert.equal(of(49, 100, false), 0, '0.49 goes down');
  assert.equal(of(1, 1900, true), 0);
  assert.equal(of(9_007_199_254_740, 10_000, true), 4_503_599_627_370, 'exact above 2^32');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 10_000 }), (amount, bp) => {
      const added = of(amount, bp, false) ?? NaN;
      const exact = (BigInt(amount) * BigInt(bp) * 2n + 10_000n) / 20_000n;
      assert.equal(BigInt(added), exact);
      const inside = of(amount, bp, true) ?? NaN;
      // What is left is the net price: taxing it again comes back to the gross price, to the half cent.
      const net = amount - inside;
      assert.ok(Math.abs((net * (10_000 + bp)) / 10_000 - amount) <= 1 + amount * 1e-12);
    }),
  );
});

test('tax inside the prices is shown and not added; tax on top is', () => {
  const inside = priceCart(facts({ tax: rate(1900, true) }));
  assert.deepEqual(
    inside.totals.find(({ type }) => type === 'tax'),
    { type: 'tax', amount: 477, included: true },
  );
  assert.equal(totalOf(inside), 2990);
  const onTop = priceCart(facts({ tax: rate(1000, false) }));
  assert.deepEqual(
    onTop.totals.find(({ type }) => type === 'tax'),
    { type: 'tax', amount: 299 },
  );
  assert.equal(totalOf(onTop), 3289);
});

test('tax: the first rate for the country counts, and no row is shown where there is none', () => {
  const tax: TaxRate[] = [
    { countries: ['AT'], rate: 2000, included: false },
    { countries: ['DE'], rate: 700, included: false },
  ];
  assert.equal(totalOf(priceCart(facts({ tax })), 'tax'), 209);
  assert.ok(!priceCart(facts({ tax, country: 'JP' })).totals.some(({ type }) => type === 'tax'));
});

test('tax by the merchant’s own function; one that answers nonsense is stopped', () => {
  const quote = priceCart(
    facts({
      tax: ({ subtotal, country }) => ({
        amount: money(country === 'DE' ? subtotal.amount / 10 : 0, 'EUR'),
        included: false,
      }),
    }),
  );
  assert.equal(totalOf(quote, 'tax'), 250);
  for (const amount of [
    { amount: 1.5, currency: 'EUR' },
    { amount: -1, currency: 'EUR' },
    { amount: 1, currency: 'USD' },
  ]) {
    assert.throws(() => priceCart(facts({ tax: () => ({ amount, included: false }) })), RangeError);
  }
});
