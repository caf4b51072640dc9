/** `store-elements audit` in real browsers: the inventory is exact (PCI-5), every tampering is flagged (PCI-6). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { browsersToTest, chromiumArgs, chromiumPath, launch } from '#browsers';
import { approve, changesSince, type Inventory } from '../../src/cli/audit/inventory.js';
import type { AuditReport } from '../../src/cli/audit/report.js';
import type { PageSeen } from '../../src/cli/audit/seen.js';
import { visit } from '../../src/cli/audit/visit.js';
import { judge } from '../../src/cli/audit.js';
import { main } from '../../src/cli/main.js';
import { INLINE, NOTHING_SEEN, startAuditedShop, type AuditedShop } from '../support/audited-shop.js';
import { shopper } from '../support/shopper.js';
import { makeCertificate, startTlsProxy } from '../support/tls.js';
import { startWorld } from '../support/world.js';

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const BY = { name: 'Ana', date: '2026-11-23', sdk: undefined };

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // Playwright can't drive the one that is here.

  describe(`store-elements audit in ${name}`, () => {
    let browser: Browser;
    let shop: AuditedShop;
    before(async () => {
      browser = await launch(name);
      shop = await startAuditedShop(3000);
    });
    after(async () => {
      await browser.close();
      await shop.close();
    });

    it('lists exactly the scripts of the page and marks the worker (PCI-5)', async () => {
      const seen = await look(browser, shop, 4);
      const { origin, other } = shop;
      const blob = name === 'chromium' ? `blob ${sha256('window.fromBlob = 1;')}` : 'blob (bytes not read)';
      const expected: [string, string, string | undefined][] = [
        [blob, 'blob', name === 'chromium' ? sha256('window.fromBlob = 1;') : undefined],
        [`${origin}/child.js`, 'classic', sha256('window.child = 1;')],
        [`${origin}/dynamic.js`, 'classic', sha256('window.dynamic = 1;')],
        [`${origin}/imported.js`, 'loaded by a script', sha256('export {};')],
        [`${origin}/module.js`, 'module', sha256('import "./imported.js";')],
        [`${other}/late.js`, 'classic', sha256('window.late = 1;')],
        [`${other}/tags.js`, 'classic', sha256(shop.files.get('other/tags.js')!.body)],
        [`inline ${sha256(INLINE)}`, 'inline', sha256(INLINE)],
        // Firefox's driver tells of no service worker.
        ...(name === 'chromium'
          ? [
              [`${origin}/worker.js`, 'service worker', sha256('self.onfetch = null;')] as [
                string,
                string,
                string,
              ],
            ]
          : []),
      ];
      const found = seen.scripts.map(({ script, kind, hash }) => [
        script,
        script.startsWith('blob') ? 'blob' : kind,
        hash,
      ]);
      assert.deepEqual(found.sort(), expected.sort());
      assert.deepEqual(seen.frames, [`${origin}/child.html`, `${other}/card.html`].sort());
      assert.deepEqual(seen.cardFields, [], 'the card form’s own frame is not the page’s');
      assert.equal(seen.headers['set-cookie'], 'session; HttpOnly; SameSite=Lax');
      if (name === 'chromium') {
        const late = seen.scripts.find(({ script }) => script.endsWith('/late.js'));
        assert.equal(late?.loader, `${other}/tags.js`);
      }
    });
  });
}

const look = (browser: Browser, shop: AuditedShop, seconds: number, path = '/pay'): Promise<PageSeen> =>
  visit(browser, { url: new URL(path, shop.origin), wait: undefined, seconds, state: undefined });

/** What somebody does to a shop, and a word of the change that must be told. */
const TAMPERINGS: readonly [what: string, how: (shop: AuditedShop) => void, told: RegExp][] = [
  [
    'a header is dropped',
    (shop) => shop.headers.delete('x-frame-options'),
    /^removed header x-frame-options/m,
  ],
  [
    'the policy is dropped',
    (shop) => shop.headers.delete('content-security-policy'),
    /^removed header content-/m,
  ],
  [
    'unsafe-eval is added',
    (shop) => edit(shop, "'self'", "'self' 'unsafe-eval'"),
    /^changed header content-/m,
  ],
  [
    'a host is added',
    (shop) => edit(shop, "'self'", "'self' https://evil.example"),
    /^changed header content-/m,
  ],
  [
    'a header is weakened',
    (shop) => shop.headers.set('permissions-policy', 'payment=*'),
    /^changed header perm/m,
  ],
  [
    'a cookie loses HttpOnly',
    (shop) => shop.headers.set('set-cookie', 'session=1'),
    /^changed header set-cookie/m,
  ],
  ['a byte of a script', (shop) => shop.replace('/dynamic.js', '1', '2'), /^changed script .*dynamic\.js/m],
  [
    'a byte of an imported module',
    (shop) => shop.replace('/imported.js', '{}', '{ }'),
    /^changed script .*imported/m,
  ],
  [
    'a byte of the tag manager’s late script',
    (shop) => shop.replace('other/late.js', '1', '2'),
    /script .*late\.js/,
  ],
  [
    'a byte of the worker',
    (shop) => shop.replace('/worker.js', 'null', '1'),
    /^changed script .*worker\.js/m,
  ],
  [
    'a byte of an inline script',
    (shop) => shop.replace('/pay', 'const put', 'let put'),
    /^added script inline/m,
  ],
  [
    'the text of a blob',
    (shop) => shop.replace('/pay', 'fromBlob = 1', 'fromBlob = 2'),
    /^added script blob/m,
  ],
  [
    'a script is added',
    (shop) => shop.add(`<script src="${shop.other}/evil.js"></script>`),
    /added script .*evil/,
  ],
  [
    'a script by a timer',
    (shop) => later(shop, '/dynamic.js', 'setTimeout(FN, 1000)'),
    /added script .*evil/,
  ],
  [
    'a script when the mouse moves',
    (shop) => later(shop, '/dynamic.js', 'onmousemove = FN'),
    /added script .*evil/,
  ],
  ['a script by the tag manager', (shop) => later(shop, 'other/tags.js', '(FN)()'), /added script .*evil/],
  [
    'a script that removes itself',
    (shop) => shop.add('<script>document.currentScript.remove(); window.gone = 1</script>'),
    /^added script inline/m,
  ],
  [
    'an event handler',
    (shop) => shop.add('<img alt="" src="data:," onerror="steal()">'),
    /added script handler/,
  ],
  [
    'a script is taken away',
    (shop) => shop.replace('/module.js', 'import "./imported.js";', ''),
    /^removed script/m,
  ],
  [
    'the card form’s frame is exchanged',
    (shop) => {
      shop.files.set('other/form.html', shop.files.get('other/card.html')!);
      shop.replace('/pay', 'card.html', 'form.html');
    },
    /^added frame .*form\.html/m,
  ],
  [
    'a card field of the page',
    (shop) => shop.add('<label>Card number <input></label>'),
    /^added card field/m,
  ],
  [
    'a request to elsewhere',
    (shop) => shop.add('<img src="http://127.0.0.1:9/pixel">'),
    /^added request image/m,
  ],
];

