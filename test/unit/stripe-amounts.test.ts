import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromStripeAmount, toStripeAmount } from '../../src/gateways/stripe/amounts.js';
import { declineOf, publishableMode } from '../../src/gateways/stripe/shapes.js';
import { decimalsOf, money } from '../../src/money.js';

/** docs.stripe.com/currencies, by decimals of the amount sent; the ISO column is money.ts's own. */
const TWO = ['USD', 'EUR', 'GBP', 'HUF', 'TWD', 'COP', 'IDR', 'LBP', 'PKR', 'ISK', 'UGX'];
const NONE = [
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
];
const THREE = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];
const SCALES = new Map([
  ...TWO.map((code) => [code, 2] as const),
  ...NONE.map((code) => [code, 0] as const),
  ...THREE.map((code) => [code, 3] as const),
]);

describe('amounts for Stripe (T-24)', () => {
  it('come back as they went, in every currency, and mean the same sum of money', () => {
    const currencies = fc.constantFrom(...SCALES.keys());
    fc.assert(
      fc.property(currencies, fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (code, amount) => {
        const value = money(amount, code);
        let sent: ReturnType<typeof toStripeAmount>;
        try {
          sent = toStripeAmount(value);
        } catch (error) {
          assert(error instanceof RangeError);
          // Refused only where the sum does not exist at Stripe.
          assert((code === 'MGA' && amount % 100 !== 0) || (THREE.includes(code) && amount % 10 !== 0));
          return;
        }
        assert.deepEqual(fromStripeAmount(sent.amount, sent.currency), value);
        // The same sum, compared as whole thousandths.
        const thousandths = (whole: number, decimals: number): bigint =>
          BigInt(whole) * 10n ** BigInt(3 - decimals);
        assert.equal(
          thousandths(sent.amount, SCALES.get(code) ?? NaN),
          thousandths(amount, decimalsOf(code)),
        );
        assert.equal(sent.currency, code.toLowerCase());
        if (code === 'ISK' || code === 'UGX') assert.equal(Math.abs(sent.amount % 100), 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('are what Stripe’s page says, one by one', () => {
    for (const [value, sent] of [
      [money(1999, 'USD'), 1999],
      [money(500, 'JPY'), 500],
      [money(1500, 'ISK'), 150_000],
      [money(3000, 'UGX'), 300_000],
      [money(120_000, 'MGA'), 1200],
      [money(5120, 'KWD'), 5120],
      [money(99_900, 'HUF'), 99_900],
    ] as const)
      assert.equal(toStripeAmount(value).amount, sent, value.currency);
  });

  it('are refused where they would be rounded, or where Stripe has no such money', () => {
    for (const value of [money(5123, 'KWD'), money(120_001, 'MGA'), money(1000, 'IQD'), money(1000, 'CLF')])
      assert.throws(() => toStripeAmount(value), RangeError, value.currency);
    assert.throws(() => fromStripeAmount(12_345, 'isk'), RangeError);
    assert.throws(() => fromStripeAmount(1, 'iqd'), RangeError);
  });
});

describe('what both halves of Stripe agree on', () => {
  it('tells keys by their beginning: a secret key is no publishable one (T-20)', () => {
    assert.equal(publishableMode('pk_test_51Abc'), 'test');
    assert.equal(publishableMode('pk_live_51Abc'), 'live');
    for (const key of [
      'sk_test_x',
      'rk_live_x',
      'whsec_x',
      '',
      'pk_',
      'pk_beta_x',
      ' pk_test_x',
      'pk_test_x\nsk_test_x',
    ])
      assert.equal(publishableMode(key), undefined, key);
  });

  it('makes a label of a decline, by the issuer’s word first, and of no list that reaches into objects', () => {
    assert.equal(
      declineOf({ code: 'card_declined', decline_code: 'insufficient_funds' }),
      'insufficient_funds',
    );
    assert.equal(declineOf({ code: 'expired_card' }), 'expired_card');
    assert.equal(declineOf({ code: 'card_declined', decline_code: 'stolen_card' }), 'card_declined');
    assert.equal(declineOf({ code: 'payment_intent_authentication_failure' }), 'authentication_failed');
    assert.equal(declineOf({ code: 'constructor', decline_code: 'toString' }), 'card_declined');
    assert.equal(declineOf({}), 'card_declined');
  });
});
