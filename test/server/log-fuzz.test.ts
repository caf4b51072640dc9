// The log under fire (security notes T-22): whatever a message of an error holds, wherever, none of it is in the record.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blacken, createLog } from '../../src/server/log.js';

const RUNS = { numRuns: 2000 };

/** Prefixes and lengths of numbers that the brands issue. */
const brand = fc.constantFrom(
  ['4', 16], ['4', 13], ['4', 19], ['51', 16], ['2221', 16], ['34', 15], ['37', 15], ['6011', 16],
  ['36', 14], ['3530', 16], ['62', 16], ['62', 19], ['2200', 16], ['6759', 16],
); // prettier-ignore

function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, char, index) => {
    const digit = Number(char);
    return total + (index % 2 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}
const bare = fc
  .tuple(brand, fc.stringMatching(/^\d{19}$/))
  .map(([[prefix, length], more]) => withCheckDigit((prefix + more).slice(0, length - 1)));
const separator = fc.constantFrom('', ' ', '-', '.', '_', '\u00a0', '  ', '%20', '+', '\u200b');
const card = fc.tuple(bare, separator).map(([digits, gap]) => (digits.match(/.{1,4}/g) ?? []).join(gap));

const tail = (least: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${String(least)},${String(least + 30)}}$`));
const key = fc.oneof(
  fc.tuple(fc.constantFrom('sk_test_', 'sk_live_', 'rk_live_', 'whsec_', 'pk_live_'), tail(20)),
  fc.tuple(fc.constantFrom('EAAA', 'sq0csp-', 'sq0atp-', 'store_admin_'), tail(22)),
  fc.tuple(
    tail(16).map((id) => `pi_${id}_secret_`),
    tail(20),
  ),
);
/** The text, and what nothing of may be left. */
const secret = fc.oneof(
  card.map((text) => ({ text, gone: digitsOf(text) })),
  key.map(([start, end]) => ({ text: start + end, gone: end.slice(0, 10) })),
  fc
    .tuple(fc.stringMatching(/^[a-z]{4,10}\.[a-z]{8,12}$/), fc.stringMatching(/^[a-z]{8,12}\.example$/))
    .map(([name, host]) => ({ text: `${name}@${host}`, gone: name })),
);

/** Nothing that would make other digits of a card number's: letters and what stands in messages. */
const filler = fc.stringMatching(/^[A-Z ,:()]{0,40}$/);
const place = fc.record({
  before: filler,
  after: filler,
  padding: fc.oneof(fc.constant(0), fc.integer({ min: 400, max: 520 }), fc.integer({ min: 4400, max: 5100 })),
  glue: fc.constantFrom(' ', '=', ': ', '"', '(', '/', '\n    at '),
});
const where = fc.constantFrom('message', 'cause', 'string', 'name', 'deep');

function digitsOf(text: string): string {
  return text.replace(/%20/g, '').replace(/\D/g, '');
}

function thrown(how: string, text: string): unknown {
  const named = new Error('failed');
  if (how === 'name') named.name = text;
  switch (how) {
    case 'message':
      return new TypeError(text);
    case 'cause':
      return new Error('failed', { cause: new Error(text) });
    case 'deep':
      return new Error('failed', { cause: new Error('again', { cause: text }) });
    case 'string':
      return text;
    default:
      return named;
  }
}

describe('the log (T-22)', () => {
  it('holds no card number, key, secret or address that an error brought', () => {
    fc.assert(
      fc.property(secret, place, where, ({ text, gone }, { before, after, padding, glue }, how) => {
        let record = '';
        const log = createLog(
          (each) => (record = JSON.stringify({ ...each, time: '' })),
          () => 0,
        );
        log.error('request_failed', {
          error: thrown(how, `${'x '.repeat(padding / 2)}${before}${glue}${text} ${after}`),
        });
        assert.ok(record.includes('request_failed'));
        assert.ok(!record.includes(text), record);
        const left = /^\d+$/.test(gone) ? withoutFrames(record).replace(/\D/g, '') : record;
        assert.ok(!left.includes(/^\d+$/.test(gone) ? gone.slice(0, 12) : gone), record);
      }),
      RUNS,
    );
  });

  it('what it is for: a log of the errors as they are would hold every one of them', () => {
    fc.assert(
      fc.property(secret, place, where, ({ text }, { before, after, glue }, how) => {
        const errors: unknown[] = [];
        for (let each = thrown(how, `${before}${glue}${text} ${after}`); each;)
          each = (errors.push(String(each)), each instanceof Error ? each.cause : undefined);
        assert.ok(errors.join('\n').includes(text));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves no half of a card number that its end cuts', () => {
    const pan = '4242 4242 4242 4242';
    for (let at = 460; at <= 505; at += 1) {
      const kept = blacken(`${'x'.repeat(at)} ${pan}`);
      assert.ok(!/\d/.test(kept), `${String(at)}: ${kept.slice(-20)}`);
    }
  });

  it('keeps what helps: names of libraries, addresses of files, our own numbers', () => {
    const frame = 'at run (file:///app/node_modules/@hono/node-server/dist/index.mjs:12:34)';
    const error = new Error('SQLITE_BUSY: database is locked, after 5000 ms');
    error.stack = `Error: x\n    ${frame}`;
    const records: unknown[] = [];
    createLog(
      (each) => records.push(each.error),
      () => 0,
    ).error('request_failed', { error });
    assert.deepEqual(records, [[{ name: 'Error', message: error.message, at: [frame] }]]);
  });

  it('is quick about the longest and worst of messages', () => {
    const began = performance.now();
    for (const text of ['a', '_secret', '1 ', 'a@', 'sk_', '4242-'])
      blacken(text.repeat(1_000_000 / text.length));
    assert.ok(performance.now() - began < 1000);
  });
});

/** The record without places in our own files, whose lines are numbers too. */
function withoutFrames(record: string): string {
  return record.replace(/"at [^"]*(?:file:|node:)[^"]*"/g, '""');
}
