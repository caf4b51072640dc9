import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { interceptStripe, type StripeFront } from '../support/stripe/js/intercept.js';
import { startStripeWorld, type StripeWorld } from '../support/stripe/world.js';
import { ANA, shopper, words, type Card, type Shopper } from '../support/shopper.js';

const PAYS: Card = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const card = (number: string): Card => ({ ...PAYS, number });
const CHALLENGED = card('4000000000003220');

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there, and Stripe itself can't be reached.

  describe(`a purchase by Stripe in ${name}`, () => {
    let browser: Browser;
    let world: StripeWorld;
    let context: BrowserContext;
    let front: StripeFront;
    let page: Page;
    let ana: Shopper;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());

    async function begin(): Promise<void> {
      world = await startStripeWorld();
      context = await browser.newContext();
      front = await interceptStripe(context, world.stripe);
      complaints = [];
      page = await newTab();
      ana = shopper(page, world.shop);
    }
    async function newTab(): Promise<Page> {
      const tab = await context.newPage();
      tab.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      tab.on('pageerror', (error) => complaints.push(error.message));
      return tab;
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const form = (): Shopper['cardFrame'] => ana.cardFrame;
    async function toCheckout(): Promise<void> {
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/checkout.html');
      await form().locator('input').first().waitFor();
    }
    const statusSays = (key: string, values?: Record<string, string>): Promise<void> =>
      ana.status.filter({ hasText: words(key, values) }).waitFor();
    const intents = (): string[] => [...world.stripe.book.intents.values()].map((each) => each.status);
    const told = async (): Promise<Record<string, unknown>> =>
      JSON.parse((await form().locator('#told').textContent()) ?? '{}') as Record<string, unknown>;
    const challenge = () => page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' });

    it('goes from the shelf to a paid order on a strict page, by the signed callback alone', async () => {
      await begin();
      world.stripe.events.setDelivery({ hold: true });
      await toCheckout();
      const policy = (await page.request.get(page.url())).headers()['content-security-policy'] ?? '';
      for (const part of ["require-trusted-types-for 'script'", "default-src 'none'", "style-src 'self'"])
        assert(policy.includes(part), part);
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.waiting');
      assert.deepEqual(intents(), ['succeeded']);
      await world.stripe.events.release({ reversed: true });
      await statusSays('order.paid');
      await page.reload();
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(complaints, []);
    });

    it('says that the form is Stripe’s, and whose it is', async () => {
      await begin();
      await toCheckout();
      const message = page.locator('store-checkout .secure');
      await message.filter({ hasText: words('security.frame', { origin: 'js.stripe.com' }) }).waitFor();
      await message.filter({ hasText: words('security.test') }).waitFor();
    });

    it('shows a decline, keeps the cart and what was typed, and takes another card for the same order', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      for (const [number, reason] of [
        ['4000000000009995', 'declined.insufficient_funds'],
        ['4000000000000069', 'declined.expired_card'],
        ['4000000000009987', 'declined.card_declined'],
      ] as const) {
        await ana.typeCard(card(number));
        await ana.pay();
        await ana.notice.filter({ hasText: words(reason) }).waitFor();
        assert.equal(await page.getByLabel(words('field.email'), { exact: true }).inputValue(), ANA.email);
      }
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(intents().sort(), ['canceled', 'canceled', 'canceled', 'succeeded']);
    });

    it('asks for 3-D Secure: refused it charges nothing, accepted it pays', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(CHALLENGED);
      await ana.pay();
      await ana.answerChallenge('Refuse');
      await ana.notice.filter({ hasText: words('declined.authentication_failed') }).waitFor();
      await ana.pay();
      await ana.answerChallenge('Confirm');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('finds its order again when a challenge was abandoned, and charges once', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(CHALLENGED);
      await ana.pay();
      await challenge().waitFor();
      await page.reload();
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(intents(), ['succeeded']);
    });

    it('charges what the cart says when it changed while the card was typed, and loses no digit', async () => {
      await begin();
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/cart.html');
      await ana.setQuantity('Tea bowl', 2);
      await page.getByText('$192.00').first().waitFor();
      await page.getByRole('link', { name: words('cart.checkout') }).click();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      const other = shopper(await newTab(), world.shop);
      await other.go('/cart.html');
      await other.setQuantity('Tea bowl', 1);
      const pays = words('checkout.pay', { total: '' }).trim();
      await ana.payButton.filter({ hasText: pays }).and(page.getByText('$158.00')).waitFor();
      const { amount } = await told();
      assert.equal(amount, 15_800);
      assert.equal(
        (await form().locator('[autocomplete=cc-number]').inputValue()).replace(/\D/g, ''),
        PAYS.number,
      );
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(
        [...world.stripe.book.intents.values()].map((each) => [each.status, each.amount_received]),
        [['succeeded', 15_800]],
      );
    });

    it('tells what is missing in Stripe’s own words, and sends nothing', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4242'));
      await ana.pay();
      await ana.notice.filter({ hasText: 'Your card number is incomplete.' }).waitFor();
      assert.deepEqual(intents(), []);
    });

    it('follows the theme from light to dark without losing what was typed', async () => {
      if (name !== 'chromium') return; // Firefox's driver can't change the scheme.
      await begin();
      await toCheckout();
      await ana.typeCard(PAYS);
      assert.equal((await told())['theme'], 'stripe');
      await page.emulateMedia({ colorScheme: 'dark' });
      await form().locator('#told').filter({ hasText: 'night' }).waitFor();
      assert.equal(
        (await form().locator('[autocomplete=cc-number]').inputValue()).replace(/\D/g, ''),
        PAYS.number,
      );
      assert.equal((await told())['locale'], 'en');
    });

    it('says clearly that the script was blocked, lets another gateway pay, and loads it when it is let through', async () => {
      await begin();
      front.script = 'block';
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await page.getByText(words('error.gateway_blocked')).waitFor();
      await page.getByLabel(words('method.sandbox')).check();
      await ana.cardFrame.locator('input').first().waitFor();
      await page.getByLabel(words('method.stripe')).check();
      await page.getByText(words('error.gateway_blocked')).waitFor();
      front.script = 'serve';
      await page.getByRole('button', { name: words('checkout.payment.retry') }).click();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
    });

    it('comes back from a bank’s page: once, twice and by hand, and believes none of the addresses (T-15)', async () => {
      await begin();
      world.stripe.events.setDelivery({ hold: true });
      await toCheckout();
      await ana.fillDetails();
      await form().locator('#way').selectOption('bank');
      await ana.pay();
      await page.waitForURL(/^https:\/\/hooks\.stripe\.com\/bank\//);
      // Nor does the server get an answer yet when it asks for itself.
      const { faults } = world.stripe;
      faults.push(
        ...Array.from(
          { length: 99 },
          () => ({ request: 'GET /v1/payment_intents', fault: 'limit' }) as const,
        ),
      );
      const returned = page.waitForRequest((request) => new URL(request.url()).pathname === '/order.html');
      await page.getByRole('button', { name: 'Confirm' }).click();
      const back = (await returned).url();
      await statusSays('order.waiting');
      // What Stripe put into the address, a secret among it, is gone from it at once.
      for (const left of ['payment_intent', 'client_secret', 'redirect_status'])
        assert(back.includes(left) && !page.url().includes(left), left);
      for (const address of [
        back,
        back.replace('=succeeded', '=failed'),
        back.replace('=succeeded', '=paid'),
      ]) {
        await page.goto(address);
        await statusSays('order.waiting');
      }
      faults.length = 0;
      await ana.go('/checkout.html');
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay(); // a second time, as far as the shopper can tell
      await page.getByRole('link', { name: words('checkout.handed.link') }).click();
      await statusSays('order.paid');
      await world.stripe.events.release();
      await page.goto(back);
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.equal(world.stripe.book.intents.size, 1);
    });

    it('pays inside two shadow roots of others, with its frames in the document itself', async () => {
      await begin();
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
        document.querySelector('main')?.replaceChildren(wrap(wrap(checkout, 'open'), 'open'));
      });
      await form().locator('input').first().waitFor();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('leaves one frame when a framework mounts twice, moves or takes away the checkout', async () => {
      await begin();
      await toCheckout();
      const frames = (): Promise<number> => page.locator('iframe[name^=__privateStripeFrame]').count();
      const before = await frames(); // the form's, and Stripe's own controller
      await page.evaluate(async () => {
        const checkout = document.querySelector('store-checkout');
        const place = checkout?.parentElement;
        for (let times = 0; times < 10; times++) {
          checkout?.remove();
          if (checkout) place?.append(checkout);
          if (times % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
        }
      });
      await form().locator('input').first().waitFor();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      assert.equal(await frames(), before);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(intents(), ['succeeded']);
      assert.equal(front.asked(), 1);
    });

    it('says that the page’s Trusted Types keep Stripe’s own parts out, where nothing lets them in', async () => {
      await begin();
      await context.route(`${world.shop}/checkout.html`, async (route) => {
        const response = await route.fetch();
        const headers = response.headers();
        const policy = headers['content-security-policy']?.replace(' default', '') ?? '';
        await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
      });
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await page.getByText(words('error.gateway_failed')).waitFor();
    });
  });
}
