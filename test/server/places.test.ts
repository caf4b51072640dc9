import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireAddress, WireConfig, WirePlacedOrder, WireProblem, WireQuote } from '../../src/api/wire.js';
import { add, allocate, money, subtract } from '../../src/money.js';
import type { DeliveryHook, StoreServerOptions, TaxHook, TaxRate } from '../../src/server/index.js';
import { fitOf, placeOf, type Area, type Place } from '../../src/server/places.js';
import { taxOf, type TaxFacts } from '../../src/server/tax.js';
import { runs } from '../support/databases.js';
import { ADDRESS, codeOf, newKey, startServer, totalOf, type TestServer } from '../support/server.js';

const AMERICA = {
  countries: ['US', 'DE'],
  delivery: [
    { id: 'far', title: 'Far', description: '', countries: ['US'], regions: ['AK', 'Hawaii'], amount: 2500 },
    {
      id: 'post',
      title: 'Post',
      description: '',
      countries: ['US'],
      exceptRegions: ['AK', 'HI'],
      amount: 600,
    },
    {
      ...{ id: 'island', title: 'Island', description: '', countries: ['DE'], amount: 1500 },
      postalCodes: ['27498', '25846..25849', '2599*'],
    },
    {
      ...{ id: 'parcel', title: 'Parcel', description: '', countries: ['DE'], amount: 490 },
      exceptPostalCodes: ['27498', '25846..25849', '2599*'],
    },
  ],
  tax: [
    { countries: ['US'], regions: ['CA'], rate: 725, included: false },
    { countries: ['US'], regions: ['OR', 'MT', 'NH', 'DE', 'AK'], rate: 0, included: false },
    { countries: ['US'], regions: ['Hawaii'], rate: 400, included: false },
    { countries: ['DE'], exceptPostalCodes: ['27498'], rate: 1900, included: true },
  ],
} satisfies Partial<StoreServerOptions>;

const codes = (quote: WireQuote): string[] => quote.messages.map(({ code }) => code);
const offered = (quote: WireQuote): string[] => quote.fulfillment.options.map(({ id }) => id);
const quoteTo = async (shop: TestServer, fulfillment: object): Promise<WireQuote> =>
  (
    await shop.post<WireQuote>('/quotes', {
      line_items: [{ item: { id: 'tea' }, quantity: 2 }],
      fulfillment,
    })
  ).body;

const CALIFORNIA = { ...ADDRESS, address_country: 'US', address_region: 'CA', postal_code: '94110' };

/** Orders two tins of tea to that address, as a page would that was told the price of another place. */
async function order(shop: TestServer, to: WireAddress, seen: WireQuote) {
  const wish = await shop.wish({ tea: 2 });
  return shop.post<WirePlacedOrder & WireProblem>(
    '/orders',
    {
      ...wish,
      fulfillment: { country: to.address_country, option_id: seen.fulfillment.option_id },
      shipping_address: to,
      quote_hash: seen.hash,
    },
    { key: newKey() },
  );
}

test('delivery and tax go by state and by postal code; the page is told that it should ask for them', async (t) => {
  const shop = await startServer(t, { options: AMERICA });
  const { body: config } = await shop.get<WireConfig>('/config');
  assert.deepEqual(config.prices_by, ['region', 'postal_code']);
  const cases: readonly [object, string[], number | undefined, number][] = [
    [{ country: 'US', region: 'CA' }, ['post'], 225, 3325], // 7.25 % of 31.00
    [{ country: 'US', region: ' california ' }, ['post'], 225, 3325],
    [{ country: 'US', region: 'OR' }, ['post'], 0, 3100],
    [{ country: 'US', region: 'HI' }, ['far'], 200, 5200],
    [{ country: 'DE', postal_code: '50667' }, ['parcel'], 477, 2990],
    [{ country: 'DE', postal_code: '25 847' }, ['island'], 639, 4000],
    [{ country: 'DE', postal_code: '25992' }, ['island'], 639, 4000],
    [{ country: 'DE', postal_code: '27498' }, ['island'], undefined, 4000],
  ];
  for (const [place, ways, tax, total] of cases) {
    const quote = await quoteTo(shop, place);
    const shown = quote.totals.find(({ type }) => type === 'tax')?.amount;
    assert.deepEqual(
      [offered(quote), shown, totalOf(quote), quote.status, codes(quote)],
      [ways, tax, total, 'ready_for_complete', []],
      JSON.stringify(place),
    );
  }
});

