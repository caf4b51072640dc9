import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { audit, judge } from '../../src/cli/audit.js';
import { securityHeaders } from '../../src/cli/audit/headers.js';
import { approve, changesSince } from '../../src/cli/audit/inventory.js';
import { knownScript, sdkFiles } from '../../src/cli/audit/known.js';
import { HELPS, LIMITS, WHAT_IT_IS } from '../../src/cli/audit/report.js';
import { reportHtml } from '../../src/cli/audit/report-html.js';
import { NOTHING_SEEN } from '../support/audited-shop.js';
import type { PageSeen, ScriptSeen } from '../../src/cli/audit/seen.js';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\`&amp;\u202egnp`;
const script = (at: string, more: Partial<ScriptSeen> = {}): ScriptSeen => ({
  script: at,
  kind: 'classic',
  origin: URL.canParse(at) ? new URL(at).origin : 'https://shop.example',
  party: 'third',
  hash: 'sha256-a',
  sha384: 'sha384-a',
  integrity: undefined,
  loader: undefined,
  ...more,
});
const seen = (more: Partial<PageSeen> = {}): PageSeen => ({
  ...NOTHING_SEEN,
  url: 'https://shop.example/checkout?order=1',
  finalUrl: 'https://shop.example/checkout',
  browser: 'chromium 150',
  tls: 'TLS 1.3',
  plainHttp: '308 to https://shop.example/checkout',
  ...more,
});
const BY = { name: 'Ana', date: '2026-11-23', sdk: undefined };
const AT = { checkedAt: '2026-11-23T10:00:00.000Z', gateways: [], sdk: undefined };

