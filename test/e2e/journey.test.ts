import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { ANA, shopper, words, type Card, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

/** What is used of axe-core, which is no module. */
interface AxeRunner {
  run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

const PAYS: Card = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const card = (number: string): Card => ({ ...PAYS, number });

for (const name of browsersToTest()) {
  // WebKit is driven another way, in webkit.test.ts.
  if (name === 'webkit') continue;

  describe(`a purchase in ${name}`, () => {
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

    /** A new world and a new browser profile: no test hears of another. */
    async function begin(): Promise<void> {
      world = await startWorld();
      context = await browser.newContext();
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

    async function toCheckout(): Promise<void> {
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
    }

    const statusSays = (key: string, values?: Record<string, string>): Promise<void> =>
      ana.status.filter({ hasText: words(key, values) }).waitFor();

    it('goes from the shelf to a paid order, because the signed callback came, and stays so after a reload', async () => {
      await begin();
      world.gateway.setCallbacks({ hold: true });
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/cart.html');
      await ana.setQuantity('Tea bowl', 2);
      await page.getByText('$192.00').first().waitFor();
      await page.getByRole('link', { name: words('cart.checkout') }).click();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.waiting');
      // The gateway has the money and the browser knows; the order is still not paid.
      assert.deepEqual(
        world.gateway.payments.map((p) => [p.status, p.amount]),
        [['succeeded', 19_200]],
      );
      await world.gateway.releaseCallbacks();
      await statusSays('order.paid');
      await page.reload();
      await statusSays('order.paid');
      assert.equal(new URL(page.url()).hash.includes('token'), false);
      assert.equal(await page.locator('store-cart-button .count').first().textContent(), '0');
      assert.deepEqual(complaints, []);
    });

    it('shows a decline, keeps the cart and what was typed, and takes another card for the same order', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      for (const [number, reason] of [
        ['4000000000009995', 'declined.insufficient_funds'],
        ['4000000000000069', 'declined.expired_card'],
        ['4000000000000002', 'declined.card_declined'],
      ] as const) {
        await ana.typeCard(card(number));
        await ana.pay();
        await ana.notice.filter({ hasText: words(reason) }).waitFor();
        assert.equal(await page.getByLabel(words('field.email'), { exact: true }).inputValue(), ANA.email);
        assert.equal(await page.locator('store-cart [part=line]').count(), 2);
      }
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.gateway.payments.filter((p) => p.status === 'succeeded').length, 1);
      await page.getByText(words('order.title', { number: '1001' })).waitFor();
    });

    it('asks for 3-D Secure: refused it charges nothing, accepted it pays', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4000000000003220'));
      await ana.pay();
      await ana.answerChallenge('Refuse');
      await ana.notice.filter({ hasText: words('declined.authentication_failed') }).waitFor();
      await ana.pay();
      await ana.answerChallenge('Confirm');
      await statusSays('order.paid');
      assert.equal(world.gateway.payments.filter((p) => p.status === 'succeeded').length, 1);
    });

    it('lets a shopper who closed the challenge pay the same payment again', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4000000000003220'));
      await ana.pay();
      await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
      // Not awaited: the frame the key goes to is gone before it could say that it had it.
      void page.keyboard.press('Escape').catch(() => undefined);
      await ana.notice.filter({ hasText: words('notice.canceled') }).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.gateway.payments.length, 1);
    });

    it('finds its order again after a reload in the middle of a challenge, and is charged once', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4000000000003220'));
      await ana.pay();
      await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
      await page.reload();
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(
        world.gateway.payments.map((p) => p.status),
        ['succeeded'],
      );
    });

    it('is paid when the callback comes before the shopper does', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      // The order page is held back until the callback has been taken.
      let arrive = (): void => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      await page.route(
        ({ pathname }) => pathname === '/order.html',
        async (route) => {
          await arrived;
          await route.continue();
        },
      );
      await ana.typeCard(PAYS);
      const leaving = page.waitForRequest((request) => new URL(request.url()).pathname === '/order.html');
      await ana.pay();
      await leaving;
      while (!world.gateway.deliveries.some((d) => d.answer === 200)) await page.waitForTimeout(20);
      arrive();
      await statusSays('order.paid');
    });

    it('is paid once when the callback comes three times, after the store was down', async () => {
      await begin();
      world.gateway.setCallbacks({ hold: true, copies: 3 });
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.waiting');
      await world.stopShop();
      await world.gateway.releaseCallbacks();
      await world.startShop();
      await statusSays('order.paid');
      for (const event of world.gateway.events) await world.gateway.repeatCallback(event);
      await page.reload();
      await statusSays('order.paid');
      assert.equal(world.gateway.deliveries.filter((d) => d.answer === 200).length >= 2, true);
    });

    it('waits for a payment that is processing, and turns paid without a reload', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4000000000000077'));
      await ana.pay();
      await statusSays('order.processing');
      world.gateway.finishProcessing();
      await statusSays('order.paid');
    });

    it('says that nothing was charged when the gateway is down, and pays when it is back', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(card('4000000000000341'));
      await ana.pay();
      await ana.notice.filter({ hasText: words('declined.try_again_later') }).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(
        world.gateway.payments.map((p) => p.status),
        ['succeeded'],
      );
    });

    it('makes one payment of a double click on Pay', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay('double');
      await statusSays('order.paid');
      assert.equal(world.gateway.payments.length, 1);
    });

    describe('with the same cart in two tabs (T-14)', () => {
      let other: Shopper;
      const elsewhere = (tab: Shopper): Promise<void> =>
        tab.notice.filter({ hasText: words('notice.elsewhere') }).waitFor();

      /** Both tabs stand at the filled form. */
      async function twoTabs(number: string): Promise<void> {
        await begin();
        await toCheckout();
        other = shopper(await newTab(), world.shop);
        await other.go('/checkout.html');
        await other.cardFrame.locator('input').first().waitFor();
        await other.fillDetails();
        await other.typeCard(PAYS);
        await page.bringToFront();
        await ana.fillDetails();
        await ana.typeCard(card(number));
      }

      it('tells the second tab while the first one pays, and that nothing is left to pay afterwards', async () => {
        await twoTabs('4000000000003220');
        await ana.pay();
        await elsewhere(other);
        assert.equal(await other.payButton.getAttribute('aria-disabled'), 'true');
        await ana.answerChallenge('Confirm');
        await statusSays('order.paid');
        await other.page.locator('store-checkout').getByText(words('cart.empty')).waitFor();
        assert.equal(world.gateway.payments.length, 1);
      });

      it('lets the second tab pay the same order when the first one is closed in the middle', async () => {
        await twoTabs('4000000000003220');
        await ana.pay();
        await elsewhere(other);
        await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
        await page.close();
        await other.page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
        await other.pay();
        await other.status.filter({ hasText: words('order.paid') }).waitFor();
        assert.deepEqual(
          world.gateway.payments.map((p) => p.status),
          ['succeeded'],
        );
      });

      it('makes one payment when Pay is clicked in both at once', async () => {
        await twoTabs(PAYS.number);
        await Promise.all([ana.payButton.dispatchEvent('click'), other.payButton.dispatchEvent('click')]);
        const paid = (tab: Shopper): Promise<void> =>
          tab.status.filter({ hasText: words('order.paid') }).waitFor();
        await Promise.any([paid(ana), paid(other)]);
        assert.equal(world.gateway.payments.filter((p) => p.status === 'succeeded').length, 1);
        assert.equal(world.gateway.payments.length, 1);
      });
    });

    it('shows the shopper a price that changed before they pay, and charges what they then saw', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await page.route('**/store/orders', async (route) => {
        // What the shopper saw was another price than the server has now.
        const body = route.request().postDataJSON() as Record<string, unknown>;
        await route.continue({ postData: JSON.stringify({ ...body, quote_hash: 'a'.repeat(43) }) });
      });
      await ana.pay();
      await ana.notice.filter({ hasText: 'You have not been charged' }).waitFor();
      assert.equal(world.gateway.payments.length, 0);
      await page.unroute('**/store/orders');
      await ana.pay();
      await statusSays('order.paid');
    });

    it('believes no address that says it was paid (T-15)', async () => {
      await begin();
      world.gateway.setCallbacks({ drop: true });
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.waiting');
      // Else the server would soon ask it, and then it is paid in truth.
      world.gateway.setDown(true);
      const url = new URL(page.url());
      url.search = '?redirect_status=succeeded&payment_intent=pi_1&status=paid';
      await page.goto(url.href);
      await statusSays('order.waiting');
      await page.goto(
        new URL('/order.html?store_order=ord_nonexistent&redirect_status=succeeded', world.shop).href,
      );
      await statusSays('order.unopened');
    });

    if (name === 'chromium') {
      it('leaves a shopper all the time they need in a challenge', async () => {
        await begin();
        await page.clock.install();
        await toCheckout();
        await ana.fillDetails();
        await ana.typeCard(card('4000000000003220'));
        await ana.pay();
        await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
        await page.clock.fastForward('10:00');
        await ana.answerChallenge('Confirm');
        await statusSays('order.paid');
      });

      it('asks the server when the gateway never answers, and is paid by the callback', async () => {
        await begin();
        world.gateway.setCallbacks({ hold: true });
        await page.clock.install();
        await toCheckout();
        await ana.fillDetails();
        await ana.typeCard(card('4000000000000259'));
        const sent = page.waitForRequest(/\/confirm$/);
        await ana.pay();
        await sent;
        await page.clock.fastForward('00:25');
        await statusSays('order.waiting');
        await world.gateway.releaseCallbacks();
        await page.clock.fastForward('00:15');
        await statusSays('order.paid');
        assert.equal(world.gateway.payments.length, 1);
      });

      it('has no accessibility fault that axe knows, on any page of the journey, in light and dark', async () => {
        const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
        await begin();
        const look = async (where: string): Promise<void> => {
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            // Colours are on their way to the other scheme for a moment, if a shop's style sheet says so.
            await page.evaluate(async () => {
              await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
              await Promise.allSettled(document.getAnimations().map((each) => each.finished));
            });
            await page.evaluate(axe);
            const ask = (): Promise<string[]> =>
              page.evaluate(async () => {
                const { violations } = await (globalThis as unknown as { axe: AxeRunner }).axe.run();
                return violations.map(
                  ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
                );
              });
            // What is only on its way past (a notice that fades) is no fault of the page: it is looked at once more.
            const faults = (await ask()).length > 0 ? await ask() : [];
            assert.deepEqual(faults, [], `${where}, ${colorScheme}`);
          }
        };
        await ana.go('/');
        await ana.addToCart('Tea bowl');
        await look('shelf');
        await ana.go('/cart.html');
        await page.getByText('$34.00').first().waitFor();
        await look('cart');
        await toCheckout();
        await ana.pay();
        await page.getByText(words('problem.required')).first().waitFor();
        await look('checkout with faults');
        await ana.fillDetails();
        await ana.typeCard(PAYS);
        await ana.pay();
        await statusSays('order.paid');
        await look('order');
      });
    }

    // The drivers of other engines send no keys into a frame of another origin.
    if (name === 'chromium') {
      it('works with the keyboard alone, from the first field to paid', async () => {
        await begin();
        await toCheckout();
        await page.getByLabel(words('field.email'), { exact: true }).focus();
        const type = async (text: string): Promise<void> => {
          if (text) await page.keyboard.type(text);
          await page.keyboard.press('Tab');
        };
        // e-mail, phone, country, name, street, apartment, city, state, ZIP code, delivery, same bill, note, way to pay, card, date, code
        for (const text of [
          ANA.email,
          '',
          '',
          ANA.fullName,
          ANA.street,
          '',
          ANA.city,
          'Oregon',
          ANA.postalCode,
          '',
          '',
          '',
          '',
        ])
          await type(text);
        // Focus goes from one process to another here, and keys must not overtake it.
        const focused = async (name: string): Promise<unknown> =>
          page.waitForFunction((wanted) => {
            const { activeElement } = document;
            return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.localName === wanted;
          }, name);
        await focused('iframe');
        for (const text of [PAYS.number, PAYS.expiry, PAYS.cvc]) await type(text);
        await focused('summary');
        await page.keyboard.press('Tab');
        await focused('input');
        await page.keyboard.press('Tab');
        await focused('button');
        await page.keyboard.press('Enter');
        await statusSays('order.paid');
      });
    }
  });
}
