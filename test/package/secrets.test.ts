import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';

/** Secrets of the gateways that ship, and what stands in front of them (security notes T-20). */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'secret key of Stripe': /\b(sk|rk)_(test|live)_[A-Za-z0-9]{6,}/,
  'webhook secret of Stripe': /\bwhsec_[A-Za-z0-9+/]{12,}/,
  'access token of Square': /\bEAAA[A-Za-z0-9_-]{20,}/,
  'secret of a Square application': /\bsq0(csp|atp)-[A-Za-z0-9_-]{10,}/,
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};

const found = (text: string): string[] =>
  Object.entries(SECRETS).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

describe('what is published (T-20)', () => {
  it('holds no secret, in any built file', () => {
    const files = globSync('dist/**/*').filter((file) => statSync(file).isFile());
    assert(files.length > 50, 'dist/ is not built');
    for (const file of [...files, 'custom-elements.json', 'README.md'])
      assert.deepEqual(found(readFileSync(file, 'utf8')), [], file);
  });

  it('would be caught with one', () => {
    const planted = [
      ['sk', 'live', '51Abcdef'],
      ['rk', 'test', '51Abcdef'],
      ['whsec', 'abcdefghijkl'],
    ].map((parts) => parts.join('_'));
    const square = ['EAAA', 'l'.repeat(30)].join('');
    for (const secret of [...planted, square, ['sq0csp', 'abcdefghij'].join('-')])
      assert.equal(found(`const key = "${secret}";`).length, 1, secret.slice(0, 4));
    for (const harmless of ['pk_test_51Abcdef', 'sk_test_…', 'whsec_…', 'sk_', '/^(sk_|rk_|whsec_|EAAA)/'])
      assert.deepEqual(found(harmless), [], harmless);
  });

  it('in the browser names no setting that a secret would go into', () => {
    for (const file of globSync('dist/cdn/**/*.js')) {
      const text = readFileSync(file, 'utf8');
      for (const name of ['secretKey', 'webhookSecret', 'accessToken'])
        assert(!text.includes(name), `${file}: ${name}`);
    }
  });
});
