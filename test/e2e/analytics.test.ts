// The bridge to the shop's own analytics, and the counts for its reports: a whole purchase with a consent that comes late.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireReport } from '../../src/api/wire-reports.js';
import { newAdminKey } from '../../src/server/index.js';
import { ANA, shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const KEY = newAdminKey();
const MARK = 'dataLayer:';

interface Pushed {
  readonly event: string;
  readonly ecommerce: {
    readonly value?: number;
    readonly currency?: string;
    readonly transaction_id?: string;
    readonly items: readonly { readonly item_name: string; readonly quantity?: number }[];
  };
}

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, which puts the tag into the pages.

  describe(`analytics in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld({ env: { ADMIN_KEY: KEY } });
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** A visitor whose pages carry the tag with these attributes; what is pushed into `dataLayer`, on any page, is heard. */
    async function visitor(
      attributes: () => string,
    ): Promise<{ page: Page; context: BrowserContext; heard: string[] }> {
      const context = await browser.newContext(
        name === 'chromium'
          ? { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36' }
          : {},
      );
      if (name === 'chromium') await context.grantPermissions(['local-network-access']);
      // A driven browser says so, and would not be counted.
      await context.addInitScript((mark) => {
        Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false });
        const layer: unknown[] = [];
        layer.push = (...all: unknown[]) => {
          console.debug(mark + JSON.stringify(all[0]));
          return Array.prototype.push.apply(layer, all);
        };
        Object.assign(globalThis, { dataLayer: layer });
      }, MARK);
      await context.route(
        (url) => url.origin === world.shop && /(\.html|\/)$/.test(url.pathname),
        async (route) => {
          const response = await route.fetch();
          const tag = `<script type="module" src="/store-elements/analytics.js" ${attributes()}></script></head>`;
          await route.fulfill({ response, body: (await response.text()).replace('</head>', tag) });
        },
      );
      const page = await context.newPage();
      const heard: string[] = [];
      page.on('console', (message) => {
        if (message.text().startsWith(MARK)) heard.push(message.text().slice(MARK.length));
      });
      return { page, context, heard };
    }
    const events = (heard: readonly string[]): Pushed[] =>
      heard.map((text) => JSON.parse(text) as Pushed).filter(({ event }) => event);

    it('tells GA4’s events from the shelf to the money, after consent and not before; the purchase once, and nothing of a person', async () => {
      let consent = '';
      const { page, context, heard } = await visitor(() => `data-analytics="attribute" ${consent}`);
      const ana = shopper(page, world.shop);
      const heardOf = async (event: string): Promise<Pushed> => {
        const found = (): Pushed | undefined => events(heard).findLast((each) => each.event === event);
        while (!found()) await page.waitForEvent('console', { timeout: 10_000 });
        return found()!;
      };
      await ana.go('/');
      await ana.addToCart('Tea bowl');

      consent = 'data-consent="granted"';
      await page.evaluate(() => document.querySelector('script[data-analytics]')?.setAttribute('data-consent', 'granted'));
      await ana.addToCart('Moon jar');
      const added = await heardOf('add_to_cart');
      // What came before the consent is never told.
      assert.equal(events(heard).filter(({ event }) => event !== 'view_item_list').length, 1);
      assert.deepEqual(added.ecommerce.items.map(({ item_name, quantity }) => [item_name, quantity]), [['Moon jar', 1]]);
      assert.equal(added.ecommerce.value, 124);
      await ana.go('/cart.html');
      assert.equal((await heardOf('view_cart')).ecommerce.value, 158);
      await ana.setQuantity('Tea bowl', 2);
      await page.getByText('$192.00').first().waitFor();
      // What is told while a page goes, a driver may not hear.
      while (events(heard).filter(({ event }) => event === 'add_to_cart').length < 2) await page.waitForEvent('console', { timeout: 10_000 });
      await ana.go('/checkout.html');
      assert.equal((await heardOf('begin_checkout')).ecommerce.value, 192);
      await ana.fillDetails();
      await ana.typeCard({ number: '4242424242424242', expiry: '1138', cvc: '737' });
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      const bought = await heardOf('purchase');
      assert.deepEqual([bought.ecommerce.value, bought.ecommerce.currency], [192, 'USD']);
      assert.match(bought.ecommerce.transaction_id ?? '', /^\d{4,}$/);
      // Leaving and looking again, here and in another tab: it is the same purchase.
      await page.reload();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await ana.go('/');
      await page.locator('store-product').first().scrollIntoViewIfNeeded();
      await heardOf('view_item_list');
      const order = events(heard).map(({ event }) => event);
      assert.deepEqual(
        order.filter((event) => event !== 'view_item_list'),
        ['add_to_cart', 'view_cart', 'add_to_cart', 'begin_checkout', 'add_shipping_info', 'add_payment_info', 'purchase'],
      );
      const said = heard.join('\n');
      for (const personal of [...Object.values(ANA), '4242424242424242', 'ord_', 'token', 'example.com', 'Ana'])
        assert.equal(said.includes(personal), false, personal);
      await context.close();
    }); // prettier-ignore

    it('sees what a catalogue shows, what is chosen of it, and the product’s own page', async () => {
      const { page, context, heard } = await visitor(() => 'data-analytics="attribute" data-consent="granted"');
      const heardOf = async (event: string, count = 1): Promise<Pushed> => {
        const found = (): Pushed[] => events(heard).filter((each) => each.event === event);
        while (found().length < count) await page.waitForEvent('console', { timeout: 10_000 });
        return found()[count - 1]!;
      };
      await page.goto(`${world.shop}/shop.html`);
      assert.equal((await heardOf('view_item_list')).ecommerce.items.length, 12);
      await page.getByRole('link', { name: 'Jars 2' }).click();
      const jars = await heardOf('view_item_list', 2);
      assert.deepEqual(jars.ecommerce.items.map(({ item_name }) => item_name), ['Moon jar', 'Night jar']);
      await page.getByRole('link', { name: 'Moon jar' }).click();
      assert.deepEqual((await heardOf('select_item')).ecommerce.items.map(({ item_name }) => item_name), ['Moon jar']);
      await page.waitForURL(/product\.html/);
      assert.deepEqual((await heardOf('view_item')).ecommerce.items.map(({ item_name }) => item_name), ['Moon jar']);
      await context.close();
    }); // prettier-ignore

    it('follows Google’s consent mode, and loads nothing of Google’s', async () => {
      const { page, context, heard } = await visitor(() => 'data-analytics="consent-mode" data-to="gtag"');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      const ana = shopper(page, world.shop);
      const consent = (command: string, state: string): Promise<void> =>
        page.evaluate(
          ([kind, analytics_storage]) => {
            const { dataLayer } = globalThis as unknown as { dataLayer: unknown[] };
            dataLayer.push(['consent', kind, { analytics_storage }]);
          },
          [command, state],
        );
      const told = (): string[] =>
        heard.flatMap((text) => {
          const said = JSON.parse(text) as Record<string, string>;
          return said['0'] === 'event' && said['1'] !== 'view_item_list' ? [text] : [];
        });
      await ana.go('/');
      await consent('default', 'denied');
      await ana.addToCart('Tea bowl');
      await consent('update', 'granted');
      await ana.addToCart('Moon jar');
      while (!told().length) await page.waitForEvent('console', { timeout: 10_000 });
      assert.equal(told().length, 1);
      assert.match(told()[0] ?? '', /^\{"0":"event","1":"add_to_cart","2":\{"currency":"USD","value":124,/);
      assert.deepEqual([...new Set(asked)], [world.shop]);
      await context.close();
    });

    // Firefox's driver can't change the browser's name, and a robot's is not counted.
    if (name === 'chromium')
      it('counts a visit, a cart and a checkout once, without a cookie or anything stored, and not for who asks for privacy', async () => {
        const report = async (): Promise<number[]> => {
          const answer = await fetch(`${world.shop}/store/admin/reports`, { headers: { authorization: `Bearer ${KEY}` } });
          const { totals } = (await answer.json()) as WireReport;
          return [totals.visits, totals.carts, totals.checkouts];
        };
        const before = await report();
        const { page, context } = await visitor(() => 'data-visits="/store/visits"');
        const ana = shopper(page, world.shop);
        const answers: string[] = [];
        page.on('response', (response) => {
          if (new URL(response.url()).pathname === '/store/visits') answers.push(response.request().postData() ?? '');
        });
        await ana.go('/');
        const stored = (): Promise<string> => page.evaluate(() => document.cookie + Object.keys({ ...localStorage, ...sessionStorage }).filter((key) => !key.startsWith('store-elements:cart')).join()); // prettier-ignore
        await ana.addToCart('Tea bowl');
        await ana.addToCart('Moon jar');
        assert.equal(await stored(), '');
        await page.reload();
        await page.getByRole('link', { name: /^Cart/ }).first().click();
        await page.getByRole('link', { name: words('cart.checkout') }).click();
        await ana.cardFrame.locator('input').first().waitFor();
        assert.deepEqual(answers, ['visit', 'cart', 'checkout'].map((kind) => JSON.stringify({ kind }))); // prettier-ignore
        assert.deepEqual((await report()).map((count, i) => count - (before[i] ?? 0)), [1, 1, 1]); // prettier-ignore
        await context.close();

        const shy = await visitor(() => 'data-visits="/store/visits"');
        await shy.context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
        const asked: string[] = [];
        shy.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        await shopper(shy.page, world.shop).go('/');
        await shopper(shy.page, world.shop).addToCart('Tea bowl');
        assert.equal(asked.includes('/store/visits'), false);
        await shy.context.close();
      }); // prettier-ignore
  });
}
