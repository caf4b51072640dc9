import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { WireEvidence } from '../../src/api/wire-evidence.js';
import { approve } from '../../src/cli/audit/inventory.js';
import { overview, type Contents } from '../../src/cli/bundle/overview.js';
import { SAQ_A } from '../../src/cli/bundle/saq-a.js';
import { main } from '../../src/cli/main.js';
import { NOTHING_SEEN } from '../support/audited-shop.js';

const EVIDENCE: WireEvidence = {
  full: false,
  findings: [
    {
      ...{ id: 'f1', page: '/checkout', kind: 'header', subject: 'x-frame-options', detail: 'DENY' },
      ...{ first_seen_at: '2026-11-01T00:00:00Z', last_seen_at: '2026-11-28T00:00:00Z', times: 3 },
      ...{ status: 'approved', decision: null },
    },
    {
      ...{ id: 'f2', page: '/checkout', kind: 'script', subject: 'https://tags.example/a.js', detail: '' },
      ...{ first_seen_at: '2026-11-28T00:00:00Z', last_seen_at: '2026-11-28T00:00:00Z', times: 1 },
      ...{ status: 'new', decision: null },
    },
  ],
};
const INVENTORY = approve(
  { ...NOTHING_SEEN, url: 'https://shop.example/checkout', finalUrl: 'https://shop.example/checkout' },
  undefined,
  { name: 'Ana', date: '2026-11-23', sdk: undefined },
);
const CONTENTS: Contents = {
  at: new Date('2026-11-28T12:00:00Z'),
  inventory: INVENTORY,
  evidence: EVIDENCE,
  attestations: [{ name: 'Stripe', url: 'https://example.com/aoc', date: '2026-05-01' }],
  missing: [],
};

async function run(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] };
  const io = {
    out: (line: string) => lines.out.push(line),
    err: (line: string) => lines.err.push(line),
    cwd,
  };
  const code = await main(args, io);
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'store-elements-bundle-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

test('PCI-8: every line of questionnaire A says what is ours, the merchant’s and the gateway’s', () => {
  const ids = SAQ_A.map(({ id }) => id).join(' ');
  for (const id of [
    ...['form', 'scripts', '2.2.2', '3.1.1', '3.2.1', '6.3.1', '6.3.3', '6.4.3', '8.2', '8.3', '9.4'],
    ...['11.3.2', '11.6.1', '12.8', '12.10.1'],
  ])
    assert.ok(ids.includes(id), `no line for ${id}`);
  for (const { id, about, yours } of SAQ_A)
    assert.ok(about && yours, `${id} leaves the merchant without a word`);
});

test('PCI-10: the overview counts what there is, answers for nobody and promises nothing (MSG-2)', () => {
  const text = overview(CONTENTS);
  assert.match(text, /2 things, 1 approved, 0 rejected, 1 not decided/);
  assert.match(text, /\| \/checkout \| x-frame-options \| DENY \| 2026-11-01 \| 2026-11-28 \| approved \|/);
  assert.match(text, /\| Stripe \| https:\/\/example\.com\/aoc \| 2026-05-01 \|/);
  for (const { id } of SAQ_A) assert.ok(text.includes(`| ${id} |`), id);
  // Attestation *of compliance* is the name of a document.
  const ours = text.replaceAll('attestation of compliance', '');
  assert.doesNotMatch(ours, /complian|certified|guarantee|100 ?%|\bsecure\b|bank-grade/i);
  assert.match(text, /it certifies nothing/);
});

test('T-02: what pages and people wrote is text in it, and no row or link of its own', () => {
  const hostile = '| [x](javascript:1) <img src=x onerror=1>\n# Fine\u202e `a` ![i](x)';
  const text = overview({
    ...CONTENTS,
    evidence: {
      full: false,
      findings: EVIDENCE.findings.map((each) => ({
        ...each,
        page: hostile,
        subject: hostile,
        detail: hostile,
      })),
    },
    attestations: [{ name: hostile, url: 'https://a.example/', date: '2026-05-01' }],
    missing: [hostile],
  });
  assert.doesNotMatch(text, /(^|[^\\])\[x|(^|[^\\])<img|^# Fine|\u202e|[^\\]!\\?\[i/m);
  for (const line of text.split('\n').filter((each) => each.includes('onerror') && each.startsWith('| ')))
    assert.ok([4, 7].includes(line.match(/(?<!\\)\|/g)?.length ?? 0), line);
});

test('PCI-10: gathers the files, asks the store with the key, and says what is missing', async (t) => {
  const cwd = folder(t);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    if (request.url === '/moved/admin/evidence') response.writeHead(302, { location: '/elsewhere' });
    response.end(JSON.stringify(EVIDENCE));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const store = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => delete process.env['STORE_ADMIN_KEY']);
  assert.equal((await run(cwd, 'bundle', '--store', `${store}/store`)).code, 2);
  process.env['STORE_ADMIN_KEY'] = 'store_admin_test';
  assert.equal((await run(cwd, 'bundle', '--store', 'http://shop.example/store')).code, 2);
  assert.equal((await run(cwd, 'bundle', '--attestation', 'Stripe,yes,2026')).code, 2);
  assert.equal((await run(cwd, 'bundle', '--store', `${store}/moved`)).code, 3);
  assert.deepEqual(
    asked,
    ['/moved/admin/evidence Bearer store_admin_test'],
    'the key went further than it may',
  );

  writeFileSync(join(cwd, 'payment-page.inventory.json'), JSON.stringify(INVENTORY));
  const { code, err } = await run(cwd, 'bundle', '--store', `${store}/store/`);
  assert.equal(code, 1);
  assert.match(err, /missing: report\.html/);
  const readme = readFileSync(join(cwd, 'store-evidence/README.md'), 'utf8');
  assert.match(readme, /\*\*Missing:\*\*/);
  assert.deepEqual(JSON.parse(readFileSync(join(cwd, 'store-evidence/pages.json'), 'utf8')), EVIDENCE);
  assert.doesNotMatch(readme, /store_admin_test/);
});
