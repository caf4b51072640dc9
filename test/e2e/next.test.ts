// The example shop in Next: server components that draw the elements, the server kit as a route handler, built against the packed
// package and bought from. In Chromium, as the rest of the browser's matters have tests of their own.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { startNext } from '../support/next.js';
import { shopper, words } from '../support/shopper.js';

const skip = !browsersToTest().includes('chromium');
// Out here, because a suite has its minute, and installing and building Next may take longer.
const shop = skip ? (undefined as never) : await startNext();
if (!skip) after(() => shop.close());

describe('the example app in Next, in chromium', { skip }, () => {
  let browser: Browser;

  before(async () => {
    browser = await launch('chromium');
  });
  after(() => browser.close());

  async function open(path: string, context?: BrowserContextOptions): Promise<[Page, string[]]> {
    const page = await (await browser.newContext(context)).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(shop.origin + path);
    return [page, complaints];
  }

  /** The server's style element is gone when the element has drawn itself. */
  const takenOver = (page: Page, tag: string): Promise<unknown> =>
    page.waitForFunction((name) => {
      const root = document.querySelector(name)?.shadowRoot;
      return root && !root.querySelector('style');
    }, tag);

  it('shows products, their prices and links without JavaScript', async () => {
    const [page] = await open('/', { javaScriptEnabled: false });
    await page.getByText('$34.00').waitFor();
    await page.getByRole('link', { name: 'Tea bowl' }).click();
    await page.getByText('For both hands.').waitFor();
    assert.equal(new URL(page.url()).pathname, '/product/tea-bowl');
    assert.equal(await page.getByRole('button').count(), 0);
    await page.context().close();
  });

  it('is taken over by the elements without a shift, and sells: pages change without loading, one order paid', async () => {
    const [page, complaints] = await open('/');
    const ana = shopper(page, shop.origin);
    await page.evaluate(() => Object.assign(window, { same: true }));
    await takenOver(page, 'store-catalog');
    await page.getByRole('link', { name: 'Tea bowl' }).click();
    await page.waitForURL('**/product/tea-bowl');
    await ana.addToCart('Tea bowl');
    await page
      .locator('store-cart')
      .getByRole('link', { name: words('cart.checkout') })
      .click();
    await ana.cardFrame.locator('input').first().waitFor();
    assert.equal(await page.evaluate(() => 'same' in window), true);
    assert.equal(await page.locator('iframe').count(), 1);
    await ana.fillDetails();
    await ana.typeCard({ number: '4242424242424242', expiry: '1138', cvc: '737' });
    await ana.pay();
    await page
      .getByText(words('order.paid'))
      .first()
      .waitFor()
      .catch((error: unknown) => assert.fail(`${String(error)}\n${complaints.join('\n')}\n${shop.said()}`));
    assert.equal(new URL(page.url()).pathname, '/order');
    assert.deepEqual(
      shop.gateway.payments.map(({ status }) => status),
      ['succeeded'],
    );
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('neither flashes nor moves while the elements take over what the server drew', async () => {
    const [page] = await open('/order');
    await page.addInitScript(() => {
      const seen: { titles: number[]; shift: number } = { titles: [], shift: 0 };
      Object.assign(window, { seen });
      const look = (): void => {
        const root = document.querySelector('store-product')?.shadowRoot;
        const shown = [...(root?.querySelectorAll('h1,h2,h3') ?? [])].filter((each) =>
          each.checkVisibility(),
        );
        if (root) seen.titles.push(shown.length);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${shop.origin}/product/tea-bowl`);
    await takenOver(page, 'store-product');
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const seen = await page.evaluate(
      () => (window as unknown as { seen: { titles: number[]; shift: number } }).seen,
    );
    assert.deepEqual([...new Set(seen.titles)], [1]);
    assert.equal(seen.shift, 0);
    await page.context().close();
  });
});
