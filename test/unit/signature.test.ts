import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isStoreError } from '../../src/errors.js';
import { signTimestamped, verifyTimestamped, type SignatureRules } from '../../src/gateways/signature.js';

const now = new Date('2026-11-23T12:00:00Z');
const SECRET = 'whsec_0123456789abcdef';
const rules = (change: Partial<SignatureRules> = {}): SignatureRules => ({
  secrets: [SECRET],
  now,
  ...change,
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

const refused = (header: string | null, body: Uint8Array, change: Partial<SignatureRules> = {}): void => {
  assert.throws(
    () => verifyTimestamped(header, body, rules(change)),
    (error) => isStoreError(error) && error.code === 'callback_refused',
    String(header),
  );
};

describe('timestamped signatures (WH-1, T-10)', () => {
  it('is HMAC-SHA256 in hex over "time.body", as Stripe documents it', () => {
    const body = '{"id":"evt_1"}';
    const time = now.getTime() / 1000;
    const v1 = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
    assert.equal(signTimestamped(bytes(body), SECRET, now), `t=${time},v1=${v1}`);
    assert.equal(verifyTimestamped(`t=${time},v1=${v1},v0=${'0'.repeat(64)}`, bytes(body), rules()), 0);
  });

  it('accepts what was signed, of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (body) => {
        assert.equal(verifyTimestamped(signTimestamped(body, SECRET, now), body, rules()), 0);
      }),
    );
  });

  it('refuses every change of a single bit of the body', () => {
    const body = bytes('{"id":"evt_1","amount":100}');
    const header = signTimestamped(body, SECRET, now);
    for (let bit = 0; bit < body.length * 8; bit++) {
      const changed = Uint8Array.from(body);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refused(header, changed);
    }
  });

  it('refuses every change of a character of time or signature', () => {
    const body = bytes('{}');
    const header = signTimestamped(body, SECRET, now);
    for (let i = 0; i < header.length; i++) {
      if (',=tv'.includes(header[i] ?? '') || header.slice(i - 1, i + 1) === 'v1') continue;
      const other = header[i] === '1' ? '2' : '1';
      refused(header.slice(0, i) + other + header.slice(i + 1), body);
    }
  });

  it('refuses every change of a single bit of the header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (body, n) => {
        const header = bytes(signTimestamped(body, SECRET, now));
        const bit = n % (header.length * 7);
        header[Math.floor(bit / 7)]! ^= 1 << (bit % 7);
        refused(new TextDecoder().decode(header), body);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses a clock that tells no time, rather than every message being fresh', () => {
    const body = bytes('{}');
    refused(signTimestamped(body, SECRET, after(-86_400)), body, { now: new Date(NaN) });
  });

  it('refuses a genuine signature under another time, written differently or not', () => {
    const body = bytes('{}');
    const [time = '', v1 = ''] = signTimestamped(body, SECRET, now).split(',');
    const seconds = time.slice(2);
    for (const other of [
      `0${seconds}`,
      `${seconds}.0`,
      `+${seconds}`,
      ` ${seconds}`,
      `${seconds}0`,
      '0x6b',
      '-1',
    ])
      refused(`t=${other},${v1}`, body);
  });

  it('refuses what is too old, and what is from the future: a year ahead as well', () => {
    const body = bytes('{}');
    for (const seconds of [-301, 301, -86_400, 365 * 86_400])
      refused(signTimestamped(body, SECRET, after(seconds)), body);
    for (const seconds of [-299, 299, 0])
      verifyTimestamped(signTimestamped(body, SECRET, after(seconds)), body, rules());
    refused(signTimestamped(body, SECRET, after(-11)), body, { tolerance: 10 });
  });

  it('accepts either secret while one is being replaced, and says which; a removed one no more (WH-2)', () => {
    const body = bytes('{}');
    const old = signTimestamped(body, 'whsec_old', now);
    assert.equal(verifyTimestamped(old, body, rules({ secrets: [SECRET, 'whsec_old'] })), 1);
    refused(old, body);
    const both = `${signTimestamped(body, 'whsec_other', now)},${signTimestamped(body, SECRET, now).split(',')[1] ?? ''}`;
    assert.equal(verifyTimestamped(both, body, rules()), 0);
  });

  it('refuses malformed headers, and throws nothing else at any of them', () => {
    const body = bytes('{}');
    const good = signTimestamped(body, SECRET, now);
    const [time = '', signature = ''] = good.split(',');
    const bad = [
      '',
      't=',
      time,
      signature,
      `${time},${time},${signature}`,
      `${time},v0=${signature.slice(3)}`,
    ];
    for (const header of [
      ...bad,
      good.toUpperCase(),
      `${time},${signature.toUpperCase()}`,
      `${time}, ${signature}`,
    ])
      refused(header, body);
    refused(null, body);
    // A server in plain JavaScript may hand over whatever it has.
    for (const odd of [
      undefined,
      [],
      [good],
      [good, good],
      {},
      0,
      1,
      true,
      Symbol.iterator,
      Buffer.from(good),
    ])
      refused(odd as unknown as string, body);
    refused(`${time},${'v1=0,'.repeat(1000)}${signature}`, body);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^t=\d{0,12},v1=[0-9a-f]{0,70}$/)), (header) =>
        refused(header, body),
      ),
      { numRuns: 10_000 },
    );
  });

  it('can’t be switched off', () => {
    for (const tolerance of [0, -1, 601, NaN, Infinity])
      assert.throws(() => verifyTimestamped('', bytes(''), rules({ tolerance })), RangeError);
    for (const secrets of [[], [''], [SECRET, '']])
      assert.throws(() => verifyTimestamped('', bytes(''), rules({ secrets })), RangeError);
  });
});
