import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  add,
  allocate,
  compare,
  decimalsOf,
  equals,
  fromDecimal,
  money,
  subtract,
  times,
  toDecimal,
} from '../../src/money.js';

const amount = fc.integer({ min: -1e12, max: 1e12 });
const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLF', 'HUF');

describe('money', () => {
  it('knows the minor units of ISO 4217 where engines disagree (T-24)', () => {
    const expected = {
      USD: 2,
      HUF: 2,
      COP: 2,
      IDR: 2,
      MGA: 2,
      LBP: 2,
      PKR: 2,
      TWD: 2,
      JPY: 0,
      ISK: 0,
      UGX: 0,
      IQD: 3,
      KWD: 3,
      CLF: 4,
    };
    for (const [code, decimals] of Object.entries(expected)) assert.equal(decimalsOf(code), decimals, code);
  });

  it('takes no inherited name for a currency', () => {
    assert.equal(decimalsOf('constructor'), 2);
  });

  it('refuses what is no whole number of minor units', () => {
    for (const bad of [0.5, NaN, Infinity, 2 ** 53, '5' as unknown as number])
      assert.throws(() => money(bad, 'USD'), RangeError);
  });

  it('refuses what is no currency code', () => {
    for (const bad of ['usd', 'US', '', 'USDX', 'ÄÖÜ']) assert.throws(() => money(1, bad), RangeError);
  });

  it('never mixes currencies', () => {
    const [usd, eur] = [money(1, 'USD'), money(1, 'EUR')];
    for (const mix of [() => add(usd, eur), () => subtract(usd, eur), () => compare(usd, eur)])
      assert.throws(mix, RangeError);
    assert.equal(equals(usd, eur), false);
  });

  it('is frozen and has no negative zero', () => {
    const zero = money(-0, 'USD');
    assert.ok(Object.isFrozen(zero));
    assert.ok(Object.is(zero.amount, 0));
  });

  it('adds, subtracts and multiplies exactly, or refuses', () => {
    fc.assert(
      fc.property(amount, amount, currency, fc.integer({ min: 0, max: 999 }), (a, b, code, n) => {
        assert.equal(add(money(a, code), money(b, code)).amount, a + b);
        assert.equal(subtract(money(a, code), money(b, code)).amount, a - b);
        assert.equal(BigInt(times(money(a, code), n).amount), BigInt(a) * BigInt(n));
      }),
    );
    assert.throws(() => times(money(Number.MAX_SAFE_INTEGER, 'USD'), 2), RangeError);
  });

  it('writes decimals that read back as the same amount', () => {
    fc.assert(
      fc.property(amount, currency, (a, code) => {
        assert.deepEqual(fromDecimal(toDecimal(money(a, code)), code), money(a, code));
      }),
    );
    assert.equal(toDecimal(money(-5, 'USD')), '-0.05');
    assert.equal(toDecimal(money(1250, 'USD')), '12.50');
    assert.equal(toDecimal(money(500, 'JPY')), '500');
    assert.equal(toDecimal(money(1, 'KWD')), '0.001');
  });

  it('reads no decimal that the currency cannot hold', () => {
    for (const [text, code] of [
      ['1.001', 'USD'],
      ['1.5', 'JPY'],
      ['1e3', 'USD'],
      ['', 'USD'],
      [' 1', 'USD'],
      ['1,00', 'USD'],
    ] as const) {
      assert.throws(() => fromDecimal(text, code), RangeError, text);
    }
  });

  it('splits without losing or inventing a unit, each part within one unit of its share', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 12 })
      .filter((w) => w.some((x) => x > 0));
    fc.assert(
      fc.property(amount, weights, (whole, parts) => {
        const shares = allocate(money(whole, 'USD'), parts).map((m) => m.amount);
        const sum = parts.reduce((a, b) => a + b, 0);
        assert.equal(
          shares.reduce((a, b) => a + b, 0),
          whole,
        );
        shares.forEach((share, i) => assert.ok(Math.abs(share - (whole * (parts[i] ?? 0)) / sum) < 1 + 1e-6));
      }),
    );
  });

  it('refuses weights that say nothing', () => {
    for (const bad of [[], [0, 0], [-1, 2], [0.5]])
      assert.throws(() => allocate(money(1, 'USD'), bad), RangeError);
  });
});
