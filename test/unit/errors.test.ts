/** The closed table of codes, and the two wordings of what programs are told. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as short from '../../src/error-texts-short.js';
import * as full from '../../src/error-texts.js';
import { ERRORS, isErrorCode, isStoreError, StoreError, type ErrorCode } from '../../src/errors.js';
import { money } from '../../src/money.js';

const codes = Object.keys(ERRORS) as ErrorCode[];

describe('the table of errors', () => {
  it('has each code once, with one sentence of its own', () => {
    const texts = codes.map((code) => ERRORS[code].summary);
    assert.equal(new Set(texts).size, codes.length);
    for (const text of texts) assert.match(text, /^[A-Z].*\.$/);
    assert.equal(isErrorCode('not_found'), true);
    for (const other of ['', 'toString', '__proto__', 3]) assert.equal(isErrorCode(other), false);
  });

  it('says of a payment alone that money may have moved', () => {
    const moved = codes.filter((code) => ERRORS[code].money !== 'untouched').sort();
    assert.deepEqual(moved, ['payment_in_progress', 'payment_unknown']);
  });

  it('makes errors of its rows, which nobody can change', () => {
    const error = new StoreError('rate_limited', 'In a minute.', { info: { retryAfter: 60 } });
    assert.equal(error.message, 'Too many requests. In a minute.');
    assert.deepEqual([error.origin, error.money, error.recoverable], ['server', 'untouched', true]);
    assert.equal(isStoreError(error), true);
    assert.ok([ERRORS, ERRORS.not_found, error.info].every(Object.isFrozen));
  });
});

describe('what programs are told', () => {
  it('names the cure', () => {
    assert.throws(() => money(1.5, 'USD'), /money\(1\.5\): the amount must be a whole number of minor units/);
    assert.match(full.mistake('endpoint', ''), /address of your store server, such as "\/store"/);
  });

  it('is as much as a name on a script tag’s page, by the same exports', () => {
    assert.deepEqual(Object.keys(short).sort(), Object.keys(full).sort());
    assert.equal(short.summaryOf('not_found'), 'not_found');
    assert.equal(short.mistake('amount'), 'store-elements: amount');
  });
});
