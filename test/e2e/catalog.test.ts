/** The catalogue and a product's page in real browsers: found, linked to, bought from, by keyboard; nothing moves, nothing runs. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireProduct, WireProductList } from '../../src/api/wire.js';
import { EN_CATALOG } from '../../src/locale/en-catalog.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { startWorld, type World } from '../support/world.js';

interface Watched {
  moved: string[];
  refused: string[];
  ran: number;
}
declare const watched: Watched;

/** What is used of axe-core, which is no module. */
interface AxeRunner {
  run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
}

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // its driver has neither interception nor init scripts

  describe(`the catalogue in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    async function open(
      path: string,
      more: { readonly width?: number; readonly shop?: string } = {},
    ): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: more.width ?? 1200, height: 900 } });
      if (name === 'chromium') await context.grantPermissions(['local-network-access']);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.addInitScript(() => {
        const seen: Watched = { moved: [], refused: [], ran: 0 };
        Object.assign(globalThis, { watched: seen, __xss: () => (seen.ran += 1) });
        addEventListener('securitypolicyviolation', (event) => seen.refused.push(event.violatedDirective));
        if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              if (!(entry as unknown as { hadRecentInput: boolean }).hadRecentInput)
                seen.moved.push(JSON.stringify(entry));
          }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto((more.shop ?? world.shop) + path);
      return page;
    }

    const titles = (page: Page): Promise<string[]> =>
      page.locator('store-catalog [part~=title]').allTextContents();
    /** Resolves when the list says so. */
    const says = (page: Page, text: string): Promise<void> =>
      page.locator('store-catalog .count', { hasText: text }).waitFor();
    const query = (page: Page): string => new URL(page.url()).search;
    const still = (page: Page): Promise<string[]> => page.evaluate(() => watched.moved);

    it('is searched, filtered, sorted and turned, all of it in the address; Back and Forward lead through it', async () => {
      const page = await open('/shop.html?utm=a%20b');
      await says(page, '16 products · Page 1 of 2');
      await page.getByRole('link', { name: 'Tea 3' }).click();
      await says(page, '3 products');
      assert.equal(query(page), '?utm=a%20b&category=Tea');
      await page.getByLabel(EN_CATALOG['catalog.sort']).selectOption('price_desc');
      await page.locator('store-catalog li:first-child [part~=title]', { hasText: 'Sencha' }).waitFor();
      assert.equal(query(page), '?utm=a%20b&category=Tea&sort=price_desc');
      await page.getByRole('link', { name: EN_CATALOG['catalog.all'], exact: true }).click();
      await says(page, '16 products');
      await page.getByRole('searchbox').fill('jar');
      await says(page, '2 products for “jar”');
      assert.deepEqual(await titles(page), ['Moon jar', 'Night jar']);
      assert.equal(query(page), '?utm=a%20b&q=jar&sort=price_desc');

      await page.goBack();
      await says(page, '16 products');
      assert.equal(await page.getByRole('searchbox').inputValue(), '');
      await page.goBack();
      await says(page, '3 products');
      await page.goForward();
      await page.goForward();
      await says(page, '2 products for “jar”');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'jar');
      // The address alone is enough.
      await page.reload();
      await says(page, '2 products for “jar”');
      assert.deepEqual(await titles(page), ['Moon jar', 'Night jar']);
      assert.deepEqual(await page.evaluate(() => watched.refused), []);
    });

    it('is turned by keyboard: the focus goes along and hears where it is; a product is one step further', async () => {
      const page = await open('/shop.html');
      await says(page, '16 products');
      const next = page.getByRole('link', { name: EN_CATALOG['catalog.next'] });
      assert.equal(await next.getAttribute('href'), '/shop.html?page=2');
      await next.focus();
      await page.keyboard.press('Enter');
      await says(page, 'Page 2 of 2');
      const focused = await page.evaluate(
        () => document.querySelector('store-catalog')?.shadowRoot?.activeElement?.textContent,
      );
      assert.match(focused ?? '', /Page 2 of 2/);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/product\.html\?id=/);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // Firefox's driver never sees the end of a Back to a page from the cache; within the page it is tested above.
      if (name !== 'chromium') return;
      await page.goBack();
      await says(page, 'Page 2 of 2');
    });

    it('says in words what a price was, that nothing fits, and that it failed; and recovers', async () => {
      const page = await open('/shop.html?q=celadon+round');
      await says(page, '1 product');
      const price = page.locator('store-catalog [part~=price]');
      const heard = await price.evaluate((each) =>
        [...each.querySelectorAll('.hidden')].map(({ textContent }) => textContent).join(' '),
      );
      assert.equal(heard, 'Now $144.00 Was $180.00');
      await page.getByRole('searchbox').fill('no such thing');
      await page.locator('store-catalog .message', { hasText: EN_CATALOG['catalog.empty'] }).waitFor();
      await page.getByRole('link', { name: EN_CATALOG['catalog.reset'] }).click();
      await says(page, '16 products');
      await page.route('**/store/products?**', (route) => route.abort());
      await page.getByRole('link', { name: 'Jars 2' }).click();
      await page.getByRole('alert').getByText(EN_CATALOG['catalog.failed']).waitFor();
      await page.unroute('**/store/products?**');
      await page.getByRole('button', { name: EN_SHOP['cart.retry'] }).click();
      await says(page, '2 products');
    });

    it('a product: an option that is sold out says so, a variant has an address, a quantity goes into the cart', async () => {
      const page = await open('/product.html?id=mug&variant=mug-persimmon-12');
      const button = page.locator('store-product [part~=button-primary]');
      await page
        .locator('store-product', { hasText: '' })
        .locator('[part~=price]', { hasText: '$36.00' })
        .waitFor();
      assert.ok(await button.isDisabled());
      assert.equal((await button.innerText()).trim(), EN_CATALOG['product.soldout']);
      assert.match(await page.locator('label.choice.not', { hasText: '12 oz' }).innerText(), /Sold out/);
      await page.getByLabel('8 oz').check();
      assert.equal(query(page), '?id=mug&variant=mug-persimmon-8');
      await page.getByText('Only 4 left').waitFor();
      const quantity = page.getByLabel(EN_CATALOG['product.quantity']);
      // As typed and left: Firefox's driver sends no keys into shadow roots.
      await quantity.evaluate(async (input: HTMLInputElement) => {
        input.value = '9';
        input.dispatchEvent(new Event('change'));
        await (document.querySelector('store-product') as unknown as { updateComplete: Promise<unknown> })
          .updateComplete;
      });
      assert.equal(await quantity.inputValue(), '4');
      await button.click();
      await page.waitForFunction(
        () =>
          document.querySelector('store-cart-button')?.shadowRoot?.querySelector('.count')?.textContent ===
          '4',
      );
    });

    it('a product is data for search engines: once, true to the page, gone with it, and no code', async () => {
      const page = await open('/product.html?id=teapot-celadon');
      const block = page.locator('script[type="application/ld+json"]');
      await block.waitFor({ state: 'attached' });
      await page.evaluate(() => {
        const second = document.createElement('store-product');
        second.setAttribute('product', 'teapot-celadon');
        second.setAttribute('full', '');
        document.querySelector('main')?.append(second);
      });
      await page.locator('store-product').nth(1).locator('h1').waitFor();
      assert.equal(await block.count(), 1);
      const data = JSON.parse((await block.textContent()) ?? '') as Record<string, unknown>;
      assert.deepEqual(
        [data['@type'], data['name'], data['sku'], data['url']],
        [
          'Product',
          'Round teapot, celadon',
          'teapot-celadon',
          `${world.shop}/product.html?id=teapot-celadon`,
        ],
      );
      const [offer] = data['offers'] as Record<string, unknown>[];
      assert.deepEqual(
        [offer?.['price'], offer?.['priceCurrency'], offer?.['availability']],
        ['144.00', 'USD', 'https://schema.org/InStock'],
      );
      assert.deepEqual(
        await page.evaluate(() => watched.refused),
        [],
        'Trusted Types and CSP had nothing to refuse',
      );
      await page.evaluate(() => document.querySelector('store-product')?.remove());
      assert.equal(await block.count(), 1);
      await page.evaluate(() => document.querySelector('store-product')?.remove());
      assert.equal(await block.count(), 0);
    });

    it('T-02: whatever a product says, it is text and leads nowhere but to pages', async () => {
      const evil = `</script><script>__xss()</script><img src=x onerror=__xss()>"'\u2028{id}{title}`;
      const picture = { url: 'javascript:__xss()', alt: evil, width: 1, height: 1 };
      const product: WireProduct = {
        ...{ id: 'javascript:__xss()', title: evil, description: evil, currency: 'USD', category: evil },
        image: { ...picture, sources: [{ url: `x 1w, javascript:__xss()`, width: 1 }] },
        images: [picture, { ...picture, url: 'data:text/html,<script>__xss()</script>' }],
        options: [{ name: evil, values: [evil, '__proto__'] }],
        variants: [evil, '__proto__'].map((value) => ({
          ...{ sku: value, title: value, options: { [evil]: value }, price: 100, available: true, left: 2 },
        })),
      };
      const page = await open('/about.html');
      await page.route('**/store/products*', (route) =>
        route.fulfill({
          json: {
            products: [product],
            total: 1,
            page: 1,
            pages: 1,
            categories: [{ name: evil, count: 1 }],
          } satisfies WireProductList,
        }),
      );
      await page.route('**/store/products/**', (route) => route.fulfill({ json: product }));
      await page.evaluate(() => {
        const main = document.querySelector('main');
        for (const [tag, attributes] of [
          ['store-catalog', { 'product-href': '{id}', 'enquiry-href': 'javascript:{title}' }],
          ['store-product', { product: 'x', full: '' }],
          ['store-product', { product: 'x', href: 'javascript:{id}' }],
        ] as const) {
          const element = document.createElement(tag);
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          main?.append(element);
        }
      });
      await page.locator('store-product h1').waitFor();
      await page.locator('store-product h3').waitFor();
      await page.locator('store-catalog h3').waitFor();
      const seen = await page.evaluate(() => {
        const roots = [...document.querySelectorAll('store-catalog, store-product')].map(
          (each) => each.shadowRoot,
        );
        const all = (selector: string): Element[] =>
          roots.flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])]);
        return {
          titles: all('[part~=title]').map(({ textContent }) => textContent),
          addresses: all('[href], [src], [srcset]').flatMap((each) =>
            ['href', 'src', 'srcset'].map((attribute) => each.getAttribute(attribute) ?? ''),
          ),
          elements: all('script, iframe, object, svg').length,
          data: document.querySelector('script[type="application/ld+json"]')?.textContent ?? '',
          ran: watched.ran,
        };
      });
      assert.deepEqual(
        seen.titles.map((text) => text?.trim()),
        [evil, evil, evil],
      );
      assert.deepEqual(
        seen.addresses.filter((each) => /^(javascript|data):/i.test(each)),
        [],
      );
      assert.deepEqual([seen.elements, seen.ran], [0, 0]);
      assert.doesNotMatch(seen.data, /[<>&]/);
      assert.equal((JSON.parse(seen.data) as { name: string }).name, evil);
    });

    it('leaves no hole where fewer products come than there was room for', async () => {
      const page = await open('/shop.html');
      await says(page, '16 products');
      await page.getByRole('searchbox').fill('jar');
      await says(page, '2 products for “jar”');
      const grid = page.locator('store-catalog ul.grid');
      assert.equal(await grid.locator('li').count(), 2);
      const [card, all] = await Promise.all([grid.locator('li').first().boundingBox(), grid.boundingBox()]);
      assert.ok(Math.abs(all!.height - card!.height) < 2, 'one row');
      await page.context().close();
    });

    it('shows and does not sell where the server says so: no button, no cart, no price it was not told, a way to ask', async () => {
      for (const [catalog, prices] of [['prices', true], ['bare', false]] as const) {
        const shown = await startWorld({ env: { CATALOG: catalog } });
        try {
          const page = await open('/shop.html', { shop: shown.shop });
          await page.locator('store-catalog .count', { hasText: '16 products' }).waitFor();
          const catalogue = page.locator('store-catalog');
          assert.equal((await catalogue.locator('[part~=price]').count()) > 0, prices);
          assert.equal(await page.getByRole('button', { name: EN_SHOP['cart.add'] }).count(), 0);
          // The merchant's own words on how to get it.
          await catalogue.evaluate((each) => {
            const ask = Object.assign(document.createElement('p'), { slot: 'enquiry', textContent: 'Come by on Saturday' });
            each.append(ask);
          });
          await page.getByText('Come by on Saturday').waitFor();
          await page.goto(`${shown.shop}/product.html?id=moon-jar`);
          await page.getByRole('heading', { level: 1, name: 'Moon jar' }).waitFor();
          assert.equal((await page.locator('store-product [part~=price]').count()) > 0, prices);
          assert.equal(await page.locator('store-product [part~=button-primary]').count(), 0);
          assert.equal(await page.locator('store-product [part~=quantity]').count(), 0);
          await page.locator('store-cart-button').waitFor({ state: 'hidden' });
          const [told, quote, order] = await page.evaluate(async () => {
            const product = await (await fetch('/store/products/moon-jar')).text();
            const headers = { 'content-type': 'application/json', 'idempotency-key': 'a'.repeat(40) };
            const body = JSON.stringify({ line_items: [{ item: { id: 'moon-jar' }, quantity: 1 }] });
            const ask = (path: string) => fetch(path, { method: 'POST', headers, body });
            return [product, (await ask('/store/quotes')).status, (await ask('/store/orders')).status] as const;
          });
          assert.equal(/"price":\d/.test(told), prices, 'what is not shown is not sent');
          assert.ok(quote >= 400 && order >= 400, `${quote} ${order}`);
          await page.context().close();
        } finally {
          await shown.close();
        }
      }
    }); // prettier-ignore

    it('a page can show without selling by itself: mode="catalog" on the provider', async () => {
      const page = await open('/shop.html');
      await says(page, '16 products');
      await page.evaluate(() => {
        const provider = document.createElement('store-provider');
        provider.setAttribute('mode', 'catalog');
        provider.setAttribute('endpoint', '/store');
        provider.id = 'shown';
        for (const tag of ['store-catalog', 'store-cart']) provider.append(document.createElement(tag));
        provider.querySelector('store-catalog')!.setAttribute('enquiry-href', '/about.html?about={title}');
        document.querySelector('main')!.append(provider);
      });
      const shown = page.locator('#shown store-catalog');
      await shown.getByRole('link', { name: /Moon jar/ }).first().waitFor();
      assert.equal(await shown.locator('[part~=button-primary]').count(), 0);
      assert.ok((await shown.locator('[part~=price]').count()) > 0);
      await page.locator('#shown store-cart').waitFor({ state: 'hidden' });
      // The rest of the page goes on selling.
      assert.ok((await page.locator('main > store-catalog [part~=button-primary]').count()) > 0);
      await page.context().close();
    }); // prettier-ignore

    if (name === 'chromium') {
      it('keeps the room of what is loaded: nothing moves, at first and at each step, wide and on a phone', async () => {
        for (const width of [1200, 375]) {
          const page = await open('/shop.html', { width });
          await says(page, '16 products');
          // Slower than what counts as a shopper's own doing.
          await page.route('**/store/products?**', async (route) => {
            await new Promise((resolve) => setTimeout(resolve, 700));
            await route.continue();
          });
          await page.getByRole('link', { name: EN_CATALOG['catalog.next'] }).click();
          await says(page, 'Page 2 of 2');
          await page.getByRole('link', { name: 'Jars 2' }).click();
          await says(page, '2 products');
          await page.getByRole('link', { name: EN_CATALOG['catalog.all'], exact: true }).click();
          await says(page, '16 products');
          assert.deepEqual(await still(page), [], `at ${width} px`);
          await page.context().close();
        }
      });

      it('has no accessibility fault that axe knows, in light and dark', async () => {
        const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
        for (const [path, there] of [
          ['/shop.html', 'store-catalog h3'],
          ['/shop.html?q=nothing+at+all', 'store-catalog .message'],
          ['/product.html?id=mug', 'store-product h1'],
        ] as const) {
          const page = await open(path);
          await page.locator(there).first().waitFor();
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.evaluate(axe);
            const faults = await page.evaluate(async () => {
              const { violations } = await (globalThis as unknown as { axe: AxeRunner }).axe.run();
              return violations.map(
                ({ id, nodes }) => `${id}: ${JSON.stringify(nodes.map(({ target }) => target))}`,
              );
            });
            assert.deepEqual(faults, [], `${path} in ${colorScheme}`);
          }
          await page.context().close();
        }
      });
    }
  });
}
