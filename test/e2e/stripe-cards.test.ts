import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { interceptStripe } from '../support/stripe/js/intercept.js';
import { startStripeWorld, type StripeWorld } from '../support/stripe/world.js';
import { ANA, shopper, words, type Shopper } from '../support/shopper.js';

type Field = 'cardNumber' | 'cardExpiry' | 'cardCvc';

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, and Stripe itself can't be reached.

  describe(`single card fields by Stripe in ${name}`, () => {
    let browser: Browser;
    let world: StripeWorld;
    let context: BrowserContext;
    let page: Page;
    let ana: Shopper;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());

    async function begin(): Promise<void> {
      world = await startStripeWorld({ STRIPE_FORM: 'card-fields' });
      context = await browser.newContext();
      await interceptStripe(context, world.stripe);
      complaints = [];
      page = await newTab();
      ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
    }
    async function newTab(): Promise<Page> {
      const tab = await context.newPage();
      tab.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      tab.on('pageerror', (error) => complaints.push(error.message));
      return tab;
    }
    async function toCheckout(): Promise<void> {
      await begin();
      await ana.go('/checkout.html');
      await field('cardCvc').waitFor();
      await ana.fillDetails();
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const field = (which: Field): Locator =>
      page.frameLocator(`[data-store-mount=payment] iframe[title*="${which}"]`).locator('input');
    async function type(which: Field, text: string): Promise<void> {
      // Firefox's driver sends keys to the page's own frame only.
      if (name !== 'chromium') return field(which).fill(text);
      await field(which).selectText();
      await field(which).pressSequentially(text);
    }
    async function typeCard(number = '4242424242424242'): Promise<void> {
      await type('cardNumber', number);
      await type('cardExpiry', '1138');
      await type('cardCvc', '737');
    }
    const statusSays = (key: string): Promise<void> => ana.status.filter({ hasText: words(key) }).waitFor();
    const intents = () => [...world.stripe.book.intents.values()];
    const border = (which: Field): Promise<string> =>
      page
        .locator(`[data-store-mount=payment] div:has(> .__PrivateStripeElement iframe[title*="${which}"])`)
        .evaluate((box) => getComputedStyle(box).borderColor);

    it('goes from the shelf to a paid order on a strict page, each field in a frame of Stripe’s', async () => {
      await toCheckout();
      const frames = page.locator('[data-store-mount=payment] iframe');
      const sources = await frames.evaluateAll((all) =>
        all.map((each) => new URL((each as HTMLIFrameElement).src).origin),
      );
      assert.deepEqual(
        sources,
        Array.from({ length: 3 }, () => 'https://js.stripe.com'),
      );
      for (const key of ['card.number', 'card.expiry', 'card.code'])
        await page.locator('[data-store-mount=payment]').getByText(words(key), { exact: true }).waitFor();
      await page
        .getByLabel(words('method.stripe.card-fields'), { exact: true })
        .and(page.locator(':checked'))
        .waitFor();
      await typeCard();
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(complaints, []);
    });

    it('keeps what was typed over a decline, and takes another number for the same order', async () => {
      await toCheckout();
      await typeCard('4000000000009995');
      await ana.pay();
      await ana.notice.filter({ hasText: words('declined.insufficient_funds') }).waitFor();
      assert.equal(await page.getByLabel(words('field.email'), { exact: true }).inputValue(), ANA.email);
      assert.equal(await field('cardExpiry').inputValue(), '1138');
      await type('cardNumber', '4242424242424242');
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(
        intents()
          .map(({ status }) => status)
          .sort(),
        ['canceled', 'succeeded'],
      );
    });

    it('asks for 3-D Secure: refused it charges nothing, accepted it pays', async () => {
      await toCheckout();
      await typeCard('4000000000003220');
      await ana.pay();
      await ana.answerChallenge('Refuse');
      await ana.notice.filter({ hasText: words('declined.authentication_failed') }).waitFor();
      await ana.pay();
      await ana.answerChallenge('Confirm');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('marks what is missing, says it in Stripe’s words, leads there, and sends nothing', async () => {
      await toCheckout();
      const calm = await border('cardNumber');
      await type('cardExpiry', '11');
      await type('cardNumber', '4242');
      await field('cardExpiry').focus();
      const alert = page.locator('[data-store-mount=payment] [role=alert]');
      await alert.filter({ hasText: 'Your card number is incomplete.' }).waitFor();
      assert.notEqual(await border('cardNumber'), calm);
      await ana.pay();
      await ana.notice.filter({ hasText: 'Your card number is incomplete.' }).waitFor();
      const inField = page.frames().find((frame) => frame.url().endsWith('#cardNumber'));
      await inField?.waitForFunction(() => document.activeElement?.id === 'input');
      assert.notEqual(await border('cardCvc'), calm);
      assert.equal(intents().length, 0);
      await typeCard();
      await alert.waitFor({ state: 'hidden' });
      await field('cardExpiry').focus();
      assert.equal(await border('cardCvc'), calm);
    });

    it('charges what the cart says when it changed while the card was typed, and loses no digit', async () => {
      await toCheckout();
      await typeCard();
      const other = shopper(await newTab(), world.shop);
      await other.go('/cart.html');
      await other.setQuantity('Tea bowl', 2);
      await ana.payButton.filter({ hasText: '$192.00' }).waitFor();
      await page.bringToFront();
      assert.equal(await field('cardNumber').inputValue(), '4242424242424242');
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(
        intents().map(({ amount_received: amount }) => amount),
        [19_200],
      );
    });

    it('follows the theme from light to dark without losing what was typed', async () => {
      if (name !== 'chromium') return; // Firefox's driver can't change the scheme.
      await toCheckout();
      await typeCard();
      const color = (): Promise<string> =>
        field('cardNumber').evaluate((input) => getComputedStyle(input).color);
      const [light, edge] = [await color(), await border('cardNumber')];
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction((before) => {
        const box = document.querySelector('[data-store-mount=payment] iframe')?.parentElement?.parentElement;
        return box && getComputedStyle(box).borderColor !== before;
      }, edge);
      const inField = page.frames().find((frame) => frame.url().endsWith('#cardNumber'));
      await inField?.waitForFunction(
        (before) => getComputedStyle(document.querySelector('input') ?? document.body).color !== before,
        light,
      );
      assert.equal(await field('cardNumber').inputValue(), '4242424242424242');
    });

    it('pays inside two shadow roots of others, and leaves no frame when it is taken away', async () => {
      await begin();
      await ana.go('/about.html');
      await page.evaluate(() => {
        const wrap = (inside: Element): Element => {
          const host = document.createElement('div');
          host.attachShadow({ mode: 'open' }).append(inside);
          return host;
        };
        const checkout = document.createElement('store-checkout');
        document.querySelector('main')?.replaceChildren(wrap(wrap(checkout)));
      });
      await field('cardCvc').waitFor();
      await ana.fillDetails();
      await typeCard();
      await ana.pay();
      await page.getByText(words('order.paid')).waitFor();
      await page.waitForFunction(() => !document.querySelector('[data-store-mount] iframe'));
      assert.equal(world.stripe.book.charged(), 1);
    });
  });
}
