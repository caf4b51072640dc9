import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireQuote } from '../../src/api/wire.js';
import type { WireReport } from '../../src/api/wire-reports.js';
import { EN_REPORTS } from '../../src/locale/en-reports.js';
import { newAdminKey } from '../../src/server/index.js';
import { newKey } from '../support/server.js';
import { startWorld, type World } from '../support/world.js';

const KEY = newAdminKey();

const page = (
  attributes: string,
): string => `<!doctype html><html lang="en" ${attributes}><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Sales</title>
<link rel="stylesheet" href="/shop.css">
<script type="module" src="/store-elements/store-elements.js" data-endpoint="/store"></script>
<script type="module" src="/store-elements/reports.js"></script>
<main><h1>Office</h1><store-reports time-zone="UTC"></store-reports></main></html>`;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, which serves the page.

  describe(`the merchant’s reports in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld({ env: { ADMIN_KEY: KEY } });
      await order();
      for (let i = 0; i < 4; i++) await post('/visits', { kind: 'visit' }, { 'user-agent': 'Mozilla/5.0 (Macintosh)' });
    }); // prettier-ignore
    after(async () => {
      await browser.close();
      await world.close();
    });

    async function post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
      const answer = await fetch(`${world.shop}/store${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, await answer.clone().text());
      return (await answer.json()) as T;
    }

    /** Placed, not paid: what the money comes to is test/server/reports.test.ts's matter. */
    async function order(): Promise<void> {
      const line_items = [{ item: { id: 'tea-bowl-ash' }, quantity: 2 }];
      const fulfillment = { country: 'US', option_id: 'post' };
      const quote = await post<WireQuote>('/quotes', { line_items, fulfillment });
      const shipping_address = {
        ...{ full_name: 'Ana Reyes', street_address: '12 Harbour Street', address_locality: 'Portland' },
        ...{ address_region: 'OR', postal_code: '97204', address_country: 'US' },
      };
      const wish = { line_items, fulfillment, quote_hash: quote.hash, shipping_address, gateway: 'sandbox' };
      await post(
        '/orders',
        { ...wish, buyer: { email: 'ana@example.com' } },
        { 'idempotency-key': newKey() },
      );
    }

    async function open(options: BrowserContextOptions = {}, attributes = ''): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      if (name === 'chromium') await context.grantPermissions(['local-network-access']);
      // With the headers of the demo's own pages: what the element draws must do without inline styles.
      await context.route(`${world.shop}/office.html`, async (route) => {
        const headers = (await route.fetch({ url: `${world.shop}/about.html` })).headers();
        await route.fulfill({ headers, contentType: 'text/html', body: page(attributes) });
      });
      const tab = await context.newPage();
      tab.setDefaultTimeout(15_000);
      await tab.goto(`${world.shop}/office.html`);
      return tab;
    }
    const enter = async (tab: Page): Promise<void> => {
      await tab.getByLabel(EN_REPORTS['reports.key']).fill(KEY);
      await tab.getByRole('button', { name: EN_REPORTS['reports.open'] }).click();
      await tab.getByRole('heading', { name: EN_REPORTS['reports.revenue'] }).waitFor();
    };
    /** Another month, full of everything, whatever is hostile in it. */
    const busyMonth = (report: WireReport): WireReport => ({
      ...report,
      totals: {
        ...report.totals,
        ...{ paid_orders: 4, conversion: 0.5 },
        money: [
          { currency: 'USD', taken: 10_000, refunded: 2500, lost: 0, revenue: 7500, paid_orders: 4, average: 2500 },
          { currency: 'JPY', taken: 900, refunded: 0, lost: 0, revenue: 900, paid_orders: 1, average: 900 },
        ],
      },
      before: {
        ...report.before,
        paid_orders: 2,
        money: [{ currency: 'USD', taken: 15_000, refunded: 0, lost: 0, revenue: 15_000, paid_orders: 2, average: 7500 }],
      },
      intervals: report.intervals.map((each, i) => ({ ...each, paid_orders: i % 3, revenue: [{ currency: 'USD', amount: i === 9 ? -2500 : i * 100 }] })),
      coupons: [{ code: 'TEA10', currency: 'USD', paid_orders: 2, taken: 5000 }],
      earned: [{ currency: 'USD', goods: 6800, other: 700 }],
      products: [{ sku: 's', title: '<img src=x onerror=alert(1)>', variant: '=1+1', quantity: 2, currency: 'USD', amount: 6800 }],
      gateways: [{ gateway: 'stripe', currency: 'USD', taken: 10_000, refunded: 2500, lost: 0, revenue: 7500, paid_orders: 4 }],
    }); // prettier-ignore
    const fill = (tab: Page): Promise<unknown> =>
      tab.route('**/admin/reports?*', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: busyMonth((await response.json()) as WireReport) });
      });

    it('shows what was ordered, for the time that is chosen, by keyboard', async () => {
      const tab = await open();
      await enter(tab);
      const asked: URLSearchParams[] = [];
      tab.on('request', (request) => {
        const url = new URL(request.url());
        if (url.pathname.endsWith('/admin/reports')) asked.push(url.searchParams);
      });
      const steps = tab.getByRole('listitem');
      await steps.filter({ hasText: EN_REPORTS['reports.funnel.orders'] }).getByText('1', { exact: true }).waitFor();
      await steps.filter({ hasText: EN_REPORTS['reports.funnel.visits'] }).getByText('4', { exact: true }).waitFor();
      await tab.getByRole('combobox', { name: EN_REPORTS['reports.range'] }).selectOption('year');
      await tab.locator('store-reports [aria-busy=false]').waitFor();
      const today = new Date().toISOString().slice(0, 10);
      assert.deepEqual([asked.at(-1)?.get('from'), asked.at(-1)?.get('to')], [`${today.slice(0, 4)}-01-01`, today]);
      await tab.getByRole('combobox', { name: EN_REPORTS['reports.range'] }).selectOption('own');
      await tab.getByLabel(EN_REPORTS['reports.from'], { exact: true }).fill('2026-01-05');
      await tab.getByLabel(EN_REPORTS['reports.to'], { exact: true }).fill('2026-01-05');
      // A day before the first takes it along.
      await tab.getByLabel(EN_REPORTS['reports.from'], { exact: true }).fill('2026-02-01');
      await tab.getByText(EN_REPORTS['reports.empty']).waitFor();
      assert.deepEqual([asked.at(-1)?.get('from'), asked.at(-1)?.get('to')], ['2026-02-01', '2026-02-01']);
      await tab.context().close();
    }); // prettier-ignore

    it('compares with the time before, draws bars for the eye and a table for the ear, and names as text', async () => {
      const tab = await open();
      await fill(tab);
      await enter(tab);
      await tab.getByText('50% less than in the time before').first().waitFor();
      await tab.getByText('$75.00').first().waitFor();
      assert.equal(await tab.locator('store-reports .wide rect.value').count(), 30);
      assert.equal(await tab.locator('store-reports .wide rect.below').count(), 1);
      const bar = tab.locator('store-reports .wide rect.value').nth(29);
      assert.ok(((await bar.boundingBox())?.height ?? 0) > 50, 'the tallest bar is a hair');
      await tab.getByText(EN_REPORTS['reports.table']).first().click();
      const table = tab.getByRole('table', { name: EN_REPORTS['reports.revenue'] });
      assert.equal(await table.getByRole('row').count(), 31);
      await table.getByText('-$25.00').waitFor();
      await tab.getByText('<img src=x onerror=alert(1)>').waitFor();
      assert.equal(await tab.locator('store-reports img').count(), 0);
      await tab.getByRole('combobox', { name: EN_REPORTS['reports.currency'] }).selectOption('JPY');
      await tab.getByText('¥900').first().waitFor();
      await tab.context().close();
    });

    // Firefox's driver tells of no downloads.
    if (name === 'chromium')
      it('T-29: downloads CSV in which nothing is a formula', async () => {
        const tab = await open();
        await fill(tab);
        await enter(tab);
        const [download] = await Promise.all([
          tab.waitForEvent('download'),
          tab.getByRole('button', { name: EN_REPORTS['reports.export.products'] }).click(),
        ]);
        assert.match(download.suggestedFilename(), /^products-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
        const text = await readFile(await download.path(), 'utf8');
        assert.match(text, /"<img src=x onerror=alert\(1\)>","'=1\+1",2,"USD",68\.00\r\n$/);
        await tab.context().close();
      });

    it('is found accessible by axe and no wider than its page: phone and desk, light and dark, both directions', async () => {
      const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
      for (const [viewport, colorScheme, attributes] of [
        [{ width: 320, height: 800 }, 'light', ''],
        [{ width: 1200, height: 900 }, 'dark', 'dir="rtl"'],
      ] as const) {
        const tab = await open({ viewport, colorScheme }, attributes);
        await fill(tab);
        await enter(tab);
        await tab.getByText(EN_REPORTS['reports.table']).first().click();
        await tab.evaluate(axe);
        const found = await tab.evaluate(async () => {
          type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        });
        assert.deepEqual(found, [], `${viewport.width}`);
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await tab.context().close();
      }
    });
  });
}
