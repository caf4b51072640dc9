import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { home } from '../support/packed.js';

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

/**
 * The same in the repository, from a length on at which they could be real. A made-up one says so in itself: it has
 * "canary", "fake" or "example" in it, or digits and letters in their order.
 */
const LONG: readonly RegExp[] = [
  /\b(?:sk|rk)_(?:test|live)_[A-Za-z0-9]{20,}/g,
  /\bwhsec_[A-Za-z0-9+/]{20,}/g,
  /\bEAAA[A-Za-z0-9_-]{40,}/g,
  /\bsq0(?:csp|atp)-[A-Za-z0-9_-]{20,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/g,
];
const MADE_UP = /canary|fake|example|0123456789|abcdefghij/i;

const real = (text: string): string[] =>
  LONG.flatMap((pattern) => text.match(pattern) ?? []).filter((secret) => !MADE_UP.test(secret));

describe('the repository (T-20)', () => {
  it('holds no secret that could be real, in any tracked file', () => {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: home, encoding: 'utf8' });
    const files = listed.split('\0').filter((file) => file && existsSync(join(home, file)));
    assert(files.length > 300);
    for (const file of files) {
      const secrets = real(readFileSync(join(home, file), 'utf8'));
      // By its beginning only, because what a test prints is kept.
      assert.deepEqual(
        secrets.map((secret) => secret.slice(0, 9)),
        [],
        file,
      );
    }
  });

  it('would be caught with one, and lets pass what says that it is made up', () => {
    const random = 'q7Xz2LmP9vTc4RbN8sKd';
    const planted = [
      ...['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', 'whsec_', 'sq0csp-', 'sq0atp-'].map(
        (start) => start + random,
      ),
      `EAAA${random}${random}`,
      `-----BEGIN PRIVATE KEY-----\n${random}${random}`,
    ];
    for (const secret of planted)
      assert.equal(real(`const key = '${secret}';`).length, 1, secret.slice(0, 9));
    for (const start of ['sk_live_', 'whsec_'])
      for (const word of ['Canary', 'FAKE', 'example', '0123456789'])
        assert.deepEqual(real(start + random + word + random), [], word);
  });
});

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