const edit = (shop: AuditedShop, from: string, to: string): void => {
  const policy = shop.headers.get('content-security-policy')!;
  shop.headers.set('content-security-policy', policy.replace(from, to));
};
const later = (shop: AuditedShop, path: string, when: string): void => {
  const file = shop.files.get(path)!;
  const put = `() => document.head.append(Object.assign(document.createElement('script'), { src: '${shop.other}/evil.js' }))`;
  file.body += `\n${when.replace('FN', put)};`;
};
const told = (approved: Inventory, seen: PageSeen): string =>
  changesSince(approved, seen, undefined)
    .map(({ change, what, name }) => `${change} ${what} ${name}`)
    .join('\n');

describe('what store-elements audit compares (PCI-6)', () => {
  let browser: Browser;
  let shop: AuditedShop;
  let approved: Inventory;
  before(async () => {
    browser = await launch('chromium');
    shop = await startAuditedShop(300);
    approved = approve(await look(browser, shop, 2), undefined, BY);
  });
  afterEach(() => shop.reset());
  after(async () => {
    await browser.close();
    await shop.close();
  });

  for (const [what, how, pattern] of TAMPERINGS) {
    it(`flags: ${what}`, async () => {
      how(shop);
      assert.match(told(approved, await look(browser, shop, 2)), pattern);
    });
  }

  for (const round of [0, 1]) {
    it(`flags nothing in five visits of an unchanged page (${round + 1})`, async () => {
      for (let visits = 0; visits < 5; visits++) {
        assert.equal(told(approved, await look(browser, shop, 1)), '');
      }
    });
  }
});

