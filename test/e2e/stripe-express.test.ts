import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { interceptStripe, type StripeFront } from '../support/stripe/js/intercept.js';
import { startStripeWorld, type StripeWorld } from '../support/stripe/world.js';
import { press } from '../support/press.js';
import { shopper, words, type Shopper } from '../support/shopper.js';

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, and Stripe itself can't be reached.

  describe(`wallets by Stripe in ${name}`, () => {
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

    async function begin(path: string, wallets: readonly string[] = ['google_pay', 'link']): Promise<void> {
      world = await startStripeWorld();
      context = await browser.newContext();
      front = await interceptStripe(context, world.stripe);
      front.wallets = wallets;
      complaints = [];
      page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.addToCart('Moon jar');
      await ana.go(path);
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const express = () => page.locator('store-express-checkout');
    const buttons = (): FrameLocator =>
      page.frameLocator('[data-store-mount=express] iframe[title*="express"]');
    const sheet = (): FrameLocator => page.frameLocator('dialog iframe[title="Wallet"]');
    async function openSheet(): Promise<void> {
      await press(buttons(), 'Google Pay');
      await sheet().locator('#total').filter({ hasText: /\d/ }).waitFor();
    }
    const choose = (what: 'country' | 'rate' | 'card', value: string): Promise<unknown> =>
      sheet().locator(`#${what}`).selectOption(value);
    const total = (amount: number): Promise<void> =>
      sheet()
        .locator('#total')
        .filter({ hasText: new RegExp(`^${amount}$`) })
        .waitFor();
    const statusSays = (key: string): Promise<void> => ana.status.filter({ hasText: words(key) }).waitFor();
    const notice = (text: string): Promise<void> =>
      express().locator('[part~=notice]').filter({ hasText: text }).waitFor();
    const intents = () => [...world.stripe.book.intents.values()];

    it('pays from the cart’s page: our server prices the address and the delivery, and the callback makes it paid', async () => {
      await begin('/cart.html');
      await page.evaluate(() => {
        const express = document.createElement('store-express-checkout');
        express.setAttribute('order-href', '/order.html');
        document.querySelector('main')?.append(express);
      });
      await openSheet();
      await total(15_800);
      await choose('rate', 'express');
      await total(17_600);
      await choose('country', 'DE');
      await total(18_200);
      assert.equal(await sheet().locator('#lines').textContent(), 'Subtotal 15800, Delivery 2400');
      await press(sheet(), 'Pay');
      await statusSays('order.paid');
      const [intent] = intents();
      assert.deepEqual([intent?.status, intent?.amount_received], ['succeeded', 18_200]);
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(complaints, []);
    });

    it('stands on top of the checkout’s own form, where that is asked for, and pays from there', async () => {
      await begin('/cart.html');
      await page.route('**/checkout.html', async (route) => {
        const response = await route.fetch();
        const html = (await response.text())
          .replace('<store-express-checkout></store-express-checkout>', '')
          .replace('<store-checkout ', '<store-checkout express ');
        await route.fulfill({ response, body: html });
      });
      await ana.go('/checkout.html');
      await page.locator('store-checkout').getByText(words('express.or')).waitFor();
      await openSheet();
      await total(15_800);
      await press(sheet(), 'Pay');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(complaints, []);
    });

    it('shows no row where the shopper has no wallet, and one who has none pays by card as ever', async () => {
      await begin('/checkout.html', []);
      await ana.cardFrame.locator('input').first().waitFor();
      await express().locator('.express').waitFor({ state: 'hidden' });
      assert.equal(await page.locator('[data-store-mount=express] iframe[title*="express"]').count(), 0);
    });

    it('goes back to what was chosen before when the sheet is closed, and has placed nothing', async () => {
      await begin('/checkout.html');
      await page.getByText('$158.00').first().waitFor();
      await openSheet();
      await choose('country', 'DE');
      await total(18_200);
      // Not awaited: the driver never hears of a click whose frame the click itself has removed.
      void press(sheet(), 'Close').catch(() => undefined);
      await ana.payButton.filter({ hasText: '$158.00' }).waitFor();
      assert.equal(intents().length, 0);
    });

    it('shows a decline beside the buttons, and pays the same order once with another card of the wallet', async () => {
      await begin('/checkout.html');
      await openSheet();
      await choose('card', '4000000000009995');
      await press(sheet(), 'Pay');
      await notice(words('declined.insufficient_funds'));
      assert.equal(await ana.notice.count(), 0);
      await openSheet();
      await press(sheet(), 'Pay');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
      assert.deepEqual(
        intents()
          .map(({ metadata }) => metadata['store_order'])
          .filter((id, i, all) => all.indexOf(id) === i).length,
        1,
      );
    });

    it('takes over into the form what a wallet tells too little of, and says what is missing', async () => {
      await begin('/checkout.html');
      await openSheet();
      await sheet()
        .locator('#nameless')
        .evaluate((box: HTMLInputElement) => (box.checked = true));
      await press(sheet(), 'Pay');
      await notice(words('notice.wallet'));
      await page
        .getByLabel(words('field.street'), { exact: true })
        .and(page.locator('[aria-invalid=true]'))
        .waitFor();
      assert.equal(
        await page.getByLabel(words('field.email'), { exact: true }).inputValue(),
        'wanda@example.com',
      );
      assert.equal(await page.locator('dialog').count(), 0);
      assert.equal(intents().length, 0);
    });

    it('places nothing when the cart changed while the sheet was open, and says the new total', async () => {
      await begin('/checkout.html');
      await openSheet();
      await total(15_800);
      const other = shopper(await context.newPage(), world.shop);
      await other.go('/cart.html');
      await other.setQuantity('Tea bowl', 2);
      await ana.payButton.filter({ hasText: '$192.00' }).waitFor();
      await page.bringToFront();
      await press(sheet(), 'Pay');
      await notice(words('notice.quote_changed', { total: '$192.00' }));
      assert.equal(intents().length, 0);
      await openSheet();
      await total(19_200);
      await press(sheet(), 'Pay');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('asks the bank’s question of a wallet’s card, too', async () => {
      await begin('/checkout.html');
      await openSheet();
      await choose('card', '4000000000003220');
      await press(sheet(), 'Pay');
      await ana.answerChallenge('Confirm');
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('opens no sheet while another payment is under way', async () => {
      await begin('/checkout.html');
      world.stripe.faults.push({ request: 'POST /v1/payment_intents', fault: 'slow' });
      await openSheet();
      const asked = world.stripe.heard('POST /v1/payment_intents');
      await press(sheet(), 'Pay');
      await asked;
      await page.locator('dialog').evaluate((dialog) => (dialog as HTMLDialogElement).close());
      await press(buttons(), 'Link');
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
      assert.equal(await page.locator('dialog[open]').count(), 0);
      world.stripe.release();
      await statusSays('order.paid');
      assert.equal(world.stripe.book.charged(), 1);
    });

    it('is told of a script that is blocked, while the shopper sees no broken row', async () => {
      await begin('/about.html');
      front.script = 'block';
      await page.evaluate(() => {
        document.addEventListener('store-error', (event) => {
          document.title = event.detail.code;
        });
        document.querySelector('main')?.append(document.createElement('store-express-checkout'));
      });
      await page.waitForFunction(() => document.title === 'gateway_blocked');
      await express().locator('.express').waitFor({ state: 'hidden' });
    });

    it('leaves no frame behind when it is put in and taken out again and again', async () => {
      await begin('/about.html');
      const frames = (): Promise<number> => page.locator('iframe').count();
      const once = async (): Promise<void> => {
        await page.evaluate(() => {
          document.querySelector('main')?.append(document.createElement('store-express-checkout'));
        });
        await buttons().getByRole('button', { name: 'Google Pay' }).waitFor();
        await page.evaluate(() => document.querySelector('store-express-checkout')?.remove());
        await page.waitForFunction(() => !document.querySelector('iframe[title*="express"]'));
      };
      await once();
      const before = await frames();
      for (let times = 0; times < 10; times++) await once();
      assert.equal(await frames(), before);
    });
  });
}
