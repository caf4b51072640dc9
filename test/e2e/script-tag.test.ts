// The script tag as pages really have it: from a content network on another origin, as one classic file, late, async, twice,
// in two versions.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { StoreElementsGlobal } from '../../components/script-tag.js';
import german from '../../src/locale/de/shop.js';
import { VERSION } from '../../src/version.js';
import { hashes, importMap, startNetwork, type Network } from '../support/network.js';
import { servePages } from '../support/serve-pages.js';
import { shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const MODULE = 'store-elements.js';
const CLASSIC = 'store-elements.classic.js';

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Its driver changes no page; the module runs there in webkit.test.ts.

  describe(`the script tag in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let network: Network;
    let context: BrowserContext;
    let page: Page;
    let said: string[];

    before(async () => {
      [browser, world, network] = await Promise.all([launch(name), startWorld(), startNetwork()]);
    });
    after(async () => {
      network.close();
      await Promise.all([browser.close(), world.close()]);
    });
    afterEach(() => context.close());

    /** The demo's pages with other script tags, under the demo's own policy with the network in it. */
    async function serve(tags: string): Promise<void> {
      context = await browser.newContext();
      page = await context.newPage();
      said = [];
      network.asked.length = 0;
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(error.message));
      const site = await fetch(world.shop);
      // A script that adds scripts by their address needs a policy of its own, which is the page's matter.
      const without = tags === '' ? /; *(require-)?trusted-types[^;]*/g : /(?!)/;
      const policy = (site.headers.get('content-security-policy') ?? '').replace(without, '');
      await servePages(context, world.shop, {
        headers: {
          'content-security-policy': policy.replace(
            'script-src ',
            `script-src ${network.origin} 'nonce-n0' `,
          ),
        },
        html: (html) => html.replace(/<script type="module".*<\/script>/, tags),
      });
    }
    const src = (file: string): string => `src="${network.origin}/${file}"`;
    const checked = (file: string): string =>
      `crossorigin ${src(file)} integrity="${hashes[file] ?? ''}" data-endpoint="/store"`;

    async function buys(says: readonly string[] = []): Promise<void> {
      const before = world.gateway.payments.length;
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard(CARD);
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      assert.deepEqual(
        world.gateway.payments.slice(before).map(({ status }) => status),
        ['succeeded'],
      );
      assert.deepEqual([...new Set(said)], says);
    }

    it('sells from a content network on another origin, every file checked against its hash', async () => {
      await serve(`<script type="importmap" nonce="n0">${importMap(network.origin)}</script>
        <script type="module" ${checked(MODULE)}></script>`);
      await buys();
      assert.ok(network.asked.some((file) => file.startsWith('chunks/checkout-')));
    });

    it('sells as one classic file from there, which asks for no other', async () => {
      await serve(`<script ${checked(CLASSIC)} defer></script>`);
      await buys();
      assert.deepEqual(new Set(network.asked), new Set([CLASSIC]));
    });

    it('speaks German as one classic file, with the words from the chunks beside it', async () => {
      await serve(`<script ${checked(CLASSIC)} data-locale="de"></script>`);
      await page.goto(`${world.shop}/cart.html`);
      await page.getByText(german['cart.empty'] ?? '').waitFor();
      assert.ok(network.asked.some((file) => /^chunks\/de-shop-/.test(file)));
      assert.deepEqual(said, []);
    });

    const add = (file: string, type: string): Promise<void> =>
      page.evaluate(
        ([address, kind]) => {
          const tag = document.createElement('script');
          Object.assign(tag, { type: kind, src: address });
          tag.dataset['endpoint'] = '/store';
          if (document.readyState === 'complete') document.head.append(tag);
          else addEventListener('load', () => document.head.append(tag));
        },
        [`${network.origin}/${file}`, type] as const,
      );
    const classic = (more = ''): string => `<script ${src(CLASSIC)} data-endpoint="/store" ${more}></script>`;
    const module = (more = '', file = MODULE): string =>
      `<script type="module" ${src(file)} data-endpoint="/store" ${more}></script>`;
    const second = (which = VERSION): string[] => [
      `store-elements ${VERSION} is here; ${which} changes nothing.`,
    ];

    it('sells under an address that says more (`?ver=1`), and no chunk asks for the file by another', async () => {
      await serve(module('', `${MODULE}?ver=1`));
      const addresses = new Set<string>();
      page.on('request', (request) => {
        if (request.url().includes(MODULE)) addresses.add(request.url());
      });
      await buys();
      assert.deepEqual([...addresses], [`${network.origin}/${MODULE}?ver=1`]);
    });

    it('sells under two addresses: what comes later belongs to the file that came first', async () => {
      await serve(module('', `${MODULE}?ver=1`) + module('', `${MODULE}?ver=2`));
      await buys(second());
      const found = await page.evaluate(() =>
        Object.getOwnPropertySymbols(globalThis)
          .filter(({ description }) => /^store-elements .{10}$/.test(description ?? ''))
          .map((symbol) => Object.getOwnPropertyDescriptor(globalThis, symbol))
          .map((own) => [own?.writable, own?.configurable, Object.isFrozen(own?.value)]),
      );
      assert.deepEqual(found, [[false, false, true]], 'one hand-over, which nobody can change');
    });

    it('makes the store of a tag that the page comes to after a file for the merchant has run', async () => {
      const [other, wait] = ['reports.js', 'wait.js'];
      await serve(
        `<script type="module" async ${src(other)}></script><script ${src(wait)}></script>${module()}`,
      );
      await page.route(`${network.origin}/${wait}`, async (route) => {
        // A page that waits for a script draws no frames, in which playwright would look.
        await page.waitForFunction(() => customElements.get('store-reports'), undefined, { polling: 20 });
        await route.fulfill({ contentType: 'text/javascript', body: '' });
      });
      await page.goto(`${world.shop}/about.html`);
      await page.evaluate(() => {
        const { StoreElements: api } = globalThis as unknown as { StoreElements: StoreElementsGlobal };
        api.updateCart({ 'tea-bowl-ash': 1 });
      });
      await page.locator('store-cart-button .count', { hasText: '1' }).waitFor();
      assert.deepEqual(said, []);
    });

    const ways: [how: string, tags: () => string, says?: string[], added?: [file: string, type: string]][] = [
      ['as a module with async', () => module('async')],
      ['as a classic script with async', () => classic('async')],
      ['as a module added after the page has loaded', () => '', [], [MODULE, 'module']],
      ['as a classic script added after the page has loaded', () => '', [], [CLASSIC, '']],
      ['from an address that leads elsewhere', () => module('', `latest/store-elements.js`)],
      ['twice as a classic script', () => classic() + classic(), second()],
      ['as a classic script and as a module', () => classic() + module(), second()],
      ['in two versions', () => module() + module('', `v9/${MODULE}`), second('9.9.9')],
      ['under two addresses', () => module() + module('', `${MODULE}?ver=2`), second()],
      ['three times', () => classic() + classic() + module(), second()],
      ['once without an endpoint and once with it', () => `<script ${src(CLASSIC)}></script>${module()}`],
    ];
    for (const [how, tags, says = [], added] of ways) {
      it(`makes one store and fires each event once, loaded ${how}`, async () => {
        await serve(tags());
        await page.goto(`${world.shop}/about.html`, { waitUntil: 'domcontentloaded' });
        if (added) await add(...added);
        await page.waitForFunction(() => document.readyState === 'complete' && 'StoreElements' in globalThis);
        const { version, events } = await page.evaluate(() => {
          const { StoreElements: api } = globalThis as unknown as { StoreElements: StoreElementsGlobal };
          let heard = 0;
          document.addEventListener('store-cart-change', () => heard++);
          api.updateCart({ 'tea-bowl-ash': 1 });
          return { version: api.version, events: heard };
        });
        assert.equal(version, VERSION);
        assert.equal(events, 1);
        await page.locator('store-cart-button .count', { hasText: '1' }).waitFor();
        assert.deepEqual(said, says);
      });
    }
  });
}