describe('store-elements audit, the command', () => {
  let shop: AuditedShop;
  let executable: string;
  const folder = mkdtempSync(join(tmpdir(), 'store-elements-audit-'));
  before(async () => {
    shop = await startAuditedShop(100);
    executable = (await chromiumPath()).path;
  });
  afterEach(() => shop.reset());
  after(async () => {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const lines: Record<'out' | 'err', string[]> = { out: [], err: [] };
    const io = {
      out: (line: string) => void lines.out.push(line),
      err: (line: string) => void lines.err.push(line),
      cwd: folder,
    };
    const code = await main(['audit', ...args], io);
    return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
  };
  const page = (): string[] => [`${shop.origin}/pay`, '--executable', executable, '--seconds', '1'];
  const file = join(folder, 'payment-page.inventory.json');
  const read = (): Inventory => JSON.parse(readFileSync(file, 'utf8')) as Inventory;

  it('ends with 2 when it is called wrongly, with 3 when there is no page', async () => {
    assert.equal((await run()).code, 2);
    assert.equal((await run('ftp://shop.example')).code, 2);
    assert.equal((await run(...page(), '--approve')).code, 2);
    assert.equal((await run(...page(), '--browser', 'lynx')).code, 2);
    assert.equal((await run(...page(), '--unknown')).code, 2);
    const missing = await run(`${shop.origin}/nothing`, '--executable', executable);
    assert.equal(missing.code, 3);
    assert.match(missing.err, /answered 404/);
    const nobody = await run(`${shop.origin}/pay`, '--executable', '/nowhere/chromium');
    assert.equal(nobody.code, 3);
    assert.match(nobody.err, /npx playwright-core install chromium/);
  });

  it('passes only when everything is as approved and justified (PCI-5)', async () => {
    const first = await run(...page());
    assert.equal(first.code, 1);
    assert.match(first.out, /^not approved yet: 9 scripts/m);

    assert.equal((await run(...page(), '--approve', '--by', 'Ana')).code, 1);
    const inventory = read();
    assert.ok(inventory.scripts.every((each) => each.approvedBy === 'Ana' && each.justification === ''));
    for (const each of inventory.scripts) each.justification = `We need it: ${each.script.slice(0, 20)}`;
    writeFileSync(file, JSON.stringify(inventory));
    assert.equal((await run(...page())).code, 0);

    inventory.scripts[0]!.justification = ' ';
    writeFileSync(file, JSON.stringify(inventory));
    const bare = await run(...page());
    assert.equal(bare.code, 1);
    assert.match(bare.out, /^not justified: /m);

    inventory.scripts[0]!.justification = 'Needed.';
    writeFileSync(file, JSON.stringify(inventory));
    shop.replace('/dynamic.js', '1', '2');
    const changed = await run(...page());
    assert.equal(changed.code, 1);
    assert.match(changed.out, /^changed {2}script: .*\/dynamic\.js$/m);

    // Approved again: what was written stays, and only what changed gets another name.
    assert.equal((await run(...page(), '--approve', '--by', 'Ben')).code, 0);
    const by = Object.fromEntries(read().scripts.map((each) => [each.script, each.approvedBy]));
    assert.equal(by[`${shop.origin}/dynamic.js`], 'Ben');
    assert.equal(by[`${shop.origin}/module.js`], 'Ana');
    assert.ok(read().scripts.every((each) => each.justification !== ''));
  });

  it('refuses a baseline that is none, or is of another page', async () => {
    writeFileSync(join(folder, 'bad.json'), '{"format": 2}');
    assert.equal((await run(...page(), '--baseline', 'bad.json')).code, 2);
    const other = {
      ...approve(
        { ...NOTHING_SEEN, url: 'https://other.example/', finalUrl: 'https://other.example/' },
        undefined,
        BY,
      ),
    };
    writeFileSync(join(folder, 'other.json'), JSON.stringify(other));
    const answer = await run(...page(), '--baseline', 'other.json');
    assert.equal(answer.code, 2);
    assert.match(answer.err, /inventory of https:\/\/other\.example/);
  });

  it('writes the same report of the same page, but for the time', async () => {
    const once = async (): Promise<string> => {
      await run(...page(), '--out', 'again');
      const text = readFileSync(join(folder, 'again/report.json'), 'utf8');
      return text.replace(/"checkedAt": "[^"]*"/, '');
    };
    assert.equal(await once(), await once());
  });
});

describe('store-elements audit of the demo shop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-elements-audit-demo-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds our files byte for byte, the card form elsewhere, and writes a page fit for a phone', async () => {
    const world = await startWorld();
    const browser = await launch('chromium');
    try {
      const context = await browser.newContext();
      const ana = shopper(await context.newPage(), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await context.storageState({ path: join(folder, 'state.json') });
      await context.close();
      const io = { out: () => undefined, err: () => undefined, cwd: folder };
      const args = ['--state', 'state.json', '--wait', '[data-store-mount=payment] iframe', '--seconds', '3'];
      const { path } = await chromiumPath();
      const run = (...more: string[]): Promise<number> =>
        main(['audit', `${world.shop}/checkout.html`, ...args, '--executable', path, ...more], io);
      assert.equal(
        await run('--approve', '--by', 'Ana'),
        1,
        'the sandbox and the demo’s own scripts are not justified',
      );
      const report = JSON.parse(readFileSync(join(folder, 'store-audit/report.json'), 'utf8')) as AuditReport;
      assert.ok(report.sdk.files.length >= 3);
      assert.deepEqual(
        report.sdk.files.filter(({ bytes }) => bytes !== 'same'),
        [],
      );
      for (const row of report.rows.filter(({ owner }) => owner === 'store-elements'))
        assert.equal(row.state, 'approved', row.script);
      assert.deepEqual(report.page.cardFields, []);
      assert.ok(report.page.frames.some((frame) => frame.startsWith(world.gatewayOrigin)));
      assert.equal(await run(), 1);
      const again = JSON.parse(readFileSync(join(folder, 'store-audit/report.json'), 'utf8')) as AuditReport;
      assert.deepEqual(again.changes, []);

      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [320, 1100]) {
          const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
          await page.goto(pathToFileURL(join(folder, 'store-audit/report.html')).href);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          const pictures = process.env.AUDIT_PICTURES;
          if (pictures)
            await page.screenshot({ path: join(pictures, `${colorScheme}-${width}.png`), fullPage: true });
          await page.close();
        }
      }
    } finally {
      await browser.close();
      await world.close();
    }
  });
});

