import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there; webkit.test.ts holds what it can do.

  describe(`the checkout on a page in ${name}`, () => {
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

    it('says who holds the card form, by what was really mounted (MSG-1)', async () => {
      const page = await browser.newPage();
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
      const frame = await page.locator('[data-store-mount] iframe').getAttribute('src');
      const { origin } = new URL(frame ?? '');
      assert.notEqual(origin, world.shop);
      const message = page.locator('store-checkout .secure');
      await message.filter({ hasText: words('security.frame', { origin }) }).waitFor();
      await message.filter({ hasText: words('security.test') }).waitFor();
      await message.locator('summary').click();
      await message
        .filter({ hasText: words('security.local', { host: new URL(world.shop).host }) })
        .waitFor();
      // The message as an element of its own says the same, wherever the merchant puts it.
      await page.evaluate(() =>
        document.querySelector('main')?.prepend(document.createElement('store-secure-message')),
      );
      const alone = page.locator('store-secure-message');
      await alone.filter({ hasText: words('security.frame', { origin }) }).waitFor();
      assert.equal(await alone.evaluate((element) => element.matches(':state(secure)')), true);
      await page.close();
    });

    it('takes the card form away and claims nothing when the frame is not the gateway’s (PCI-2)', async () => {
      const page = await browser.newPage();
      // A gateway script that puts its frame on another origin than the store's configuration declares.
      await page.route('**/v1/sandbox.js', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: `globalThis.SandboxGateway = () => ({ mountCard: async (el) => {
            const frame = document.createElement('iframe'); frame.src = 'https://skimmer.example/form'; el.append(frame);
            return { update() {}, focus() {}, validate: async () => undefined, confirm: async () => ({kind:'unknown'}), destroy() { frame.remove(); } };
          } });`,
        }),
      );
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await page.locator('store-checkout .secure.refused').waitFor();
      assert.equal(await page.locator('iframe').count(), 0);
      assert.equal(await ana.payButton.count(), 0);
      assert.equal((await page.locator('store-checkout').textContent())?.includes('belongs to'), false);
      await page.close();
    });

    it('tells a blocked card form from the shop’s own trouble, and loads it when it is let through', async () => {
      const page = await browser.newPage();
      await page.route('**/v1/sandbox.js', (route) => route.abort('blockedbyclient'));
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await page.getByText(words('error.gateway_blocked')).waitFor();
      await ana.fillDetails();
      await page.unroute('**/v1/sandbox.js');
      await page.getByRole('button', { name: words('checkout.payment.retry') }).click();
      await ana.typeCard(CARD);
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await page.close();
    });

    it('pays inside two nested shadow roots of others, closed ones too, with one frame in the document itself', async () => {
      const page = await browser.newPage();
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/about.html');
      await page.evaluate(() => {
        const wrap = (inside: Element, mode: ShadowRootMode): Element => {
          const host = document.createElement('div');
          host.attachShadow({ mode }).append(inside);
          return host;
        };
        const checkout = document.createElement('store-checkout');
        checkout.setAttribute('order-href', '/order.html');
        document.querySelector('main')?.replaceChildren(wrap(wrap(checkout, 'closed'), 'open'));
      });
      const frame = page.locator('[data-store-mount] iframe');
      await frame.waitFor();
      const found = await page.evaluate(() => {
        const mount = document.querySelector('[data-store-mount]');
        return {
          inDocument: mount?.getRootNode() === document,
          seen: (mount?.getBoundingClientRect().height ?? 0) > 100,
          frames: window.length,
        };
      });
      assert.deepEqual(found, { inDocument: true, seen: true, frames: 1 });
      await ana.typeCard(CARD);
      await page.close();
    });

    it('keeps the typed card while the cart changes, and charges the new total', async () => {
      const page = await browser.newPage();
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard(CARD);
      await page.evaluate(() =>
        (
          globalThis as unknown as { StoreElements: { updateCart(q: object): void } }
        ).StoreElements.updateCart({ 'moon-jar': 0 }),
      );
      await ana.payButton.filter({ hasText: '$40.00' }).waitFor();
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      assert.equal(world.gateway.payments.at(-1)?.amount, 4000);
      await page.close();
    });

    it('leaves one frame when the element is moved about, and none when it is gone', async () => {
      const page = await browser.newPage();
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
      await page.evaluate(() => {
        const checkout = document.querySelector('store-checkout');
        const parent = checkout?.parentElement;
        // As React's StrictMode and drag libraries do.
        for (let i = 0; i < 3; i++) {
          checkout?.remove();
          if (checkout) parent?.append(checkout);
        }
      });
      await ana.cardFrame.locator('input').first().waitFor();
      assert.equal(await page.locator('iframe').count(), 1);
      await ana.typeCard(CARD);
      await page.evaluate(() => document.querySelector('store-checkout')?.remove());
      await page.locator('iframe').waitFor({ state: 'detached' });
      assert.equal(await page.locator('[data-store-mount]').count(), 0);
      await page.close();
    });

    if (name === 'chromium') {
      it('moves nothing on the page when the elements are upgraded and filled', async () => {
        const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
        await page.addInitScript(() => {
          const shifts: number[] = [];
          Object.assign(globalThis, { shifts });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              shifts.push((entry as PerformanceEntry & { value: number }).value);
          }).observe({ type: 'layout-shift', buffered: true });
        });
        const ana = shopper(page, world.shop);
        const shifted = async (): Promise<number> =>
          page.evaluate(() =>
            (globalThis as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0),
          );
        await ana.go('/');
        await ana.addToCart('Tea bowl');
        await ana.addToCart('Moon jar');
        for (const [path, there] of [
          ['/', 'store-product [part~="price"]'],
          ['/cart.html', 'store-cart [part~="total"], store-cart .totals'],
          ['/checkout.html', '[data-store-mount] iframe'],
        ] as const) {
          await ana.go(path);
          await page.locator(there).last().waitFor();
          await page.evaluate(
            () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
          );
          assert.equal(await shifted(), 0, path);
        }
        await page.close();
      });

      it('shows no card form on plain HTTP under a name, asks the gateway for nothing, and says why (PCI-4)', async () => {
        const named = await launch('chromium', { args: ['--host-resolver-rules=MAP shop.test 127.0.0.1'] });
        try {
          const page = await named.newPage();
          const asked: string[] = [];
          page.on('request', (request) => asked.push(new URL(request.url()).host));
          const { port } = new URL(world.shop);
          // From a server that sends nobody on to HTTPS, as the demo's own does.
          await page.route(
            ({ hostname, pathname }) => hostname === 'shop.test' && !pathname.startsWith('/store/'),
            async (route) => {
              const answer = await fetch(world.shop + new URL(route.request().url()).pathname);
              await route.fulfill({
                status: answer.status,
                contentType: answer.headers.get('content-type') ?? '',
                body: Buffer.from(await answer.arrayBuffer()),
              });
            },
          );
          await page.goto(`http://shop.test:${port}/checkout.html`);
          const message = page.locator('store-checkout .secure.refused');
          await message
            .filter({ hasText: words('security.refused.insecure', { host: `shop.test:${port}` }) })
            .waitFor();
          assert.equal(
            await message.getByRole('link').getAttribute('href'),
            `https://shop.test:${port}/checkout.html`,
          );
          assert.equal(await page.locator('iframe').count(), 0);
          assert.equal(await page.locator('store-checkout input').count(), 0);
          assert.deepEqual(new Set(asked), new Set([`shop.test:${port}`]));
          const refused = await page.request.post(`http://127.0.0.1:${port}/store/orders`, {
            headers: { host: 'shop.test' },
            data: {},
          });
          assert.equal(refused.status(), 403);
        } finally {
          await named.close();
        }
      });
    }
  });
}
