import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import {
  cspFor,
  explainHeaders,
  redirectSources,
  sandboxSources,
  squareSources,
  stripeSources,
  type Finding,
  type PageHeadersOptions,
  type PageSources,
} from '../../src/security/csp/index.js';

// CommonJS with named classes hung on the module.
const require = createRequire(import.meta.url);
const { CspEvaluator } = require('csp_evaluator') as typeof import('csp_evaluator');
const { CspParser } = require('csp_evaluator/dist/parser') as typeof import('csp_evaluator/dist/parser');
const { STRICTCSP_CHECKS, DEFAULT_CHECKS } = require('csp_evaluator') as {
  STRICTCSP_CHECKS: unknown[];
  DEFAULT_CHECKS: unknown[];
};

const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA==';
const ALL = ['gift_card', 'google_pay', 'apple_pay', 'cash_app', 'bank'] as const;
const SETS: Readonly<Record<string, readonly PageSources[]>> = {
  stripe: [stripeSources()],
  'stripe without Link': [stripeSources({ link: false })],
  square: [squareSources({ mode: 'live' })],
  'square with everything': [squareSources({ mode: 'live', methods: ALL })],
  'square in its sandbox': [squareSources({ mode: 'test', methods: ALL })],
  'stripe and square': [stripeSources(), squareSources({ mode: 'live', threeDSecure: 'strict' })],
  redirect: [redirectSources(['https://pay.example'])],
  sandbox: [sandboxSources('http://127.0.0.1:4243/v1')],
};

const policyOf = (options: PageHeadersOptions): Record<string, string> =>
  Object.fromEntries(
    (cspFor(options).headers['content-security-policy'] ?? '').split('; ').map((each) => {
      const [name = '', ...sources] = each.split(' ');
      return [name, sources.join(' ')];
    }),
  );