describe('store-elements audit over HTTPS', () => {
  it('tells TLS, HSTS, the way from plain HTTP, and what of the page comes over plain HTTP (PCI-4)', async () => {
    const shop = await startAuditedShop(0);
    const certificate = await makeCertificate(['shop.test']);
    const proxy = await startTlsProxy(certificate, () => Number(new URL(shop.origin).port));
    const plainPort = new URL(shop.origin).port;
    // A name and the usual ports, as a real shop has them.
    const browser = await launch('chromium', {
      args: [
        ...chromiumArgs,
        `--ignore-certificate-errors-spki-list=${certificate.spki}`,
        `--host-resolver-rules=MAP shop.test:443 127.0.0.1:${proxy.port},MAP *.test:80 127.0.0.1:${plainPort}`,
      ],
    });
    const asked: string[] = [];
    let answer = (): Response => new Response(null, { status: 404 });
    const look = (): Promise<PageSeen> =>
      visit(
        browser,
        { url: new URL('https://shop.test/pay'), wait: undefined, seconds: 0.5, state: undefined },
        (address) => {
          asked.push(String(address));
          return Promise.resolve(answer());
        },
      );
    const judged = (seen: PageSeen): string =>
      judge(seen, undefined, { checkedAt: '', gateways: [], sdk: undefined })
        .findings.map(({ about, text }) => `${about}: ${text}`)
        .join('\n');
    try {
      const bare = await look();
      assert.match(bare.tls ?? '', /^TLS 1\.[23]$/);
      assert.deepEqual(asked, ['http://shop.test/pay']);
      // But for the fixture's own second origin, which is this machine.
      assert.deepEqual(
        bare.insecure.filter((each) => !each.includes(shop.other)),
        [],
      );
      assert.match(judged(bare), /strict-transport-security/);
      assert.match(judged(bare), /Over plain HTTP the address answers 404/);

      shop.headers.set('strict-transport-security', 'max-age=31536000');
      shop.headers.delete('content-security-policy');
      shop.add('<img src="http://pictures.test/a.png"><form action="http://mail.test/"></form>');
      shop.files.set('/a.png', { type: 'image/png', body: '' });
      answer = () => new Response(null, { status: 308, headers: { location: 'https://shop.test/pay' } });
      const mixed = await look();
      assert.equal(mixed.plainHttp, '308 to https://shop.test/pay');
      assert.equal(mixed.headers['strict-transport-security'], 'max-age=31536000');
      assert.ok(mixed.insecure.includes('img http://pictures.test/a.png'), mixed.insecure.join());
      assert.ok(mixed.insecure.includes('form http://mail.test/'));
      assert.match(judged(mixed), /names or asks addresses over plain HTTP/);
      assert.doesNotMatch(judged(mixed), /Over plain HTTP the address answers|strict-transport-security/);
    } finally {
      await browser.close();
      await proxy.close();
      await shop.close();
    }
  });

  it('says in words why a page can’t be opened, whatever the browser says', async () => {
    const browser = await launch('chromium');
    const ended = await startAuditedShop(0);
    const long = new Date(Date.now() - 30 * 86_400_000);
    const shops = await Promise.all([
      makeCertificate(['localhost']),
      makeCertificate(['localhost'], { from: long, days: 10 }),
      makeCertificate(['localhost'], { from: new Date(Date.now() + 86_400_000) }),
      makeCertificate(['other.test']),
    ]).then((all) => Promise.all(all.map((each) => startTlsProxy(each, () => 9))));
    const reason = (port: number | string): Promise<string> =>
      visit(browser, {
        ...{ url: new URL(`https://localhost:${port}/pay`), wait: undefined },
        ...{ seconds: 0, state: undefined },
      }).then(
        () => 'it opened',
        (error: unknown) => String(error),
      );
    try {
      const [stranger, expired, early, misnamed] = await Promise.all(shops.map(({ port }) => reason(port)));
      assert.match(stranger ?? '', /signed by nobody whom browsers trust/);
      const day = new Date(long.getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
      assert.match(expired ?? '', new RegExp(`its certificate expired on ${day}`));
      assert.match(early ?? '', /its certificate is not valid before 20/);
      assert.match(misnamed ?? '', /its certificate is for other\.test, not for localhost/);
      const { port } = new URL(ended.origin);
      assert.match(await reason(port), /the server speaks no TLS there/);
      await ended.close();
      assert.match(await reason(port), /nothing answers at this address and port/);
    } finally {
      await browser.close();
      await ended.close();
      for (const each of shops) await each.close();
    }
  });
});
