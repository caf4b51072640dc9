// A page whose elements a server has drawn: seen without scripts, and taken over by the elements without a flash.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { createServerRenderer } from '../../components/ssr.js';
import { deferred } from '../support/deferred.js';
import { servePages } from '../support/serve-pages.js';
import { startWorld, type World } from '../support/world.js';

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Its driver changes no page.

  describe(`a page drawn on a server in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let context: BrowserContext;
    let page: Page;

    before(async () => {
      [browser, world] = await Promise.all([launch(name), startWorld()]);
    });
    after(() => Promise.all([browser.close(), world.close()]));
    afterEach(() => context.close());

    /** The demo's page about the workshop, with drawn elements in the place of its words, under the demo's own policy. */
    async function serve(options: BrowserContextOptions = {}): Promise<void> {
      const renderer = createServerRenderer({
        ...{ fetch, endpoint: `${world.shop}/store`, url: `${world.shop}/about.html`, nonce: 'n0' },
      });
      const elements = [
        await renderer.element('store-product', { product: 'tea-bowl' }, '<a href="/bowl">Tea bowl</a>'),
        await renderer.element('store-product', { product: 'moon-jar' }),
        await renderer.element('store-cart', { 'checkout-href': '/checkout.html' }),
      ];
      renderer.close();
      context = await browser.newContext(options);
      const policy = (await fetch(world.shop)).headers.get('content-security-policy') ?? '';
      await servePages(context, world.shop, {
        headers: { 'content-security-policy': policy.replace('style-src ', "style-src 'nonce-n0' ") },
        html: (html) => html.replace(/<main[\s\S]*<\/main>/, `<main>${elements.join('\n')}</main>`),
      });
      page = await context.newPage();
    }
    const product = (): ReturnType<Page['locator']> => page.locator('store-product').first();

    it('shows products, with their prices and styles, without JavaScript, and nothing that needs it', async () => {
      await serve({ javaScriptEnabled: false });
      await page.goto(`${world.shop}/about.html`);
      await page.getByRole('heading', { name: 'Tea bowl' }).waitFor();
      await page.getByText('$34.00').first().waitFor();
      const picture = await product().locator('img').boundingBox();
      assert.ok((picture?.width ?? 0) > 50);
      // Firefox's driver stops scripts without telling the styles.
      if (name === 'firefox') return;
      assert.equal(await page.locator('main').getByRole('button').count(), 0);
      assert.equal(await page.locator('main select:visible').count(), 0);
    });

    it('is taken over by the elements in one step: nothing twice, nothing gone, nothing moved', async () => {
      await serve();
      const release = deferred();
      const data = deferred();
      await context.route('**/store-elements.js', async (route) => {
        await release.promise;
        await route.continue();
      });
      await context.route('**/store/products/**', async (route) => {
        await data.promise;
        await route.continue();
      });
      await context.addInitScript(() => {
        const seen: { headings: number[]; shift: number } = { headings: [], shift: 0 };
        Object.assign(window, { seen });
        const look = (): void => {
          const roots = [...document.querySelectorAll('store-product')].map(({ shadowRoot }) => shadowRoot);
          if (roots.length)
            seen.headings.push(
              ...roots.map(
                (root) => [...(root?.querySelectorAll('h3') ?? [])].filter((h) => h.checkVisibility()).length,
              ),
            );
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              seen.shift += (entry as unknown as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
      });
      // The demo's tag holds back the first picture of the page; this page has something to show without it.
      await page.goto(`${world.shop}/about.html`, { waitUntil: 'commit' });
      release.resolve();
      const drawn = (): Promise<boolean> =>
        product().evaluate((el) => el.shadowRoot?.querySelector('style') !== null);
      await page.waitForFunction(() => customElements.get('store-product'));
      // The element is there, and has nothing to show yet.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      assert.equal(await drawn(), true);
      data.resolve();
      await page.waitForFunction(() =>
        [...document.querySelectorAll('store-product')].every((el) => !el.shadowRoot?.querySelector('style')),
      );
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const seen = await page.evaluate(
        () => (window as unknown as { seen: { headings: number[]; shift: number } }).seen,
      );
      assert.deepEqual([...new Set(seen.headings)], [1]);
      assert.equal(seen.shift, 0);
      await product().getByRole('button').click();
      await page.locator('store-cart-button .count', { hasText: '1' }).first().waitFor();
      await page.locator('store-cart [part~=line]').waitFor();
    });
  });
}