describe('the headers of a page with a checkout (CSP-1)', () => {
  it('lets in what the gateway says it needs, and nothing else', () => {
    assert.deepEqual(policyOf({ gateways: [stripeSources()] }), {
      'default-src': "'none'",
      'script-src': "'self' https://js.stripe.com https://*.js.stripe.com",
      'frame-src':
        'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com https://link.com https://*.link.com',
      'connect-src': "'self' https://api.stripe.com https://link.com https://*.link.com",
      'img-src': "'self' data: https://*.link.com",
      'style-src': "'self'",
      'font-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'object-src': "'none'",
      'frame-ancestors': "'none'",
      'trusted-types': 'lit-html store-elements store-elements-data default',
      'require-trusted-types-for': "'script'",
      'upgrade-insecure-requests': '',
    });
    const square = policyOf({ gateways: [squareSources({ mode: 'test', threeDSecure: 'strict' })] });
    assert.equal(square['script-src'], "'self' https://sandbox.web.squarecdn.com");
    assert.equal(
      square['frame-src'],
      'https://sandbox.web.squarecdn.com https://connect.squareupsandbox.com https://api.squareupsandbox.com',
    );
    assert.equal(
      square['connect-src'],
      "'self' https://sandbox.web.squarecdn.com https://pci-connect.squareupsandbox.com",
    );
    assert.equal(square['style-src'], "'self' 'unsafe-inline' https://sandbox.web.squarecdn.com");
    assert.equal(square['require-trusted-types-for'], undefined);
    assert.equal(policyOf({ gateways: SETS['redirect'] ?? [] })['form-action'], "'self' https://pay.example");
  });

  it('never mixes test hosts with live ones', () => {
    for (const mode of ['test', 'live'] as const) {
      const { headers } = cspFor({ gateways: [squareSources({ mode, methods: ALL })] });
      const foreign =
        mode === 'live' ? /sandbox/ : /\/\/(web\.|pci-connect\.squareup\.com|kit\.|production\.)/;
      assert.doesNotMatch(headers['content-security-policy'] ?? '', foreign);
    }
  });

  it('names the gateways whose frames may open a wallet’s sheet, and who may frame the page', () => {
    const { headers } = cspFor({ gateways: SETS['square with everything'] ?? [] });
    assert.equal(
      headers['permissions-policy'],
      'payment=(self "https://web.squarecdn.com" "https://pay.google.com")',
    );
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['cross-origin-opener-policy'], undefined);
    const alone = cspFor({ gateways: [], openerPolicy: true }).headers['cross-origin-opener-policy'];
    assert.equal(alone, 'same-origin-allow-popups');
    assert.equal(headers['strict-transport-security'], 'max-age=31536000');
    const framed = cspFor({ gateways: [], ancestors: ["'self'", 'https://portal.example'] });
    assert.match(
      framed.headers['content-security-policy'] ?? '',
      /frame-ancestors 'self' https:\/\/portal\.example;/,
    );
    assert.equal(framed.headers['x-frame-options'], undefined);
  });

  it('says where browsers report, in the new way and the old one', () => {
    const { headers } = cspFor({
      gateways: SETS['square'] ?? [],
      reports: '/store/reports',
      trustedTypes: 'report',
    });
    assert.equal(headers['reporting-endpoints'], 'store-reports="/store/reports"');
    for (const name of ['content-security-policy', 'content-security-policy-report-only'])
      assert.match(headers[name] ?? '', /report-uri \/store\/reports; report-to store-reports$/);
    assert.match(headers['content-security-policy'] ?? '', /script-src 'report-sha256' 'self'/);
  });

  for (const [name, gateways] of Object.entries(SETS)) {
    it(`is found good by csp_evaluator: ${name}`, () => {
      // 10 high, 20 syntax, 30 medium, 40 perhaps high; above that are advice for old browsers and remarks.
      const findings = (options: Partial<PageHeadersOptions>, checks: unknown[]): string[] => {
        const text = cspFor({ gateways, ...options }).headers['content-security-policy'] ?? '';
        return new CspEvaluator(new CspParser(text).csp)
          .evaluate(undefined, checks as never)
          .filter((each) => (each.severity as number) <= 40)
          .map((each) => `${each.severity} ${each.directive} ${each.value ?? ''} ${each.description}`);
      };
      assert.deepEqual(findings({ nonce: NONCE, strictDynamic: true }, STRICTCSP_CHECKS), []);
      // The sandbox is plain HTTP on this machine, which a scanner can't approve of.
      if (name !== 'sandbox') assert.deepEqual(findings({}, DEFAULT_CHECKS), []);
    });
  }

  it('refuses what would undo the policy or break out of the header, and tells which', () => {
    const also = (kind: 'script' | 'style' | 'frame' | 'connect', source: string) => () =>
      cspFor({ gateways: [], also: { [kind]: [source] } });
    for (const source of [
      '*',
      "'unsafe-inline'",
      "'unsafe-eval'",
      'https:',
      'data:',
      'http://shop.example',
      'https://',
      'https://*',
      'https://a.example; script-src *',
      'https://a.example, default-src *',
      'https://a.example\r\nx: y',
      '',
      "'nonce-x'",
      'javascript:alert(1)',
      'https://user@a.example',
      'cdn.example',
    ])
      // prettier-ignore
      assert.throws(also('script', source), /can't stand in script-src/, source);
    assert.throws(also('connect', '*'), TypeError);
    assert.throws(() => cspFor({ gateways: [], strictDynamic: true }), /needs a nonce/);
    for (const nonce of ['short', "x' 'unsafe-inline", 'AAAAAAAAAAAAAAAAAAAAAA==; x'])
      assert.throws(() => cspFor({ gateways: [], nonce }), /nonce must be/);
    for (const reports of ['http://shop.example/r', '//evil.example', '/r; script-src *', '/r"\r\n', 'r'])
      assert.throws(() => cspFor({ gateways: [], reports }), /reports must be/);
    for (const ancestor of ['*', 'https:', 'http://shop.example', ''])
      assert.throws(() => cspFor({ gateways: [], ancestors: [ancestor] }), TypeError);
  });

  it('writes headers that no input can break out of', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((text) => `https://a.example/${text}`),
        ),
        fc.constantFrom('script', 'frame', 'connect', 'image', 'style', 'font', 'form'),
        (source, kind) => {
          try {
            const { headers } = cspFor({ gateways: [], also: { [kind]: [source] } });
            const plain = cspFor({ gateways: [] }).headers['content-security-policy'] ?? '';
            const policy = headers['content-security-policy'] ?? '';
            assert.doesNotMatch(policy, /[\r\n\0,]/);
            assert.equal(policy.split(';').length, plain.split(';').length);
          } catch (error) {
            assert.ok(error instanceof TypeError, String(error));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('tells what is weaker than it could be, in words (CSP-6)', () => {
    const notes = (options: PageHeadersOptions): string => cspFor(options).notes.join('\n');
    assert.match(
      notes({ gateways: SETS['square'] ?? [] }),
      /unsafe-inline[\s\S]*3-D Secure[\s\S]*Trusted Types are off/,
    );
    assert.match(notes({ gateways: SETS['stripe'] ?? [] }), /policy named default/);
    assert.match(
      notes({ gateways: [], nonce: NONCE, strictDynamic: true }),
      /strict-dynamic[\s\S]*must not be cached/,
    );
    assert.match(notes({ gateways: [] }), /Cross-Origin-Embedder-Policy/);
  });
});

describe('what is wrong with the headers of a page (CSP-4)', () => {
  const gateways = [stripeSources()];
  const good = cspFor({ gateways }).headers;
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  const policy = (change: (text: string) => string): Record<string, string> => ({
    ...good,
    'content-security-policy': change(good['content-security-policy'] ?? ''),
  });
  const findings = (headers: Record<string, string>, metaPolicies: string[] = []): Finding[] =>
    explainHeaders({ headers, metaPolicies, https: true, gateways });

  it('finds nothing in the headers it makes itself, for every gateway', () => {
    for (const [name, each] of Object.entries(SETS)) {
      const { headers } = cspFor({ gateways: each });
      assert.deepEqual(explainHeaders({ headers, https: true, gateways: each }), [], name);
    }
  });

  const broken: [what: string, headers: Record<string, string>, severity: string, about: string, text: RegExp][] = [
    ['no policy', without('content-security-policy'), 'weak', 'content-security-policy', /any script from anywhere/],
    ['the script’s host is missing', policy((p) => p.replace("script-src 'self' https://js.stripe.com https://*.js.stripe.com", "script-src 'self'")), 'breaks', 'script-src', /stripe needs https:\/\/js\.stripe\.com .*no card form/],
    ['the frame’s host is missing', policy((p) => p.replace(/frame-src [^;]+/, "frame-src 'self'")), 'breaks', 'frame-src', /hooks\.stripe\.com/],
    ['frame-src falls back to default-src', policy((p) => p.replace(/frame-src [^;]+; /, '')), 'breaks', 'frame-src', /no card form/],
    ['a subdomain is not all of them', policy((p) => p.replaceAll('https://*.js.stripe.com', 'https://m.js.stripe.com')), 'breaks', 'script-src', /\*\.js\.stripe\.com/],
    ['the API is missing', policy((p) => p.replace('https://api.stripe.com', '')), 'breaks', 'connect-src', /payments fail/],
    ['a second policy takes away what the first gives', policy((p) => `${p}, frame-src 'none'`), 'breaks', 'frame-src', /js\.stripe\.com/],
    ['COEP require-corp', { ...good, 'cross-origin-embedder-policy': 'require-corp' }, 'breaks', 'cross-origin-embedder-policy', /frame empty/],
    ['COEP credentialless', { ...good, 'cross-origin-embedder-policy': 'credentialless' }, 'breaks', 'cross-origin-embedder-policy', /frame empty/],
    ['payment=()', { ...good, 'permissions-policy': 'camera=(), payment=()' }, 'weak', 'permissions-policy', /wallets .*"https:\/\/js\.stripe\.com"/],
    ['payment=(self)', { ...good, 'permissions-policy': 'payment=(self)' }, 'weak', 'permissions-policy', /wallets/],
    ['a sandboxed page', policy((p) => `${p}; sandbox allow-scripts allow-forms`), 'breaks', 'sandbox', /allow-same-origin, allow-popups/],
    ['inline scripts', policy((p) => p.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")), 'weak', 'script-src', /unsafe-inline/],
    ['eval', policy((p) => p.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'")), 'weak', 'script-src', /unsafe-eval/],
    ['scripts from anywhere', policy((p) => p.replace("script-src 'self'", "script-src 'self' https:")), 'weak', 'script-src', /from anywhere/],
    ['strict-dynamic alone', policy((p) => p.replace("script-src 'self'", "script-src 'strict-dynamic'")), 'breaks', 'script-src', /no script run/],
    ['Trusted Types without our names', policy((p) => p.replace('lit-html store-elements store-elements-data default', 'lit-html')), 'breaks', 'trusted-types', /store-elements, store-elements-data, default/],
    ['COOP same-origin', { ...good, 'cross-origin-opener-policy': 'same-origin' }, 'weak', 'cross-origin-opener-policy', /wallets’ windows/],
    ['Integrity-Policy', { ...good, 'integrity-policy': 'blocked-destinations=(script)' }, 'breaks', 'integrity-policy', /blocked/],
    ['no object-src', policy((p) => p.replace("; object-src 'none'", '').replace("default-src 'none'; ", '')), 'weak', 'object-src', /missing/],
    ['no HSTS', without('strict-transport-security'), 'weak', 'strict-transport-security', /plain HTTP/],
  ]; // prettier-ignore
  for (const [what, headers, severity, about, text] of broken) {
    it(`explains: ${what}`, () => {
      const found = findings(headers);
      assert.ok(
        found.some((each) => each.severity === severity && each.about === about && text.test(each.text)),
        JSON.stringify(found),
      );
    });
  }

  it('tells that a policy in a meta tag leaves half of it out, and that anybody may frame the page', () => {
    const bare = { 'strict-transport-security': 'max-age=1' };
    const found = findings(bare, [good['content-security-policy'] ?? '']);
    assert.deepEqual(
      found.map(({ about }) => about),
      ['frame-ancestors', 'content-security-policy'],
    );
  });

  it('tells what breaks before what is weak, and each cause once', () => {
    const found = findings({
      'content-security-policy': "script-src 'unsafe-inline' *, frame-src 'none', frame-src 'none'",
    });
    const order = found.map(({ severity }) => severity);
    assert.deepEqual(
      order,
      [...order].sort(
        (a, b) => ['breaks', 'weak', 'note'].indexOf(a) - ['breaks', 'weak', 'note'].indexOf(b),
      ),
    );
    assert.equal(new Set(found.map(({ text }) => text)).size, found.length);
  });
});