describe('the report of an audit', () => {
  it('lets nothing of the page become markup', () => {
    const page = seen({
      scripts: [script(`https://evil.example/${HOSTILE}`, { loader: HOSTILE, integrity: HOSTILE })],
      headers: { 'x-frame-options': HOSTILE },
      ...{ frames: [HOSTILE], cardFields: [HOSTILE], insecure: [HOSTILE], hosts: [HOSTILE] },
      ...{ frameHosts: [HOSTILE], violations: [HOSTILE], plainHttp: HOSTILE, browser: HOSTILE, tls: HOSTILE },
    });
    const approved = approve(seen({ scripts: [script(HOSTILE)] }), undefined, { ...BY, name: HOSTILE });
    for (const inventory of [undefined, approved, approve(page, undefined, { ...BY, name: HOSTILE })]) {
      const text = reportHtml(judge(page, inventory, AT));
      assert.match(text, /&#60;script&#62;alert\(1\)/);
      assert.doesNotMatch(text, /<script|<img|\u202e/i);
      assert.equal(text.match(/<style>/g)?.length, 1);
    }
  });

  it('says of a changed script that its approval was of other bytes', () => {
    const page = (hash: string): PageSeen => seen({ scripts: [script('https://x.example/a.js', { hash })] });
    const approved = approve(page('sha256-a'), undefined, BY);
    assert.match(reportHtml(judge(page('sha256-b'), approved, AT)), /before it changed, approved by Ana/);
    assert.doesNotMatch(reportHtml(judge(page('sha256-a'), approved, AT)), /before it changed/);
  });

  it('claims nothing for anybody (MSG-2, PCI-10)', () => {
    const banned = /complian|certified|guarantee|100 ?%|🔒/i;
    const page = seen({ scripts: [script('https://js.stripe.com/clover/stripe.js')] });
    const approved = approve(page, undefined, BY);
    const verdicts = [
      judge(page, undefined, AT),
      judge(page, approved, AT),
      judge(page, approve(seen(), undefined, BY), AT),
      judge(
        seen({ scripts: [script('https://x.example/')] }),
        approve(seen({ scripts: [script('https://x.example/')] }), undefined, BY),
        AT,
      ),
    ];
    assert.equal(new Set(verdicts.map(({ verdict }) => verdict)).size, 4);
    for (const report of verdicts) assert.doesNotMatch(reportHtml(report), banned);
    assert.doesNotMatch([audit.usage, WHAT_IT_IS, ...LIMITS, ...Object.values(HELPS)].join(), banned);
    assert.match(WHAT_IT_IS, /certifies nothing/);
    assert.match(LIMITS.join(), /\?utm_/);
  });
});

describe('what the connection leaves open (PCI-4)', () => {
  const found = (more: Partial<PageSeen>): string =>
    judge(seen({ ...more }), undefined, AT)
      .findings.filter(({ about }) => about === 'connection')
      .map(({ text }) => text)
      .join();

  it('asks for HTTPS, and for a way there that browsers remember', () => {
    assert.equal(found({}), '');
    assert.equal(found({ plainHttp: '301 to https://shop.example/' }), '');
    assert.equal(found({ plainHttp: 'nobody answers over plain HTTP' }), '');
    assert.equal(found({ finalUrl: 'http://127.0.0.1:80/', plainHttp: 'not asked' }), '');
    assert.match(found({ finalUrl: 'http://shop.example/' }), /HTTPS only/);
    assert.match(found({ finalUrl: 'http://localhost.example/' }), /HTTPS only/);
    assert.match(found({ plainHttp: '200, not sent on to HTTPS' }), /308/);
    assert.match(found({ plainHttp: '301 to http://shop.example/' }), /308/);
    assert.match(found({ plainHttp: '302 to https://shop.example/' }), /temporary/);
    assert.match(found({ insecure: ['img http://x.example/'] }), /plain HTTP/);
  });
});

describe('the inventory of a payment page', () => {
  it('knows a gateway’s script by its address alone, and only there', () => {
    const stripe = 'https://js.stripe.com/clover/stripe.js';
    const page = (hash: string, at = stripe): PageSeen => seen({ scripts: [script(at, { hash })] });
    const approved = approve(page('sha256-a'), undefined, BY);
    assert.equal(approved.scripts[0]?.hash, 'evergreen');
    assert.equal(approved.scripts[0].owner, 'Stripe');
    assert.deepEqual(changesSince(approved, page('sha256-b'), undefined), []);
    assert.equal(judge(page('sha256-b'), approved, AT).verdict, 'as approved');
    for (const at of [
      'http://js.stripe.com/clover/stripe.js',
      'https://js.stripe.com.evil.example/stripe.js',
      'https://evil.example/js.stripe.com/stripe.js',
      'https://js.stripe.com@evil.example/stripe.js',
    ])
      assert.equal(knownScript(script(at), undefined), undefined, at);
  });

  it('justifies our own files only byte for byte', () => {
    const sdk = { version: '1.2.3', files: { 'store-elements.js': 'sha384-ours' } };
    const at = 'https://shop.example/lib/store-elements.js?ver=2';
    assert.match(knownScript(script(at, { sha384: 'sha384-ours' }), sdk)?.justification ?? '', /1\.2\.3/);
    assert.equal(knownScript(script(at, { sha384: 'sha384-other' }), sdk), undefined);
    assert.equal(sdkFiles([script(at, { sha384: 'sha384-other' })], sdk)[0]?.bytes, 'other');
    assert.equal(sdkFiles([script(at, { sha384: undefined })], sdk)[0]?.bytes, 'other');
  });

  it('keeps headers without nonces, cookies’ values and times', () => {
    const at = (nonce: string, value: string, age: string): Record<string, string> =>
      securityHeaders([
        { name: 'Content-Security-Policy', value: `script-src 'nonce-${nonce}'` },
        { name: 'Set-Cookie', value: `id=${value}; Max-Age=${age}; Secure; HttpOnly` },
        { name: 'Date', value: nonce },
      ]);
    assert.deepEqual(at('a', 'b', '1'), at('c', 'd', '2'));
    assert.deepEqual(at('a', 'b', '1'), {
      'content-security-policy': "script-src 'nonce-…'",
      'set-cookie': 'id; HttpOnly; Secure',
    });
  });

  it('tells when the address leads elsewhere', () => {
    const [change] = changesSince(
      approve(seen(), undefined, BY),
      seen({ finalUrl: 'https://shop.example/login?next=1' }),
      undefined,
    );
    assert.equal(change?.name, 'ended at');
    assert.equal(change.after, 'https://shop.example/login');
  });

  it('names no shopper’s order', () => {
    assert.equal(approve(seen(), undefined, BY).page, 'https://shop.example/checkout');
  });
});
