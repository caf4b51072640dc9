import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { shopper, words, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

/** What is used of axe-core, which is no module. */
interface AxeRunner {
  run(context?: string): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

const PAYS = { number: '4242424242424242', expiry: '1138', cvc: '737' };

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // axe can't be brought into its pages under our policy.

  describe(`the checkout for everybody in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let context: BrowserContext;
    let page: Page;
    let ana: Shopper;

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());
    async function begin(): Promise<void> {
      world = await startWorld({ env: { TERMS: '1' } });
      context = await browser.newContext();
      page = await context.newPage();
      ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
    }
    afterEach(async () => {
      await context.close();
      await world.close();
    });

    /** Id or name of what has the cursor: in the page, in the checkout's shadow root, or the frame. */
    const focusIs = (wanted: string): Promise<unknown> =>
      page.waitForFunction((what) => {
        const { activeElement } = document;
        const deep = activeElement?.shadowRoot?.activeElement ?? activeElement;
        return (deep?.id || deep?.localName) === what;
      }, wanted);
    async function look(what: string): Promise<void> {
      await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
      const faults = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: AxeRunner }).axe.run('store-checkout');
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
      });
      assert.deepEqual(faults, [], what);
    }

    it('lists what is to be mended, with a way to each: into the fields, the boxes and the card form', async () => {
      await begin();
      await look('the form');
      await ana.pay();
      await focusIs('notice');
      await look('the form with faults');
      const links = page.locator('store-checkout .summary a');
      const ids = ['email', 'fullName', 'street', 'city', 'region', 'postalCode', 'iframe', 'consent-terms'];
      assert.equal(await links.count(), ids.length);
      for (const [index, id] of ids.entries()) {
        await links.nth(index).press('Enter');
        await focusIs(id);
      }
      // Each fault is said where it is, too.
      for (const id of ['email', 'street']) {
        const said = await page.evaluate((of) => {
          const root = document.querySelector('store-checkout')?.shadowRoot;
          const element = root?.getElementById(of);
          return [
            element?.getAttribute('aria-invalid'),
            root?.getElementById(element?.getAttribute('aria-describedby') ?? '')?.textContent.trim(),
          ];
        }, id);
        assert.deepEqual(said, ['true', words('problem.required')]);
      }
      await page.getByLabel(words('checkout.billing.same')).uncheck();
      await look('the form with another address for the bill');
      await page.getByLabel(words('checkout.billing.same')).check();
      await ana.fillDetails();
      await page.getByLabel(/terms of sale/).check();
      await ana.typeCard(PAYS);
      // One thing alone is gone to at once.
      await page.getByLabel(words('field.fullName'), { exact: true }).fill('');
      await ana.pay();
      await focusIs('fullName');
    });

    it('never loses the cursor: not to a button that works, not to the order that takes the form’s place', async () => {
      await begin();
      // Without an order page the order is shown here.
      await page.evaluate(() => document.querySelector('store-checkout')?.removeAttribute('order-href'));
      await ana.fillDetails();
      await page.getByLabel(/terms of sale/).check();
      await ana.typeCard({ ...PAYS, number: '4000000000000002' });
      await page.getByLabel(words('field.fullName'), { exact: true }).press('Enter');
      await ana.notice.filter({ hasText: words('declined.card_declined') }).waitFor();
      assert.equal(
        await page.evaluate(() =>
          document.querySelector('store-checkout')?.shadowRoot?.activeElement?.className.includes('pay'),
        ),
        true,
      );
      await look('a declined payment');
      await ana.typeCard(PAYS);
      await ana.pay();
      await focusIs('h2');
      await page.getByText(words('order.paid')).waitFor();
      await focusIs('h2');
      await look('the order in place of the form');
    });

    it('has nothing to press that is smaller than 24 pixels', async () => {
      await begin();
      await ana.pay();
      await focusIs('notice');
      const small = await page.evaluate(() => {
        const root = document.querySelector('store-checkout')?.shadowRoot;
        const all = [
          ...(root?.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary') ?? []),
        ];
        return all
          .filter((element) => element.getClientRects().length > 0 && !element.closest('.choice, .tick'))
          .filter((element) => {
            const { width, height } = element.getBoundingClientRect();
            return width < 24 || height < 24;
          })
          .map((element) => `${element.localName} ${element.textContent.trim()}`);
      });
      assert.deepEqual(small, []);
    });
  });
}