test('until the address is known an estimate is shown, said to be one, and can’t be ordered', async (t) => {
  const shop = await startServer(t, { options: AMERICA });
  const unknown = await quoteTo(shop, { country: 'US' });
  assert.deepEqual([offered(unknown), totalOf(unknown)], [['post'], 3100]);
  assert.deepEqual([unknown.status, codes(unknown)], ['incomplete', ['region_needed']]);
  // A state that there is not is no way around the tax.
  for (const region of ['Californiaa', 'Bayern', '-', '42'])
    assert.deepEqual(codes(await quoteTo(shop, { country: 'US', region })), ['region_needed'], region);
  const german = await quoteTo(shop, { country: 'DE' });
  assert.deepEqual([offered(german), codes(german)], [['parcel'], ['postal_code_needed']]);
  const { address_region: _left, ...without } = CALIFORNIA;
  const refused = await order(shop, without, unknown);
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'quote_blocked']);
});

test('T-08: the server prices by the address it sends to, whatever the page had priced; what was placed stays', async (t) => {
  const shop = await startServer(t, { options: AMERICA });
  const oregon = await quoteTo(shop, { country: 'US', region: 'OR' });
  const california = await quoteTo(shop, { country: 'US', region: 'CA' });
  const cheated = await order(shop, CALIFORNIA, oregon);
  assert.deepEqual([cheated.status, codeOf(cheated)], [409, 'quote_changed']);
  assert.equal(totalOf(cheated.body.quote!), 3325);
  const { status, body } = await order(shop, { ...CALIFORNIA, address_region: 'California' }, california);
  assert.deepEqual([status, totalOf(body.order), body.payment.amount], [201, 3325, 3325]);
  // The link to an order shows nobody's address.
  assert.ok(!JSON.stringify(await shop.order(body)).includes('94110'));
});

test('a merchant’s functions are told the place, and may ask for more of it', async (t) => {
  const asked: unknown[] = [];
  const delivery: DeliveryHook = ({ country, region, postalCode }) => {
    asked.push([country, region, postalCode]);
    return postalCode === null
      ? { needs: 'postal_code' }
      : [{ id: 'parcel', title: 'Parcel', description: '', amount: 700 }];
  };
  const tax: TaxHook = ({ region, currency }) =>
    region === null
      ? { needs: 'region' }
      : { amount: money(region === 'CA' ? 100 : 0, currency), included: false };
  const shop = await startServer(t, { options: { countries: ['US'], delivery, tax } });
  const bare = await quoteTo(shop, { country: 'US' });
  assert.deepEqual([bare.status, codes(bare)], ['incomplete', ['postal_code_needed', 'region_needed']]);
  const known = await quoteTo(shop, { country: 'US', region: 'california', postal_code: '94110-1234' });
  assert.deepEqual([known.status, totalOf(known)], ['ready_for_complete', 3300]);
  assert.deepEqual(asked, [['US', null, null], ['US', 'CA', '94110']]); // prettier-ignore
  assert.deepEqual((await shop.get<WireConfig>('/config')).body.prices_by, ['region', 'postal_code']);
  const nonsense = await startServer(t, {
    options: { delivery: () => ({ needs: 'shoe_size' }) as never, countries: ['US'] },
  });
  assert.ok(codes(await quoteTo(nonsense, { country: 'US' })).includes('delivery_unavailable'));
});

test('a shop that goes by the country asks for nothing else', async (t) => {
  const shop = await startServer(t);
  assert.equal((await shop.get<WireConfig>('/config')).body.prices_by, undefined);
  const quote = await quoteTo(shop, { country: 'DE', region: 'Nowhere', postal_code: '???' });
  assert.equal(quote.status, 'ready_for_complete');
});

test('rules that could never hold are told at the start, with the cure', async (t) => {
  const rule = { id: 'x', title: 'X', description: '', amount: 1 };
  const wrong: readonly [object, RegExp][] = [
    [{ ...rule, countries: '*', regions: ['CA'] }, /needs one country/],
    [{ ...rule, countries: ['US', 'DE'], postalCodes: ['1'] }, /needs one country/],
    [{ ...rule, countries: ['US'], regions: [] }, /needs regions as a list/],
    [{ ...rule, countries: ['US'], postalCodes: ['99..1'] }, /needs postalCodes as a list/],
    [{ ...rule, countries: ['US'], postalCodes: ['95000..9'] }, /needs postalCodes as a list/],
    [{ ...rule, countries: ['DE'], regions: ['Hessen'] }, /addresses in DE have none/],
  ];
  for (const [delivery, cure] of wrong)
    await assert.rejects(
      startServer(t, {
        options: {
          countries: ['US', 'DE'],
          delivery: [delivery, { ...rule, id: 'y', countries: '*' }] as never,
        },
      }),
      cure,
    );
  const { server, get } = await startServer(t, {
    options: {
      countries: ['US'],
      delivery: [{ ...rule, countries: '*' }],
      tax: [{ countries: ['US'], regions: ['CALI'], rate: 1, included: false }],
    },
  });
  await assert.rejects(server.migrate(), /names the region "CALI"/);
  assert.equal((await get('/config')).status, 503);
});

