import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addLine,
  countPieces,
  readLines,
  setQuantity,
  takeOrdered,
  type CartLines,
} from '../../src/cart/lines.js';

const line = fc.record({
  sku: fc.constantFrom('a', 'b', 'c', 'd'),
  quantity: fc.integer({ min: 1, max: 20 }),
});
const lines = fc
  .array(line, { maxLength: 6 })
  .map((all) => all.reduce<CartLines>((sum, l) => addLine(sum, l.sku, l.quantity), []));
const asMap = (all: CartLines): Map<string, number> => new Map(all.map((l) => [l.sku, l.quantity]));

describe('cart lines', () => {
  it('adds to the line of the same sku and keeps the order', () => {
    const all = addLine(addLine(addLine([], 'a', 1), 'b', 2), 'a', 3);
    assert.deepEqual(all, [
      { sku: 'a', quantity: 4 },
      { sku: 'b', quantity: 2 },
    ]);
  });

  it('takes a line out at quantity 0 and never holds more than 999', () => {
    assert.deepEqual(setQuantity(addLine([], 'a', 1), 'a', 0), []);
    assert.equal(countPieces(addLine(addLine([], 'a', 999), 'a', 999)), 999);
  });

  it('leaves what was put in after the order when the order is paid', () => {
    fc.assert(
      fc.property(lines, lines, (ordered, later) => {
        const cart = later.reduce<CartLines>((sum, l) => addLine(sum, l.sku, l.quantity), ordered);
        assert.deepEqual(asMap(takeOrdered(cart, ordered)), asMap(later));
      }),
    );
  });

  it('takes out no more than there is', () => {
    assert.deepEqual(
      takeOrdered(addLine([], 'a', 1), [
        { sku: 'a', quantity: 5 },
        { sku: 'x', quantity: 1 },
      ]),
      [],
    );
  });

  it('reads back what it wrote, and from anything else only what is a line (T-09)', () => {
    fc.assert(fc.property(lines, (all) => assert.deepEqual(readLines(JSON.parse(JSON.stringify(all))), all)));
    fc.assert(
      fc.property(fc.anything(), (poison) => {
        for (const each of readLines([poison, { sku: 'a', quantity: 1 }]))
          assert.ok(each.quantity >= 1 && each.quantity <= 999);
      }),
    );
    const poisoned = [
      null,
      5,
      { sku: '', quantity: 1 },
      { sku: 'a', quantity: -1 },
      { sku: 'a', quantity: 1.5 },
      { sku: 'a', quantity: '2' },
    ];
    assert.deepEqual(readLines(poisoned), []);
    assert.deepEqual(readLines({ length: 3 }), []);
  });
});
