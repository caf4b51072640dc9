import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { findCardData, hasCardNumber, isCardField } from '../../src/server/card-data.js';
import { createIds } from '../../src/server/ids.js';
import { newKey } from '../support/server.js';

/** Test numbers the gateways and brands publish, one or more of every brand and length. */
const PUBLISHED = [
  '4242424242424242', '4000056655665556', '4111111111111111', '4012888888881881', '4222222222222',
  '5555555555554444', '2223003122003222', '5200828282828210', '5105105105105100',
  '378282246310005', '371449635398431', '6011111111111117', '6011000990139424', '6445644564456445',
  '3056930009020004', '36227206271667', '38520000023237', '3566002020360505', '3530111333300000',
  '6200000000000005', '6205500000000000004', '6759649826438453',
]; // prettier-ignore

const PREFIXES: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 13], ['4', 16], ['4', 19], ['51', 16], ['55', 16], ['2221', 16], ['2720', 16], ['34', 15], ['37', 15],
  ['6011', 16], ['644', 16], ['65', 19], ['300', 14], ['305', 16], ['36', 14], ['38', 14], ['3528', 16], ['3589', 19],
  ['62', 16], ['62', 19], ['5018', 13], ['6304', 19], ['6759', 16], ['2200', 16], ['508', 16],
]; // prettier-ignore

/** A card number that no bank may have given out, but that any could. */
const anyPan = fc
  .tuple(
    fc.constantFrom(...PREFIXES),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 }),
  )
  .map(([[prefix, length], digits]) => {
    const body = (prefix + digits.join('')).slice(0, length - 1);
    return body + String(checkDigit(body));
  });

const groups = (pan: string, separator: string): string => pan.replace(/(\d{4})(?=\d)/g, `$1${separator}`);

test('PCI-3: every published test number is found', () => {
  for (const pan of PUBLISHED) assert.ok(hasCardNumber(pan), pan);
});

test('PCI-3: a card number is found however it is grouped, dressed or hidden', () => {
  const anyDress = fc.constantFrom<(pan: string) => string>(
    (pan) => pan,
    (pan) => groups(pan, ' '),
    (pan) => groups(pan, '-'),
    (pan) => groups(pan, ' - '),
    (pan) => groups(pan, '.'),
    (pan) => groups(pan, '\u00a0'),
    (pan) => groups(pan, '\u2011'),
    (pan) => groups(pan, '\u200b'),
    (pan) => groups(pan, '\n'),
    (pan) => [...pan].join(' '),
    (pan) => `card ${pan}, thanks`,
    (pan) => `visa${pan}exp`,
    (pan) => `${pan} 12/30 123`,
    (pan) => `ref 12 ${pan}`,
    (pan) => pan.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    (pan) => pan.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
    (pan) => pan.replace(/\d/g, (digit) => String.fromCodePoint(0x0966 + Number(digit))),
  );
  fc.assert(
    fc.property(anyPan, anyDress, (pan, dress) => assert.ok(hasCardNumber(dress(pan)), dress(pan))),
    { numRuns: 3000 },
  );
});

test('PCI-3: one wrong digit makes it no card number', () => {
  // Each fails the sum at every length its brand has.
  for (const text of [
    '4242424242424241',
    '5555555555554443',
    '378282246310004',
    '6011111111111110',
    '36227206271668',
  ]) {
    assert.ok(!hasCardNumber(text), text);
  }
});

test('PCI-3: 10 000 of our own ids and keys are never taken for one', () => {
  const ids = createIds((size) => randomBytes(size));
  for (let n = 0; n < 10_000; n += 1) {
    for (const id of [ids.order(), ids.payment(), ids.attemptKey()]) assert.ok(!hasCardNumber(id), id);
    const key = newKey();
    assert.ok(!hasCardNumber(key, 'opaque'), key);
  }
});

test('PCI-3: chance that makes an id of ours a card number is asked again', () => {
  const id = `7${'z'.repeat(9)}4242424242424242`;
  const bits = [...id].reduce((sum, char) => (sum << 5n) | (char === 'z' ? 31n : BigInt(char)), 0n);
  const unlucky = Buffer.from(bits.toString(16).padStart(32, '0'), 'hex');
  let asked = 0;
  const ids = createIds(() => (asked++ ? new Uint8Array(16).fill(0xff) : unlucky));
  assert.equal(ids.order(), `ord_7${'z'.repeat(25)}`);
  assert.equal(asked, 2);
});

