import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { interceptSquare, type SquareFront } from '../support/square/js/intercept.js';
import { startSquareWorld, type SquareWorld } from '../support/square/world.js';
import { press } from '../support/press.js';
import { ANA, fillIn, shopper, words, type Card, type Shopper } from '../support/shopper.js';

const PAYS: Card = { number: '4111111111111111', expiry: '1138', cvc: '737' };
const card = (number: string): Card => ({ ...PAYS, number });
const CHALLENGED = card('4800000000000004');
const HANGS = card('4000000000000259');

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there, and Square itself can't be reached.

  describe(`a purchase by Square in ${name}`, () => {
    let browser: Browser;
    let world: SquareWorld;
    let context: BrowserContext;
    let front: SquareFront;
    let page: Page;
    let ana: Shopper;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());

    async function begin(): Promise<void> {
      world = await startSquareWorld();
      context = await browser.newContext();
      front = await interceptSquare(context);
      complaints = [];
      page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      ana = shopper(page, world.shop);
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const number = () => ana.cardFrame.locator('[autocomplete=cc-number]');
    async function toCheckout(): Promise<void> {
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go('/checkout.html');
      await number().waitFor();
    }
    const statusSays = (key: string, values?: Record<string, string>): Promise<void> =>
      ana.status.filter({ hasText: words(key, values) }).waitFor();
    const statuses = (): (string | undefined)[] =>
      [...world.square.book.payments.values()].map(({ status }) => status);
    const digits = async (): Promise<string> => (await number().inputValue()).replace(/\D/g, '');

    it('goes from the shelf to a paid order: one token, charged by the server for the frozen amount', async () => {
      await begin();
      world.square.events.setDelivery({ drop: true });
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(statuses(), ['COMPLETED']);
      const [payment] = world.square.book.payments.values();
      assert.equal(payment?.amountMoney?.amount, 15_800n);
      assert.equal(payment.buyerEmailAddress, ANA.email);
      assert.deepEqual(complaints, []);
    });

    it('is told by signed callbacks, newest first and twice, behind a proxy’s address (WH-6, T-11, T-13)', async () => {
      await begin();
      world.square.events.setDelivery({ hold: true, copies: 2 });
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      world.square.faults.push(
        { request: 'POST /v2/payments', fault: 'lost' },
        { request: 'POST /v2/payments', fault: 'lost' },
      );
      world.square.listed = false;
      await ana.pay();
      await statusSays('order.waiting');
      await world.square.events.release({ reversed: true });
      await statusSays('order.paid');
      assert.equal(world.square.book.charged(), 1);
    });

    it('tells Square who pays and how much, as decimals, for 3-D Secure', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(CHALLENGED);
      await ana.pay();
      await page.locator('dialog iframe').waitFor();
      const asked = await page.evaluate(() => (globalThis as { squareAsked?: unknown }).squareAsked);
      assert.deepEqual(asked, {
        amount: '158.00',
        currencyCode: 'USD',
        intent: 'CHARGE',
        customerInitiated: true,
        sellerKeyedIn: false,
        billingContact: {
          givenName: 'Ana',
          familyName: 'Reyes',
          addressLines: [ANA.street],
          city: ANA.city,
          state: ANA.region,
          postalCode: ANA.postalCode,
          countryCode: 'US',
          email: ANA.email,
        },
      });
      await ana.answerChallenge('Refuse');
      await ana.notice.filter({ hasText: 'Verification failed' }).waitFor();
      assert.deepEqual(statuses(), []);
      await ana.pay();
      await ana.answerChallenge('Confirm');
      await statusSays('order.paid');
      assert.equal(world.square.book.charged(), 1);
    });

    it('shows a decline, keeps what was typed, and takes another card for the same order', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      for (const [given, reason] of [
        ['4000000000009995', 'declined.insufficient_funds'],
        ['4000000000000127', 'declined.incorrect_cvc'],
        ['4000000000000002', 'declined.card_declined'],
      ] as const) {
        await ana.typeCard(card(given));
        await ana.pay();
        await ana.notice.filter({ hasText: words(reason) }).waitFor();
        assert.equal(await page.getByLabel(words('field.email'), { exact: true }).inputValue(), ANA.email);
      }
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(statuses(), ['FAILED', 'FAILED', 'FAILED', 'COMPLETED']);
    });

    it('tells what is missing in Square’s own words, and sends nothing', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.pay();
      await ana.cardFrame.getByText('Enter cardNumber').waitFor();
      await ana.typeCard(card('4111'));
      await ana.pay();
      await ana.notice.waitFor();
      assert.deepEqual(statuses(), []);
    });

    it('gives up on a tokenize that never ends; a token that comes late is dropped, and the shopper pays once', async () => {
      await begin();
      await page.clock.install();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(HANGS);
      await ana.pay();
      await ana.payButton.filter({ hasText: words('checkout.confirming') }).waitFor();
      await page.waitForFunction(() => 'squareAsked' in globalThis);
      // The order's page is another document: what the hung one would still do is looked at before it goes.
      await page.evaluate(() => {
        addEventListener('pagehide', () => dispatchEvent(new Event('square-double-release')));
      });
      await page.clock.fastForward(181_000);
      await page.waitForURL(/order\.html/);
      assert.deepEqual(statuses(), []);
      await ana.go('/checkout.html');
      await page.getByText(words('checkout.resumed', { number: '1001' })).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(statuses(), ['COMPLETED']);
    });

    it('says clearly that the script was blocked, lets another gateway pay, and loads it when it is let through', async () => {
      await begin();
      front.script = 'block';
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await page.getByText(words('error.gateway_blocked')).waitFor();
      await ana.chooseGateway('sandbox');
      await number().waitFor();
      await ana.chooseGateway('square');
      await page.getByText(words('error.gateway_blocked')).waitFor();
      front.script = 'serve';
      await page.getByRole('button', { name: words('checkout.payment.retry') }).click();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
    });

    it('keeps what was typed at each gateway while the shopper goes from one to the other and back', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.chooseGateway('sandbox');
      await ana.typeCard(card('4242424242424242'));
      await ana.chooseGateway('square');
      assert.equal(await digits(), PAYS.number);
      await ana.chooseGateway('sandbox');
      assert.equal(await digits(), '4242424242424242');
      await ana.chooseGateway('sandbox-hosted');
      assert.equal(await page.locator('[data-store-mount]:not([hidden])').count(), 0);
      await ana.chooseGateway('square');
      assert.equal(await digits(), PAYS.number);
      assert.equal(front.asked(), 1);
      const message = page.locator('store-checkout .secure');
      await message.filter({ hasText: 'sandbox.web.squarecdn.com' }).waitFor();
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.square.book.charged(), 1);
      assert.equal(world.gateway.payments.length, 0);
    });

    it('pays with a gift card, whose form comes and goes without a digit lost of either', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      const gift = ana.cardFrame.locator('[name=giftCardNumber]');
      await choose('method.gift_card');
      await gift.fill('7783320001009999');
      await choose('method.card');
      assert.equal(await digits(), PAYS.number);
      await choose('method.gift_card');
      assert.equal(await gift.inputValue(), '7783320001009999');
      await ana.pay();
      await ana.notice.filter({ hasText: words('declined.insufficient_funds') }).waitFor();
      await gift.fill('7783320001001635');
      await ana.pay();
      await statusSays('order.paid');
      assert.equal(world.square.book.charged(), 1);
    });

    const choose = (key: string): Promise<void> => page.getByLabel(words(key), { exact: true }).check();
    async function payByGiftCard(): Promise<void> {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await choose('method.gift_card');
      await ana.cardFrame.locator('[name=giftCardNumber]').fill('7783320001002000');
      await ana.pay();
      await ana.notice
        .filter({ hasText: words('notice.part', { held: '$20.00', due: '$138.00' }) })
        .waitFor();
      await ana.payButton.filter({ hasText: '$138.00' }).waitFor();
    }

    it('pays what a gift card leaves by card, both together or not at all (I1, I3)', async () => {
      await payByGiftCard();
      assert.deepEqual(statuses(), ['APPROVED']);
      // Another gateway could not take both together, and a second gift card is no rest.
      assert.equal(await page.getByLabel(words('method.sandbox'), { exact: true }).count(), 0);
      assert.equal(await page.getByLabel(words('method.gift_card'), { exact: true }).count(), 0);
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(statuses(), ['COMPLETED', 'COMPLETED']);
      const amounts = [...world.square.book.payments.values()].map(({ amountMoney }) => amountMoney?.amount);
      assert.deepEqual(amounts, [2000n, 13_800n]);
      assert.deepEqual(complaints, []);
    });

    it('lets go of the gift card when the card of the rest is refused, and takes the whole by another', async () => {
      await payByGiftCard();
      await ana.typeCard(card('4000000000009995'));
      await ana.pay();
      await ana.notice.filter({ hasText: words('declined.insufficient_funds') }).waitFor();
      assert.deepEqual(statuses(), ['CANCELED', 'FAILED']);
      await ana.payButton.filter({ hasText: '$158.00' }).waitFor();
      await ana.typeCard(PAYS);
      await ana.pay();
      await statusSays('order.paid');
      assert.deepEqual(statuses(), ['CANCELED', 'FAILED', 'COMPLETED']);
    });

    it('knows after a reload what is held, and gives it back when the shopper changes the order', async () => {
      await payByGiftCard();
      // The wallets' element begins the checkout, and has found the order before the checkout's own element is there.
      const found = page.waitForResponse(/\/store\/orders\/[^/]+$/);
      await page.route(/\/address-view-/, async (route) => {
        await found;
        await route.continue();
      });
      await page.reload();
      await page.getByText(words('part.due')).waitFor();
      await ana.payButton.filter({ hasText: '$138.00' }).waitFor();
      await page.getByRole('button', { name: words('checkout.resumed.change') }).click();
      await ana.payButton.filter({ hasText: '$158.00' }).waitFor();
      assert.deepEqual(statuses(), ['CANCELED']);
    });

    describe('of two checkouts on one page', () => {
      const part = (id: string): Locator => page.locator(`#${id} store-checkout`);
      const frameOf = (id: string): FrameLocator =>
        page.frameLocator(`#${id} [data-store-mount=payment]:not([hidden]) iframe`);

      /** The left one by Square, the right one by the sandbox, both ready to pay for the same cart. */
      async function beginTwo(): Promise<void> {
        await begin();
        await ana.go('/');
        await ana.addToCart('Tea bowl');
        await ana.addToCart('Moon jar');
        await ana.go('/checkout.html');
        await page.evaluate(() => {
          document
            .querySelectorAll('store-checkout, store-express-checkout')
            .forEach((each) => each.remove());
          for (const id of ['left', 'right']) {
            const provider = document.createElement('store-provider');
            Object.assign(provider, { id, endpoint: '/store' });
            provider.append(document.createElement('store-checkout'));
            document.querySelector('main')?.append(provider);
          }
        });
        for (const [id, gateway, value] of [
          ['left', 'square', PAYS.number],
          ['right', 'sandbox', '4242424242424242'],
        ] as const) {
          const checkout = part(id);
          await checkout.getByLabel(words(`method.${gateway}`), { exact: true }).check();
          await fillIn(checkout, ANA);
          const { expiry, cvc } = PAYS;
          for (const [autocomplete, text] of Object.entries({ number: value, exp: expiry, csc: cvc }))
            await frameOf(id).locator(`input[autocomplete=cc-${autocomplete}]`).fill(text);
        }
      }
      const press = (...ids: string[]): Promise<void> =>
        page.evaluate((all) => {
          for (const id of all)
            document
              .querySelector(`#${id} store-checkout`)
              ?.shadowRoot?.querySelector<HTMLElement>('button[type=submit]')
              ?.click();
        }, ids);
      /** It says that the order is paid, or that there is nothing left to pay for. */
      const isOver = (id: string): Promise<void> =>
        part(id)
          .getByText(words('order.paid'))
          .or(part(id).getByText(words('cart.empty')))
          .waitFor();
      const charges = (): number =>
        world.square.book.charged() +
        world.gateway.payments.filter(({ status }) => status === 'succeeded').length;

      it('each keeps its gateway and its card, and the one that is used pays', async () => {
        await beginTwo();
        assert.equal(
          (await frameOf('left').locator('[autocomplete=cc-number]').inputValue()).replace(/\D/g, ''),
          PAYS.number,
        );
        await press('right');
        await part('right').getByText(words('order.paid')).waitFor();
        await isOver('left');
        assert.deepEqual([world.square.book.charged(), charges()], [0, 1]);
      });

      it('both pressed at once charge once (I1)', async () => {
        await beginTwo();
        await press('left', 'right');
        await isOver('left');
        await isOver('right');
        assert.equal(charges(), 1);
      });
    });

    const bank = (): FrameLocator => page.frameLocator('dialog iframe[title="Your bank account"]');

    it('takes a bank payment, in Square’s own window, that is under way for days and paid in the end', async () => {
      await begin();
      await toCheckout();
      await ana.fillDetails();
      await choose('method.ach');
      await page
        .locator('store-checkout .secure')
        .filter({ hasText: words('security.window') })
        .waitFor();
      await ana.pay();
      await press(bank(), 'Close');
      await ana.notice.filter({ hasText: words('notice.canceled') }).waitFor();
      await ana.pay();
      await press(bank(), 'First Double Bank');
      await statusSays('order.processing');
      const [id = ''] = world.square.book.payments.keys();
      world.square.book.finish(id, true);
      await statusSays('order.paid');
      assert.deepEqual(complaints, []);
    });

    describe('by Cash App Pay', () => {
      const app = (): FrameLocator => page.frameLocator('dialog iframe[title="Cash App"]');
      const button = (): Locator => page.getByRole('button', { name: 'Cash App Pay' });
      async function toCashApp(path = '/checkout.html'): Promise<void> {
        await begin();
        front.wallets = ['cash_app'];
        await ana.go('/');
        await ana.addToCart('Moon jar');
        await ana.go(path);
      }

      it('opens the app for a checkout that is filled in, and pays with what it agreed to', async () => {
        await toCashApp();
        await choose('method.cash_app');
        await button().click();
        await ana.notice.filter({ hasText: words('notice.fields') }).waitFor();
        assert.equal(await page.locator('dialog').count(), 0);
        assert.equal(await ana.payButton.isVisible(), false);
        await ana.fillDetails();
        await button().click();
        await press(app(), 'Close');
        await page.locator('dialog').waitFor({ state: 'detached' });
        assert.equal(world.square.book.payments.size, 0);
        await button().click();
        await press(app(), 'Agree');
        await statusSays('order.paid');
        assert.equal(world.square.book.charged(), 1);
        assert.deepEqual(complaints, []);
      });

      it('goes on where a phone comes back from the app: what was typed is gone, the yes is not', async () => {
        await toCashApp('/checkout.html?store_pay=cash_app&cash_request=1');
        await ana.notice.filter({ hasText: words('notice.fields') }).waitFor();
        await ana.fillDetails();
        await ana.pay();
        await statusSays('order.paid');
        assert.equal(world.square.book.charged(), 1);
      });

      it('drops a yes to another amount', async () => {
        await toCashApp('/checkout.html?store_pay=cash_app&cash_request=1');
        await ana.notice.filter({ hasText: words('notice.fields') }).waitFor();
        await ana.payButton.waitFor();
        const other = shopper(await context.newPage(), world.shop);
        await other.go('/cart.html');
        await other.setQuantity('Moon jar', 2);
        await page.bringToFront();
        await ana.payButton.waitFor({ state: 'hidden' });
        await button().waitFor();
        assert.equal(world.square.book.payments.size, 0);
      });
    });

    it('follows the theme from light to dark without losing what was typed', async () => {
      if (name !== 'chromium') return; // Firefox's driver can't change the scheme.
      await begin();
      await toCheckout();
      await ana.typeCard(PAYS);
      const told = ana.cardFrame.locator('#told');
      const before = (await told.textContent()) ?? '';
      await page.emulateMedia({ colorScheme: 'dark' });
      await told.filter({ hasNotText: before }).waitFor();
      assert.match((await told.textContent()) ?? '', /"fontSize":"16px"/);
      assert.equal(await digits(), PAYS.number);
      assert.deepEqual(complaints, []);
    });
  });
}
