import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { interceptSquare, type SquareFront } from '../support/square/js/intercept.js';
import { startSquareWorld, type SquareWorld } from '../support/square/world.js';
import { press } from '../support/press.js';
import { shopper, words, type Shopper } from '../support/shopper.js';

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there, and Square itself can't be reached.

  describe(`wallets by Square in ${name}`, () => {
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

    async function begin(wallets: readonly string[] = ['google_pay']): Promise<void> {
      world = await startSquareWorld();
      context = await browser.newContext();
      front = await interceptSquare(context);
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
      await ana.go('/checkout.html');
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    const express = () => page.locator('store-express-checkout');
    const row = () => page.locator('[data-store-mount=express]');
    const sheet = (): FrameLocator => page.frameLocator('dialog iframe[title="Wallet"]');
    async function close(button: 'Pay' | 'Close'): Promise<void> {
      await press(sheet(), button);
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
    async function openSheet(): Promise<void> {
      await row().getByRole('button', { name: 'Google Pay' }).click();
      await sheet().locator('#total').filter({ hasText: /\d/ }).waitFor();
    }
    const choose = (what: 'country' | 'rate' | 'card', value: string): Promise<unknown> =>
      sheet().locator(`#${what}`).selectOption(value);
    const total = (amount: string): Promise<void> =>
      sheet().locator('#total').filter({ hasText: amount }).waitFor();
    const statusSays = (key: string): Promise<void> => ana.status.filter({ hasText: words(key) }).waitFor();
    const payments = () => [...world.square.book.payments.values()];
    const pays = (): Promise<void> => ana.payButton.filter({ hasText: '$158.00' }).waitFor();

    it('pays what our server says for the address and the delivery of the sheet, once, under our own key', async () => {
      await begin();
      await pays();
      await openSheet();
      await total('158.00');
      await choose('rate', 'express');
      await total('176.00');
      await choose('country', 'DE');
      await total('182.00');
      assert.equal(await sheet().locator('#lines').textContent(), 'Subtotal 158.00, Delivery 24.00');
      await close('Pay');
      await statusSays('order.paid');
      assert.deepEqual(
        payments().map(({ status, amountMoney }) => [status, amountMoney?.amount]),
        [['COMPLETED', 18_200n]],
      );
      assert.deepEqual(complaints, []);
    });

    it('shows the wallets that Square says this shopper has, and no row for none', async () => {
      await begin(['apple_pay', 'google_pay']);
      await row().getByRole('button', { name: 'Google Pay' }).waitFor();
      assert.deepEqual(
        await row()
          .getByRole('button')
          .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? each.textContent)),
        ['Apple Pay', 'Google Pay'],
      );
      front.wallets = [];
      await page.reload();
      // By then it is known what Square offers.
      await ana.cardFrame.locator('input').first().waitFor();
      await row().waitFor({ state: 'detached' });
      await express().locator('.express').waitFor({ state: 'hidden' });
    });

    it('says on the sheet that the store does not deliver there, and goes back when it is closed', async () => {
      await begin();
      await pays();
      await openSheet();
      await choose('country', 'NO');
      await sheet()
        .locator('#note')
        .filter({ hasText: words('checkout.delivery.none') })
        .waitFor();
      await close('Close');
      await pays();
      assert.equal(payments().length, 0);
    });

    it('shows a decline beside the buttons, and pays the same order once', async () => {
      await begin();
      await pays();
      await openSheet();
      await choose('card', 'funds');
      await close('Pay');
      await express()
        .locator('[part~=notice]')
        .filter({ hasText: words('declined.insufficient_funds') })
        .waitFor();
      await openSheet();
      await close('Pay');
      await statusSays('order.paid');
      assert.deepEqual(payments().filter(({ status }) => status === 'COMPLETED').length, 1);
      assert.equal(
        await page.getByRole('heading', { name: words('order.title', { number: '1001' }) }).count(),
        1,
      );
    });

    for (const end of ['release', 'cancel'] as const)
      it(`hears nothing of a sheet that hung, while the payment of a later one is under way (${end})`, async () => {
        await begin();
        await pays();
        for (let times = 0; times < 2; times++) {
          await openSheet();
          await choose('card', 'hang');
          await close('Pay');
        }
        world.square.faults.push({ request: 'POST /v2/payments', fault: 'slow' });
        await openSheet();
        const asked = world.square.heard('POST /v2/payments');
        await close('Pay');
        await asked;
        await page.evaluate((how) => dispatchEvent(new Event(`square-double-${how}`)), end);
        assert.equal(await express().locator('[part~=notice]').count(), 0);
        world.square.release();
        await statusSays('order.paid');
        assert.equal(world.square.book.payments.size, 1);
        assert.equal(world.square.book.charged(), 1);
      });

    it('leaves nothing on the page when it is taken away', async () => {
      await begin();
      await row().getByRole('button', { name: 'Google Pay' }).waitFor();
      await page.evaluate(() => document.querySelector('store-express-checkout')?.remove());
      await row().waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('button', { name: 'Google Pay' }).count(), 0);
    });
  });
}
