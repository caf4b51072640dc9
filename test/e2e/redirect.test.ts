import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { ANA, shopper, words, type Card, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const PAYS: Card = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const card = (number: string): Card => ({ ...PAYS, number });
const DECLINED = card('4000000000009995');

interface Seen {
  readonly events: { readonly type: string; readonly detail: { readonly host?: string } }[];
}
declare const window: Window & { seen: Seen; prevent?: boolean; url?: string };

for (const name of browsersToTest()) {
  // WebKit is driven another way, in webkit.test.ts.
  if (name === 'webkit') continue;

  describe(`paying on the gateway’s own page, in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let context: BrowserContext;
    let page: Page;
    let ana: Shopper;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());

    async function begin(
      method: 'GET' | 'POST' = 'GET',
      setUp?: (made: BrowserContext) => Promise<unknown>,
    ): Promise<void> {
      world = await startWorld({ env: { SANDBOX_METHOD: method } });
      complaints = [];
      context = await browser.newContext();
      await setUp?.(context);
      ana = await newTab(context);
      page = ana.page;
    }
    async function newTab(of: BrowserContext): Promise<Shopper> {
      const tab = await of.newPage();
      tab.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      tab.on('pageerror', (error) => complaints.push(error.message));
      await tab.addInitScript(() => {
        window.seen = { events: [] };
        for (const type of ['store-payment-redirect', 'store-order-paid'])
          document.addEventListener(type, (event) => {
            window.seen.events.push({ type, detail: (event as CustomEvent<{ host: string }>).detail });
            if (window.prevent) event.preventDefault();
          });
      });
      return shopper(tab, world.shop);
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const sandbox = (): string => new URL(world.gatewayOrigin).host;
    const orders = (): readonly (readonly [string, string])[] =>
      world.gateway.payments.map((p) => [p.reference, p.status] as const);
    const statusSays = (key: string, values?: Record<string, string>, who = ana): Promise<void> =>
      who.status.filter({ hasText: words(key, values) }).waitFor();
    const noticeSays = (key: string, values?: Record<string, string>): Promise<void> =>
      ana.notice.filter({ hasText: words(key, values) }).waitFor();

    /** At the checkout, with the sandbox's own page chosen. */
    async function toCheckout(): Promise<void> {
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.chooseGateway('sandbox-hosted');
      await ana.fillDetails();
    }
    async function toGateway(): Promise<void> {
      await ana.pay();
      await ana.hosted.button('Pay').waitFor();
    }
    async function payThere(with_: Card): Promise<void> {
      await ana.hosted.typeCard(with_);
      await ana.hosted.press('Pay');
    }

    for (const method of ['GET', 'POST'] as const) {
      it(`goes there by ${method}, names the host before, comes back before the callback, and turns paid without a reload`, async () => {
        await begin(method);
        world.gateway.setCallbacks({ hold: true });
        await toCheckout();
        const message = page.locator('store-checkout section.secure');
        await message.filter({ hasText: words('security.redirect', { host: sandbox() }) }).waitFor();
        assert.equal((await ana.payButton.textContent())?.trim(), words('checkout.go', { host: sandbox() }));
        await toGateway();
        assert.equal(new URL(page.url()).host, sandbox());
        assert.deepEqual(orders().map(([, status]) => status), ['requires_payment']);
        await payThere(PAYS);
        await statusSays('order.waiting');
        const address = page.url();
        assert.match(address, /\/order\.html\?store_order=ord_[a-z0-9]+$/i);
        assert.deepEqual(orders().map(([, status]) => status), ['succeeded']);
        await world.gateway.releaseCallbacks();
        await statusSays('order.paid');
        assert.equal(page.url(), address);
        for (let again = 0; again < 2; again++) {
          await page.goto(`${address}&sandbox_status=declined`);
          await statusSays('order.paid');
          assert.equal(page.url(), address);
        }
        assert.equal(await page.locator('store-cart-button .count').first().textContent(), '0');
        assert.deepEqual(complaints, []);
      }); // prettier-ignore
    }

    it('leads a declined shopper back to the same order, as often as it takes', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      for (const number of ['4000000000009995', '4000000000000069']) {
        await payThere(card(number));
        await statusSays(number.endsWith('95') ? 'declined.insufficient_funds' : 'declined.expired_card');
        await page.getByRole('link', { name: words('order.again') }).click();
        await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
        assert.equal(await page.locator('store-cart [part=line]').count(), 1);
        await toGateway();
      }
      await payThere(PAYS);
      await statusSays('order.paid');
      await page.getByText(words('order.title', { number: '1001' })).waitFor();
      assert.deepEqual(orders().map(([, status]) => status), ['declined', 'declined', 'succeeded']);
    }); // prettier-ignore

    it('brings back a shopper who canceled there, with cart and order, and pays in the card form instead', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      await ana.hosted.press('Cancel and go back');
      await statusSays('order.unpaid');
      await page.getByRole('link', { name: words('order.again') }).click();
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      await ana.chooseGateway('sandbox');
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(orders().map(([, status]) => status), ['canceled', 'succeeded']);
    }); // prettier-ignore

    it('asks for 3-D Secure there, and waits for a payment that is processing', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      await payThere(card('4000000000003220'));
      await ana.hosted.press('Refuse');
      await statusSays('declined.authentication_failed');
      await page.getByRole('link', { name: words('order.again') }).click();
      await toGateway();
      await payThere(card('4000000000000077'));
      await statusSays('order.processing');
      world.gateway.finishProcessing();
      await statusSays('order.paid');
    });

    it('is stopped by a listener that says no, before anything left the page', async () => {
      await begin();
      await toCheckout();
      await page.evaluate(() => (window.prevent = true));
      await ana.pay();
      await noticeSays('notice.canceled');
      const { events } = await page.evaluate(() => window.seen);
      assert.deepEqual(events.map(({ type, detail }) => [type, detail.host]), [['store-payment-redirect', sandbox()]]);
      await page.evaluate(() => (window.prevent = false));
      await toGateway();
      assert.equal(orders().length, 1);
    }); // prettier-ignore

    for (const method of ['GET', 'POST'] as const) {
      it(`asks once more where the merchant wants it (${method}), goes by hand, and keeps the cart of who stays (MSG-4)`, async () => {
        await begin(method);
        await toCheckout();
        const element = page.locator('store-checkout');
        await element.evaluate((checkout) => checkout.toggleAttribute('confirm-redirect', true));
        const leave = element.getByText(words('checkout.go', { host: sandbox() }));
        await ana.pay();
        await leave.waitFor();
        assert.ok((await element.getByRole('status').first().textContent())?.includes(`go to ${sandbox()} to pay $`));
        assert.equal((await page.evaluate(() => window.seen)).events.length, 0);
        await page.getByRole('button', { name: words('checkout.stay') }).click();
        await noticeSays('notice.canceled');
        assert.equal(await page.locator('store-cart [part=line]').count(), 1);
        await ana.pay();
        await page.waitForFunction(() => document.activeElement?.closest('[data-store-mount]'));
        await page.locator('[data-store-mount] :is(a, button)').click();
        await payThere(PAYS);
        await statusSays('order.paid');
        assert.equal(orders().length, 1);
      }); // prettier-ignore
    }

    it('goes nowhere but to the host that the gateway’s definition names (T-16)', async () => {
      await begin();
      await toCheckout();
      // What our own server would have to be made to say; written in the page, since not every driver can change an answer.
      await page.evaluate(() => {
        const genuine = window.fetch;
        window.fetch = async (input, init) => {
          const response = await genuine(input, init);
          if (init?.method !== 'POST' || !String(input).includes('/store/orders')) return response;
          const json = (await response.json()) as { next?: object };
          return Response.json({ ...json, next: { ...json.next, url: window.url } });
        };
      });
      for (const url of [
        'https://evil.example/pay',
        `http://${sandbox()}@evil.example/`,
        'javascript:alert(1)',
      ]) {
        await page.evaluate((to) => (window.url = to), url);
        await ana.pay();
        await noticeSays('error.gateway_settings');
        assert.equal(new URL(page.url()).pathname, '/checkout.html');
      }
    });

    it('says that the shop is at fault when the page’s own policy lets no form go there', async () => {
      await begin('POST', (made) =>
        made.route('**/checkout.html', async (route) => {
          const response = await route.fetch();
          const headers = response.headers();
          const policy = headers['content-security-policy'] ?? '';
          await route.fulfill({
            response,
            headers: { ...headers, 'content-security-policy': policy.replace(/form-action [^;]+/, "form-action 'self'") },
          });
        }),
      );
      await toCheckout();
      await ana.pay();
      // Asked of the page: Chromium's driver waits for a navigation that was forbidden.
      await page.waitForFunction(
        (text) => document.querySelector('store-checkout')?.shadowRoot?.textContent?.includes(text),
        words('error.gateway_settings'),
      );
      assert.deepEqual(orders().map(([, status]) => status), ['requires_payment']);
    }); // prettier-ignore

    it('believes no return address, whatever it says (T-15)', async () => {
      await begin();
      world.gateway.setCallbacks({ drop: true });
      await toCheckout();
      await toGateway();
      // Nothing was paid; the gateway can't be asked, so nobody can know better than the address.
      world.gateway.setDown(true);
      const { id } = await underWay();
      for (const query of [
        `?store_order=${id}&sandbox_status=succeeded&sandbox_payment=sbx_pay_1`,
        `?store_order=${id}&redirect_status=succeeded&status=paid&payment_status=paid`,
        `?status=paid&store_order=${id}#paid`,
      ]) {
        await ana.go(`/order.html${query}`);
        await statusSays('order.waiting');
        assert.ok(!page.url().includes('succeeded'));
      }
      for (const query of ['?store_order=ord_0000000000000000000000000000&status=paid', `?store_order=${id.slice(0, -1)}x`]) {
        await ana.go(`/order.html${query}`);
        await statusSays('order.unopened');
      }
      await ana.go('/order.html?status=paid');
      await statusSays('order.missing');
      const { events } = await page.evaluate(() => window.seen);
      assert.deepEqual(events, []);
    }); // prettier-ignore

    /** The order under way, from what the browser keeps, as the page itself finds it. */
    async function underWay(): Promise<{ readonly id: string; readonly token: string }> {
      const { origins } = await context.storageState();
      const kept = origins
        .flatMap(({ localStorage }) => localStorage)
        .find((entry) => entry.name.startsWith('store-elements:attempt:'));
      return (JSON.parse(kept?.value ?? '{}') as { order: { id: string; token: string } }).order;
    }
    /** Where the sandbox sends the shopper back to. */
    const backUrl = async (): Promise<string> =>
      `${world.shop}/order.html?store_order=${(await underWay()).id}`;

    it('is paid although the shopper never comes back, and is found so when they look later', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      await ana.hosted.typeCard(card('4000000000000259'));
      // Its answer never comes: the page just stands there, until the tab is closed.
      await ana.hosted.press('Pay', { andGo: false });
      while (!world.gateway.deliveries.some(({ answer }) => answer === 200)) await page.waitForTimeout(20);
      const back = await backUrl();
      await page.close();
      const later = await newTab(context);
      await later.page.goto(back);
      await statusSays('order.paid', {}, later);
      assert.equal(await later.page.locator('store-cart-button .count').first().textContent(), '0');
      await later.go('/checkout.html');
      await later.page.locator('store-checkout').getByText(words('cart.empty')).waitFor();
    });

    it('is paid when the shop was down as the callback came, because the gateway tries again', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      const back = await backUrl();
      await ana.hosted.typeCard(PAYS);
      await world.stopShop();
      // The way back ends at a shop that does not answer.
      await ana.hosted.press('Pay', { andGo: false });
      while (world.gateway.deliveries.length < 1) await page.waitForTimeout(20);
      await world.startShop();
      while (!world.gateway.deliveries.some(({ answer }) => answer === 200)) await page.waitForTimeout(20);
      await page.goto(back);
      await statusSays('order.paid');
      assert.deepEqual(orders().map(([, status]) => status), ['succeeded']);
    }); // prettier-ignore

    it('lives again when the browser shows the page as it was left (back/forward cache)', async () => {
      await begin();
      await toCheckout();
      await page.locator('store-checkout').evaluate((each) => each.toggleAttribute('confirm-redirect', true));
      await ana.pay();
      await page.locator('[data-store-mount] a').waitFor();
      // As browsers do it; their drivers either switch that cache off or lose the page in it.
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      assert.equal(await page.locator('[data-store-mount] a').count(), 0);
      await ana.pay();
      await page.locator('[data-store-mount] a').click();
      await payThere(PAYS);
      await statusSays('order.paid');
      assert.equal(orders().length, 1);
    });

    // Firefox's driver waits for ever for a page that comes out of the back/forward cache.
    if (name === 'chromium') {
      it('lives again after Back from the gateway, and goes on with the same payment', async () => {
        await begin();
        await toCheckout();
        await toGateway();
        await page.goBack();
        await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
        assert.equal((await ana.payButton.textContent())?.trim(), words('checkout.go', { host: sandbox() }));
        await toGateway();
        await payThere(PAYS);
        await statusSays('order.paid');
        assert.deepEqual(orders().map(([, status]) => status), ['succeeded']);
        // Back once more, over the gateway's page, to a checkout that has nothing left to be paid.
        await ana.go('/checkout.html');
        await page.locator('store-checkout').getByText(words('cart.empty')).waitFor();
      }); // prettier-ignore
    }

    /** A card is declined on the gateway's page; the order that still waits for its payment. */
    async function declined(): ReturnType<typeof underWay> {
      await begin();
      await toCheckout();
      await toGateway();
      await payThere(DECLINED);
      await statusSays('declined.insufficient_funds');
      return underWay();
    }

    it('opens in another browser by the link of the e-mail, shows nobody’s data, and is paid for there (T-31)', async () => {
      const { id, token } = await declined();
      const elsewhere = await browser.newContext();
      try {
        const phone = await newTab(elsewhere);
        const requests: string[] = [];
        phone.page.on('request', (request) => requests.push(request.url()));
        await phone.go(`/order.html#order=${id}&token=${token}`);
        await statusSays('declined.insufficient_funds', {}, phone);
        assert.ok(!phone.page.url().includes('token'));
        await phone.page.reload();
        await statusSays('declined.insufficient_funds', {}, phone);
        await phone.page.getByRole('link', { name: words('order.again') }).click();
        await phone.page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
        assert.ok(!phone.page.url().includes('token'));
        // Whoever was sent a stranger's link sees what is to be paid, and not whose it is.
        assert.ok((await phone.page.getByText('$').count()) > 0);
        for (const theirs of [ANA.email, ANA.street, ANA.fullName]) {
          assert.equal(await phone.page.getByText(theirs).count(), 0, theirs);
          const typed = phone.page.locator('store-checkout input');
          const values = await typed.evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));
          assert.ok(!values.includes(theirs), theirs);
        }
        await phone.pay();
        await phone.hosted.typeCard(PAYS);
        await phone.hosted.press('Pay');
        await statusSays('order.paid', {}, phone);
        assert.deepEqual(requests.filter((url) => url.split('#')[0]?.includes(token)), []);
      } finally {
        await elsewhere.close();
      }
      await page.reload();
      await statusSays('order.paid');
    }); // prettier-ignore

    it('goes on with the order of the link when another element has begun the checkout before it was read', async () => {
      const { id, token } = await declined();
      const elsewhere = await browser.newContext();
      try {
        const phone = await newTab(elsewhere);
        // The wallets' element of the page has the checkout begun, and a part of the checkout's own element comes late.
        const begun = phone.page.waitForRequest(/\/store\/config$/);
        await phone.page.route(/\/address-view-/, async (route) => {
          await begun;
          await route.continue();
        });
        await phone.go(`/checkout.html#order=${id}&token=${token}`);
        await phone.page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
        await phone.pay();
        await phone.hosted.typeCard(PAYS);
        await phone.hosted.press('Pay');
        await statusSays('order.paid', {}, phone);
      } finally {
        await elsewhere.close();
      }
    });

    it('tells a browser that keeps nothing what to do, puts no token into an address, and opens by the link', async () => {
      await begin('GET', (made) =>
        made.addInitScript(() => {
          for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, {
              get() {
                throw new DOMException('The operation is insecure.', 'SecurityError');
              },
            });
        }),
      );
      await ana.go('/checkout.html');
      // A cart lives as long as its page here, so it is filled on the page of the checkout.
      await page.evaluate(() => {
        const button = document.createElement('store-product');
        button.setAttribute('product', 'tea-bowl');
        document.querySelector('main')?.append(button);
      });
      await page.getByRole('button', { name: `${words('cart.add')}: Tea bowl`, exact: true }).click();
      await ana.chooseGateway('sandbox-hosted');
      await ana.fillDetails();
      // So that the answer can be read before the page is left.
      await page.locator('store-checkout').evaluate((each) => each.toggleAttribute('confirm-redirect', true));
      const answered = page.waitForResponse((each) => new URL(each.url()).pathname === '/store/orders');
      await ana.pay();
      const { token } = (await (await answered).json()) as { token: string };
      await page.locator('[data-store-mount] a').click();
      await payThere(PAYS);
      await statusSays('order.unopened');
      assert.ok(!page.url().includes(token));
      const id = new URL(page.url()).searchParams.get('store_order') ?? '';
      await ana.go(`/order.html#order=${id}&token=${token}`);
      await statusSays('order.paid');
      assert.ok(!page.url().includes(token));
      await page.reload();
      await statusSays('order.paid');
    });

    it('shows what became of an order that lapsed or was canceled meanwhile', async () => {
      await begin();
      await toCheckout();
      await toGateway();
      const back = await backUrl();
      for (const state of ['expired', 'canceled', 'review'] as const) {
        await page.route('**/store/orders/*', async (route) => {
          const response = await route.fetch();
          const json = { ...((await response.json()) as object), status: 'canceled', payment_status: state };
          await route.fulfill({ response, json });
        });
        await page.goto(back);
        await statusSays(`order.${state}`);
        await page.unroute('**/store/orders/*');
      }
    });
  });
}
