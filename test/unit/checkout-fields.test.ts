import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkFields, EMPTY_FIELDS, isEmail, looksLikeCard, toWire } from '../../src/checkout/fields.js';

const good = {
  ...EMPTY_FIELDS,
  email: 'ana@example.com',
  fullName: 'Ana Reyes',
  street: '12 Harbour Street',
  city: 'Portland',
  country: 'US',
};

describe('checkout fields', () => {
  it('asks for what is needed and no more', () => {
    assert.deepEqual(checkFields(good), {});
    assert.deepEqual(checkFields(EMPTY_FIELDS), {
      email: 'required', fullName: 'required', street: 'required', city: 'required', country: 'required',
    }); // prettier-ignore
  });

  it('tells an e-mail address from a slip', () => {
    for (const fine of ['a@b.co', 'first.last+tag@sub.example.org', 'ü@exämple.de'])
      assert.ok(isEmail(fine), fine);
    for (const slip of ['a', 'a@', '@b.co', 'a@b', 'a@b.', 'a@.b', 'a b@c.de', 'a@@b.co'])
      assert.ok(!isEmail(slip), slip);
  });

  it('checks an e-mail address in linear time: a pattern that backtracks would not come back from this (T-26)', () => {
    assert.equal(isEmail(`${'a'.repeat(5_000_000)}@${'a.'.repeat(1_000_000)}`), false);
  });

  it('sends a card number in an own field back to the shopper (PCI-1)', () => {
    for (const card of [
      '4242424242424242',
      '4242 4242 4242 4242',
      '3782-822463-10005',
      'my card 5555555555554444 thanks',
    ]) {
      for (const name of [
        'email',
        'fullName',
        'street',
        'extended',
        'city',
        'postalCode',
        'phone',
      ] as const) {
        assert.equal(checkFields({ ...good, [name]: card })[name], 'card', `${name}: ${card}`);
      }
    }
    assert.deepEqual(checkFields({ ...good, phone: '+49 151 2345 6789' }), {});
    assert.ok(!looksLikeCard('4242424242424241'));
  });

  it('sends nothing the shopper did not type', () => {
    fc.assert(
      fc.property(
        fc.record({ phone: fc.constantFrom('', ' ', '+1 555 0100'), region: fc.constantFrom('', 'OR') }),
        (some) => {
          const { buyer, address } = toWire({ ...good, ...some });
          for (const value of Object.values<string>({ ...buyer, ...address }))
            assert.notEqual(value.trim(), '');
        },
      ),
    );
  });
});
