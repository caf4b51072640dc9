import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireEvidence } from '../../src/api/wire-evidence.js';
import { EN_EVIDENCE } from '../../src/locale/en-evidence.js';
import { newAdminKey } from '../../src/server/index.js';
import { startWorld, type World } from '../support/world.js';

const KEY = newAdminKey();
const HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Evidence</title>
<style>body { font: 16px/1.5 system-ui; margin: 1rem auto; max-width: 64rem; padding: 0 1rem }</style>
<script type="module" src="/store-elements/store-elements.js" data-endpoint="/store"></script>
<script type="module" src="/store-elements/evidence.js"></script>
<main><h1>Payment pages</h1><store-evidence></store-evidence></main></html>`;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, which serves the page.

  describe(`the merchant’s evidence in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld({ env: { ADMIN_KEY: KEY } });
      await tell('/checkout.html', [
        { kind: 'script', subject: `${world.shop}/store-elements/store-elements.js`, detail: HASH },
        { kind: 'script', subject: 'https://js.stripe.com/v3/', detail: '' },
        { kind: 'script', subject: 'https://evil.example/<img/src=x/onerror=alert(1)>.js', detail: '' },
        {
          kind: 'header',
          subject: 'content-security-policy',
          detail: "default-src 'none'; script-src 'self'",
        },
        { kind: 'header', subject: 'strict-transport-security', detail: '' },
        { kind: 'violation', subject: 'https://evil.example/skim.js', detail: 'script-src-elem' },
      ]);
      await tell('/cart.html', [{ kind: 'script', subject: 'https://stats.example/s.js', detail: '' }]);
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    const tell = async (path: string, findings: object[]): Promise<void> => {
      const { status } = await fetch(`${world.shop}/store/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ page: world.shop + path, findings }),
      });
      assert.equal(status, 200);
    };

    async function open(options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
      if (name === 'chromium') await context.grantPermissions(['local-network-access']);
      await context.route(`${world.shop}/merchant.html`, (route) =>
        route.fulfill({ contentType: 'text/html', body: PAGE }),
      );
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`${world.shop}/merchant.html`);
      return page;
    }

    const enter = async (page: Page, key: string): Promise<void> => {
      await page.getByLabel(EN_EVIDENCE['evidence.key']).fill(key);
      await page.getByRole('button', { name: EN_EVIDENCE['evidence.open'] }).click();
    };

    it('asks for the admin key, says when it is wrong, and keeps it nowhere', async () => {
      const page = await open();
      await enter(page, newAdminKey());
      await page.getByText(EN_EVIDENCE['evidence.wrong_key']).waitFor();
      assert.equal(
        await page.locator('store-evidence').evaluate((each) => each.matches(':state(error)')),
        true,
      );
      await enter(page, KEY);
      await page.getByRole('heading', { name: '/checkout.html' }).waitFor();
      const kept = await page.evaluate(() =>
        JSON.stringify([
          localStorage,
          sessionStorage,
          document.cookie,
          location.href,
          document.documentElement.outerHTML,
        ]),
      );
      assert.equal(kept.includes(KEY), false);
      await page.reload();
      await page.getByLabel(EN_EVIDENCE['evidence.key']).waitFor();
      await page.context().close();
    });

    it('shows what was told, by page, whatever it holds, as text', async () => {
      const page = await open();
      await enter(page, KEY);
      await page.getByRole('table', { name: '/checkout.html' }).waitFor();
      assert.equal(await page.getByRole('table', { name: '/checkout.html' }).getByRole('row').count(), 7);
      assert.equal(await page.getByRole('table', { name: '/cart.html' }).getByRole('row').count(), 2);
      await page
        .getByText('https://evil.example/%3Cimg/src=x/onerror=alert(1)%3E.js', { exact: true })
        .waitFor();
      await page.getByText(EN_EVIDENCE['evidence.absent'], { exact: true }).waitFor();
      assert.equal(await page.locator('store-evidence img').count(), 0);
      await page.context().close();
    });

    it('approves and rejects with the keyboard alone; the focus is never lost, and a reason is needed (PCI-5)', async () => {
      const page = await open();
      await enter(page, KEY);
      const row = page.getByRole('row').filter({ hasText: 'https://js.stripe.com/v3/' });
      await row.getByRole('button').focus();
      await page.keyboard.press('Enter');
      const reason = page.getByLabel(EN_EVIDENCE['evidence.reason']);
      await page.waitForFunction(
        () => document.querySelector('store-evidence')?.shadowRoot?.activeElement?.localName === 'textarea',
      );
      await page.keyboard.press('Tab');
      await page.keyboard.type('Mara');
      await page.keyboard.press('Enter');
      await page.getByText(EN_EVIDENCE['evidence.required']).waitFor();
      await reason.focus();
      await page.keyboard.type('Stripe’s own script, needed for the card form.');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await row.waitFor({ state: 'detached' });
      const active = () =>
        page.evaluate(() => document.querySelector('store-evidence')?.shadowRoot?.activeElement?.localName);
      await page.waitForFunction(
        () => document.querySelector('store-evidence')?.shadowRoot?.activeElement?.localName === 'button',
      );
      assert.equal(await active(), 'button');
      await page.getByLabel(/^Approved/).check();
      await row.getByText('Stripe’s own script').waitFor();
      await row.getByText(/^Approved by Mara, /).waitFor();
      // Another one, rejected; the name is there already.
      await page.getByLabel(/^New/).check();
      await page.getByRole('row').filter({ hasText: 'stats.example' }).getByRole('button').press('Enter');
      await page.keyboard.type('Nobody knows it.');
      await page.getByRole('button', { name: EN_EVIDENCE['evidence.reject'] }).press('Enter');
      await page.getByLabel('Rejected (1)').waitFor();
      await page.context().close();
    });

    // Firefox's driver tells of no downloads.
    if (name === 'chromium')
      it('downloads all of it as JSON that can be compared', async () => {
        const page = await open();
        await page
          .locator('store-evidence')
          .evaluate((each, key) => Object.assign(each, { adminKey: key }), KEY);
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: EN_EVIDENCE['evidence.export'] }).click(),
        ]);
        assert.equal(download.suggestedFilename(), 'store-evidence.json');
        const { findings } = JSON.parse(await readFile(await download.path(), 'utf8')) as WireEvidence;
        const keys = findings.map(({ page, kind, subject, detail }) =>
          [page, kind, subject, detail].join('\n'),
        );
        assert.deepEqual(keys, [...keys].sort());
        assert.equal(findings.length, 7);
        await page.context().close();
      });

    it('says that the store is away, and tries again', async () => {
      const page = await open();
      await page.route('**/admin/evidence', (route) => route.abort());
      await enter(page, KEY);
      await page.getByText(EN_EVIDENCE['evidence.failed']).waitFor();
      await page.unroute('**/admin/evidence');
      await page.getByRole('button', { name: EN_EVIDENCE['evidence.retry'] }).click();
      await page.getByRole('heading', { name: '/checkout.html' }).waitFor();
      await page.context().close();
    });

    it('is found accessible by axe, on a phone and a desk, locked, filled and deciding', async () => {
      const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
      for (const viewport of [
        { width: 375, height: 800 },
        { width: 1100, height: 900 },
      ]) {
        const page = await open({ viewport });
        await page.evaluate(axe);
        const check = async (state: string): Promise<void> => {
          const found = await page.evaluate(async () => {
            type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
          });
          assert.deepEqual(found, [], `${state} at ${viewport.width}`);
        };
        await check('locked');
        await enter(page, KEY);
        await page.getByRole('heading', { name: '/checkout.html' }).waitFor();
        await check('filled');
        await page.getByRole('row').filter({ hasText: 'skim.js' }).getByRole('button').click();
        await page.getByLabel(EN_EVIDENCE['evidence.reason']).waitFor();
        await check('deciding');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await page.context().close();
      }
    });
  });
}
