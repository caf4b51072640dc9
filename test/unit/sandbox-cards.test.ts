import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  brandOf,
  cvcLength,
  isAhead,
  luhn,
  TEST_CARDS,
  wrongField,
} from '../../src/gateways/sandbox/cards.js';

const now = new Date('2026-11-23T12:00:00Z');

describe('the sandbox’s cards', () => {
  it('lists test cards that a card form would take, each once', () => {
    for (const { number } of TEST_CARDS) {
      const cvc = '7'.repeat(cvcLength(number));
      assert.equal(wrongField({ number, expiry: '11/38', cvc }, now), undefined, number);
    }
    assert.equal(new Set(TEST_CARDS.map(({ number }) => number)).size, TEST_CARDS.length);
  });

  it('sees every single wrong digit, and most swaps of neighbours (Luhn)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEST_CARDS),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        ({ number }, n, by) => {
          const at = n % number.length;
          const other = (Number(number[at]) + by) % 10;
          assert.ok(!luhn(`${number.slice(0, at)}${other}${number.slice(at + 1)}`));
        },
      ),
    );
    assert.ok(luhn('79927398713') && !luhn('79927398731'));
  });

  it('knows brands by their prefixes, and by them the length of the security code', () => {
    const prefixes = { 4: 'visa', 51: 'mastercard', 55: 'mastercard', 2221: 'mastercard', 34: 'amex', 37: 'amex', 36: 'card', 6: 'card' };
    for (const [prefix, brand] of Object.entries(prefixes)) assert.equal(brandOf(prefix), brand, prefix);
    assert.equal(cvcLength('3782'), 4);
    assert.equal(cvcLength('4242'), 3);
  }); // prettier-ignore

  it('takes a card to the end of its month, and none of a far century', () => {
    for (const good of ['11/26', '12/26', '1127'.replace('27', '/27'), '11/46', ' 11 / 38 ']) {
      assert.ok(isAhead(good, now), good);
    }
    for (const bad of ['10/26', '12/46', '00/38', '13/38', '1/38', '11/2038', '1138', '', '11/', 'MM/YY'])
      assert.ok(!isAhead(bad, now), bad);
    assert.ok(isAhead('11/26', new Date('2026-11-30T23:59:59Z')));
    assert.ok(!isAhead('11/26', new Date('2026-12-01T00:00:00Z')));
  });
});