test('PCI-3: phone numbers with a plus are exempt, where a phone number belongs and no longer than one', () => {
  const anyPhone = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 14 })
    .map((digits) => `+4${digits.join('')}`);
  fc.assert(
    fc.property(anyPhone, (phone) => {
      assert.equal(findCardData({ phone }), undefined);
      assert.equal(findCardData({ buyer: { phone: groups(phone, ' ') } }), undefined);
    }),
    { numRuns: 10_000 },
  );
  assert.equal(findCardData({ phone: '4242424242424242' }), '$.phone');
  assert.equal(findCardData({ phone: '+4242424242424242' }), '$.phone', 'E.164 ends at 15 digits');
  assert.equal(findCardData({ note: '+378282246310005' }), '$.note');
});

test('PCI-3: names, addresses and notes are left alone', () => {
  const numbers = fc.integer({ min: 1, max: 99_999 });
  const anyNote = fc
    .tuple(
      numbers,
      numbers,
      fc.constantFrom(
        'Hauptstraße',
        'Rue de l’Évêché',
        '丁目',
        'Apt',
        'PO Box',
        'c/o',
        'Order of 2026-11-23, room',
      ),
    )
    .map(([a, b, word]) => `${word} ${a}, ${b} Köln`);
  const found = fc.sample(anyNote, 10_000).filter((note) => hasCardNumber(note));
  assert.ok(found.length <= 1, found.join('; '));
  for (const text of [
    '0221 123 456-78',
    '1600 Pennsylvania Ave NW, 20500',
    'VAT DE 123456789',
    '123456789012',
    '1111111111111111',
  ]) {
    assert.ok(!hasCardNumber(text), text);
  }
});

test('PCI-3: in identifiers, digits beside letters are part of the identifier', () => {
  assert.ok(!hasCardNumber('tok_a4242424242424242f', 'opaque'));
  assert.ok(hasCardNumber('4242424242424242', 'opaque'));
  assert.ok(hasCardNumber('sku-4242424242424242', 'opaque'));
});

test('PCI-3: it is found in every field at every depth, also as a number or a key', () => {
  fc.assert(
    fc.property(anyPan, fc.array(fc.constantFrom('note', 'list', 'item'), { maxLength: 6 }), (pan, path) => {
      const wrap = (inner: unknown): unknown =>
        path.reduceRight<unknown>(
          (value, key) => (key === 'list' ? ['ok', value] : { ok: 'ok', [key]: value }),
          inner,
        );
      assert.ok(findCardData(wrap(pan)));
      assert.ok(findCardData(wrap({ [pan]: 1 })));
      if (pan.length < 16) assert.ok(findCardData(wrap(Number(pan))));
    }),
  );
});

test('PCI-3: the path that is told never holds the number', () => {
  assert.equal(findCardData({ a: { '4242424242424242': { b: '4242424242424242' } } }), '$.a');
});

test('PCI-3: fields named like card data are refused whatever they hold', () => {
  for (const name of [
    'cvc',
    'CVV',
    'card_number',
    'cardNumber',
    'card-number',
    'security_code',
    'pan',
    'cc_number',
  ]) {
    assert.ok(isCardField(name), name);
    assert.ok(findCardData({ payment: { [name]: 'x' } }), name);
  }
  for (const name of ['company', 'card_brand', 'gateway', 'discount', 'panel', 'number'])
    assert.ok(!isCardField(name), name);
});

test('T-26: long runs of digits and separators are searched in linear time', () => {
  const began = process.hrtime.bigint();
  for (const text of ['9'.repeat(60_000), '9 '.repeat(30_000), '4-'.repeat(30_000), ' . '.repeat(20_000)])
    hasCardNumber(text);
  assert.ok(process.hrtime.bigint() - began < 2_000_000_000n);
});

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, char, index) => {
    const digit = Number(char);
    if (index % 2 === 1) return total + digit;
    return total + (digit > 4 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