const anyPlace: fc.Arbitrary<Place> = fc.record({
  country: fc.constantFrom('US', 'CA'),
  region: fc.constantFrom('AA', 'BB', null),
  postalCode: fc.constantFrom('10000', '15000', '20000', null),
});
const anyArea: fc.Arbitrary<Area> = fc.record(
  {
    countries: fc.constantFrom(['US'], ['CA'], '*' as const),
    regions: fc.subarray(['AA', 'BB'], { minLength: 1 }),
    exceptRegions: fc.subarray(['AA', 'BB'], { minLength: 1 }),
    postalCodes: fc.subarray(['10000', '14000..16000', '2*'], { minLength: 1 }),
    exceptPostalCodes: fc.subarray(['10000', '14000..16000', '2*'], { minLength: 1 }),
  },
  { requiredKeys: ['countries'] },
);

test('what is said to be sure of a place holds, whatever the rest of its address turns out to be', () => {
  fc.assert(
    fc.property(anyArea, anyPlace, anyPlace, (area, place, more) => {
      const { fits, lacks } = fitOf(area, place);
      const whole = {
        ...place,
        region: place.region ?? more.region,
        postalCode: place.postalCode ?? more.postalCode,
      };
      if (lacks.length === 0) assert.equal(fitOf(area, whole).fits, fits);
      // And nothing that is known is asked for.
      if (place.region !== null) assert.ok(!lacks.includes('region'));
      if (place.postalCode !== null) assert.ok(!lacks.includes('postal_code'));
    }),
    { numRuns: 3000 },
  );
});

test('how a place is written makes no difference', async () => {
  const written = fc.constantFrom('sw1a 1aa', 'SW1A-1AA', ' Sw1A1aA ', 'ＳＷ１Ａ １ＡＡ');
  await fc.assert(
    fc.asyncProperty(written, async (code) => {
      assert.equal((await placeOf('GB', undefined, code)).postalCode, 'SW1A1AA');
    }),
    { numRuns: 20 },
  );
});

const factsOf = (amounts: readonly number[], discount: number, delivery: number): TaxFacts => {
  const of = (amount: number) => money(amount, 'USD');
  const lines = amounts.map(of);
  const subtotal = add(of(0), ...lines);
  const off = of(Math.min(discount, subtotal.amount));
  const shares = subtotal.amount === 0 ? lines.map(() => of(0)) : allocate(off, amounts);
  return {
    ...{ currency: 'USD', country: 'US', region: 'CA', postalCode: null },
    lines: lines.map((amount, n) => ({ sku: String(n), quantity: 1, amount, discount: shares[n] ?? of(0) })),
    ...{ subtotal, discount: off, delivery: of(delivery) },
  };
};
const anyFacts = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 5_000_000_000 }), { minLength: 1, maxLength: 100 }),
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 0, max: 1_000_000 }),
  )
  .map((given) => factsOf(...given));

test('T-24: tax on the totals is the exact tax to half a minor unit, added or included', () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 0, max: 10_000 }), fc.boolean(), (facts, rate, included) => {
      const rates: TaxRate[] = [{ countries: ['US'], regions: ['CA'], rate, included }];
      const tax = BigInt(taxOf(rates, facts)!.amount.amount);
      const taxable = BigInt(facts.subtotal.amount - facts.discount.amount + facts.delivery.amount);
      const whole = BigInt(included ? 10_000 + rate : 10_000);
      // |tax − taxable · rate / whole| ≤ ½, and of two as near the larger.
      const twice = 2n * (tax * whole - taxable * BigInt(rate));
      assert.ok(twice > -whole && twice <= whole, `${tax} of ${taxable}`);
      if (included) assert.ok(tax <= taxable);
    }),
    { numRuns: runs(3000) },
  );
});

test('T-24: a function that taxes line by line is charged to the cent; the totals’ tax differs by half a unit a line at most', () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 0, max: 10_000 }), fc.boolean(), (facts, rate, included) => {
      const rates: TaxRate[] = [{ countries: '*', rate, included }];
      const whole = taxOf(rates, facts)!;
      const perLine = [
        ...facts.lines.map(({ amount, discount }) => subtract(amount, discount)),
        facts.delivery,
      ].map((amount) => taxOf(rates, factsOf([amount.amount], 0, 0))!.amount);
      const sum = add(money(0, 'USD'), ...perLine);
      const hook = taxOf(() => ({ amount: sum, included }), facts)!;
      assert.deepEqual(hook.amount, sum);
      assert.ok(Math.abs(sum.amount - whole.amount.amount) <= (perLine.length + 1) / 2);
      // Shared out over the lines it is the whole again: nothing is lost or made.
      const weights = perLine.map(({ amount }) => amount);
      if (sum.amount > 0)
        assert.deepEqual(add(money(0, 'USD'), ...allocate(whole.amount, weights)), whole.amount);
    }),
    { numRuns: runs(1000) },
  );
});
