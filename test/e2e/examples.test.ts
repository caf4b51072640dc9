// The example apps, each built against the packed package and bought from: StrictMode, KeepAlive, a route change in the middle of a
// payment, hot reload. In Chromium, as the rest of the browser's matters have tests of their own.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { buildExamples, EXAMPLES, startExamples, type ExampleShop } from '../support/examples.js';
import { shopper, words, ANA, type Shopper } from '../support/shopper.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const CHALLENGED = { ...CARD, number: '4000000000003220' };

const skip = !browsersToTest().includes('chromium');
// Out here, because a suite has its minute, and what is built here is six apps.
const project = skip ? '' : await buildExamples();

describe('the example apps in chromium', { skip }, () => {
  let browser: Browser;
  let shop: ExampleShop;
  let context: BrowserContext;
  let page: Page;
  let ana: Shopper;
  let complaints: string[];
  let payments: number;
  let orders: number;

  before(async () => {
    [browser, shop] = await Promise.all([launch('chromium'), startExamples(project)]);
  });
  after(async () => {
    await Promise.all([browser.close(), shop.close()]);
    rmSync(project, { recursive: true, force: true });
  });
  afterEach(() => context.close());

  async function open(address: string): Promise<void> {
    context = await browser.newContext();
    page = await context.newPage();
    ana = shopper(page, shop.origin);
    complaints = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    [payments, orders] = [shop.gateway.payments.length, await shop.orders()];
    await page.goto(address);
    // Gone when a page is loaded, so that it tells whether one was.
    await page.evaluate(() => Object.assign(window, { same: true }));
  }
  const samePage = (): Promise<boolean> => page.evaluate(() => 'same' in window);
  const frames = (): Promise<number> => page.locator('iframe').count();

  async function toCheckout(): Promise<void> {
    await ana.addToCart('Tea bowl');
    await page.getByRole('link', { name: 'Cart' }).click();
    await ana.cardFrame.locator('input').first().waitFor();
  }
  async function paidOnce(): Promise<void> {
    await page
      .getByText(words('order.paid'))
      .first()
      .waitFor()
      .catch((error: unknown) => {
        throw new Error(`${String(error)}\n${complaints.join('\n')}`);
      });
    const now = shop.gateway.payments.slice(payments);
    assert.deepEqual(
      now.map(({ status }) => status),
      ['succeeded'],
    );
    assert.equal((await shop.orders()) - orders, 1);
  }

  for (const name of EXAMPLES) {
    it(`sell in ${name}: one card form, no page loaded on the way to it, one order paid`, async () => {
      await open(`${shop.origin}/${name}/`);
      await toCheckout();
      assert.equal(new URL(page.url()).pathname, `/${name}/checkout`);
      assert.equal(await samePage(), true);
      assert.equal(await frames(), 1);
      await ana.fillDetails();
      await ana.typeCard(CARD);
      await ana.pay();
      await paidOnce();
      // Solid's checkout shows the order in its place; the others have a page for it.
      const where = name === 'solid' ? '/solid/checkout' : `/${name}/order`;
      assert.equal(new URL(page.url()).pathname, where);
      assert.deepEqual(complaints, []);
    });
  }

  for (const name of ['react', 'vue']) {
    it(`in ${name} a checkout that was left takes its card form with it, and comes back with one and what was typed beside it`, async () => {
      await open(`${shop.origin}/${name}/`);
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(CARD);
      for (let times = 0; times < 2; times++) {
        await page.goBack();
        await page.locator('store-product').first().waitFor();
        assert.equal(await frames(), 0);
        await page.goForward();
        await ana.cardFrame.locator('input').first().waitFor();
        assert.equal(await frames(), 1);
      }
      assert.equal(await page.getByLabel(words('field.email'), { exact: true }).inputValue(), ANA.email);
      await ana.typeCard(CARD);
      await ana.pay();
      await paidOnce();
      assert.deepEqual(complaints, []);
    });

    it(`in ${name} a shopper who leaves in the middle of a 3-D Secure challenge pays the same order when they come back`, async () => {
      await open(`${shop.origin}/${name}/`);
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(CHALLENGED);
      await ana.pay();
      await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
      await page.evaluate(() => history.back());
      await page.locator('store-product').first().waitFor();
      assert.equal(await frames(), 0);
      await page.evaluate(() => history.forward());
      await ana.cardFrame.locator('input').first().waitFor();
      await ana.typeCard(CARD);
      await ana.pay();
      await paidOnce();
    });
  }

  it('in vite hot reload gives the page one new store: each event once, the cart kept', async () => {
    const { createServer } = await import('vite');
    const { port } = new URL(shop.origin);
    const root = join(project, 'examples/vite');
    const proxy = { target: `http://127.0.0.1:${port}`, headers: { origin: shop.origin } };
    const server = await createServer({
      root,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1', proxy: { '/store': proxy, '/pictures': proxy } },
    });
    await server.listen();
    try {
      const address = server.httpServer?.address();
      assert.ok(address && typeof address === 'object');
      await open(`http://127.0.0.1:${address.port}/`);
      await ana.addToCart('Tea bowl');
      for (const file of ['src/title.ts', '../shared/store.ts']) {
        const path = join(root, file);
        const reloaded = page.waitForEvent('console', (message) => message.text().includes('hot updated'));
        writeFileSync(path, readFileSync(path, 'utf8').replace('A shop', 'A reloaded shop') + '\n// changed');
        await reloaded;
      }
      await page.getByRole('heading', { name: 'A reloaded shop' }).waitFor();
      await page.evaluate(() => {
        const heard: string[] = [];
        Object.assign(window, { heard });
        document.addEventListener('store-cart-change', ({ detail: { count, status } }) => {
          // The new store may still be asking for the price of the one piece it found.
          if (count === 2) heard.push(status);
        });
      });
      await ana.addToCart('Moon jar');
      const heard = await page.waitForFunction(() => {
        const all = (window as unknown as { heard: string[] }).heard;
        return all.includes('priced') && all;
      });
      assert.deepEqual(await heard.jsonValue(), ['pending', 'priced']);
      assert.equal(await samePage(), true);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await server.close();
    }
  });
});
