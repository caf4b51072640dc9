import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireOrderRequest } from '../../src/api/wire.js';
import { EN_CART } from '../../src/locale/en-cart.js';
import { ANA, shopper, words, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const PAYS = { number: '4242424242424242', expiry: '1138', cvc: '737' };

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Its driver fills nothing in; webkit.test.ts has the journey.

  describe(`comfort at the checkout in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let context: BrowserContext;
    let page: Page;
    let ana: Shopper;

    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());
    async function begin(env: Record<string, string> = {}): Promise<void> {
      world = await startWorld({ env: { COUNTRIES: 'US,DE,JP,GB,BR,SG', ...env } });
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

    const field = (key: string) => page.getByLabel(words(key), { exact: true }).first();
    /** Pays, and answers with what the shop was really sent. */
    async function ordered(): Promise<WireOrderRequest> {
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      const sent = world.recorder.received().map(String).join('\n');
      const request = sent.slice(sent.lastIndexOf('POST /store/orders HTTP'));
      const body = request.slice(request.indexOf('\r\n\r\n') + 4);
      const length = Number(/content-length: (\d+)/i.exec(request)?.[1]);
      return JSON.parse(Buffer.from(body).subarray(0, length).toString()) as WireOrderRequest;
    }

    it('asks for an address as its country writes it, and keeps what was typed over a change of country', async () => {
      await begin();
      await ana.fillDetails();
      const shown = (): Promise<string[]> =>
        page.locator('store-checkout fieldset').nth(1).locator('label').allTextContents();
      assert.deepEqual((await shown()).slice(-3), ['City', 'State', 'ZIP code']);
      await field('field.country').selectOption('JP');
      await field('field.region.prefecture').waitFor();
      assert.deepEqual((await shown()).slice(2), [
        ...['Postal code', 'Prefecture', 'City', 'Street and number', 'Apartment, floor, etc. (optional)'],
      ]);
      assert.equal(await field('field.city.city').inputValue(), ANA.city);
      assert.equal(await field('field.region.prefecture').inputValue(), '');
      await field('field.country').selectOption('DE');
      await field('field.postalCode.plz').waitFor();
      assert.equal(await page.getByLabel(words('field.region.state')).count(), 0);
      await field('field.country').selectOption('US');
      await field('field.region.state').waitFor();
      assert.equal(await field('field.region.state').inputValue(), ANA.region);
      assert.equal(await field('field.postalCode.zip').inputValue(), ANA.postalCode);
      // A region that is in no list is typed.
      await field('field.region.state').selectOption({ label: words('field.region.other') });
      await field('field.region.state').fill('Somewhere');
      await ana.typeCard(PAYS);
      const { shipping_address: to } = await ordered();
      assert.deepEqual([to.address_region, to.address_locality], ['Somewhere', ANA.city]);
    });

    it('the state reaches the price, in the cart and at the checkout: what is shown is what is ordered', async () => {
      await begin({ STATE_TAX: '1' });
      await ana.go('/cart.html');
      await page.getByText(EN_CART['estimate.title'], { exact: true }).click();
      await page.getByRole('combobox', { name: EN_CART['estimate.country'] }).selectOption('US');
      await page.getByText(EN_CART['estimate.more']).waitFor();
      await page.getByRole('combobox', { name: EN_CART['estimate.region'] }).selectOption('CA');
      await page.locator('store-cart').getByText('$42.90').waitFor();
      assert.equal(await page.getByText(EN_CART['estimate.more']).count(), 0);
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
      const button = page.locator('store-checkout button.pay');
      const total = (amount: string) =>
        button.filter({ hasText: words('checkout.pay', { total: amount }) }).waitFor();
      await ana.fillDetails();
      await total('$40.00');
      await field('field.region.state').selectOption('CA');
      await total('$42.90');
      // Without it nobody could say what it costs; a state that there is not is not on offer.
      await field('field.region.state').selectOption('');
      await ana.pay();
      await page.getByText(words('problem.required')).first().waitFor();
      assert.equal(await field('field.region.state').locator('option[value="*"]').count(), 0);
      await field('field.region.state').selectOption('CA');
      await total('$42.90');
      await ana.typeCard(PAYS);
      const { shipping_address: to } = await ordered();
      assert.equal(to.address_region, 'CA');
      await page.locator('store-order').getByText('$2.90').waitFor();
    });

    it('questions a slip and a strange postal code, and goes on with what the shopper says is right', async () => {
      await begin();
      await ana.fillDetails({ email: 'ana@gmial.com', postalCode: 'ABC' });
      // A driver that sets a field leaves it to the test to say that it changed.
      for (const key of ['field.email', 'field.postalCode.zip']) await field(key).dispatchEvent('change');
      await page
        .getByRole('button', { name: words('field.email.suggestion', { email: 'ana@gmail.com' }) })
        .click();
      assert.equal(await field('field.email').inputValue(), 'ana@gmail.com');
      await page.getByText(words('doubt.postal', { example: '95014' })).waitFor();
      await field('field.region.state').selectOption('');
      await ana.typeCard(PAYS);
      await ana.pay();
      // The state was never asked about before, so it is now; the code was.
      await page.getByText(words('notice.doubts')).waitFor();
      const request = await ordered();
      assert.equal(request.buyer.email, 'ana@gmail.com');
      assert.deepEqual(
        [request.shipping_address.postal_code, request.shipping_address.address_region],
        ['ABC', undefined],
      );
    });

    it('takes another address for the bill, a note, and a consent that nobody has ticked beforehand', async () => {
      await begin({ TERMS: '1' });
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      const terms = page.getByLabel('I have read and accept the terms of sale.');
      const news = page.getByLabel('Write to me when new pots come out of the kiln.');
      assert.deepEqual([await terms.isChecked(), await news.isChecked()], [false, false]);
      await ana.pay();
      await page.waitForFunction(
        () => document.querySelector('store-checkout')?.shadowRoot?.activeElement?.id === 'consent-terms',
      );
      await terms.check();
      await page.getByLabel(words('checkout.billing.same')).uncheck();
      const bill = page.locator('store-checkout fieldset').nth(3);
      await bill.getByLabel(words('field.country')).selectOption('FR');
      await bill.getByLabel(words('field.street')).fill('1 rue du Thé');
      await bill.getByLabel(words('field.postalCode.postal')).fill('75001');
      await bill.getByLabel(words('field.city.city')).fill('Paris');
      await page.getByLabel(words('field.note')).fill('Ring twice.\nThank you.');
      const request = await ordered();
      assert.deepEqual(request.consents, [
        { id: 'terms', text: 'I have read and accept the [terms of sale].' },
      ]);
      assert.equal(request.note, 'Ring twice.\nThank you.');
      assert.deepEqual(request.billing_address, {
        ...{ full_name: ANA.fullName, street_address: '1 rue du Thé', address_locality: 'Paris' },
        ...{ postal_code: '75001', address_country: 'FR' },
      });
    });

    it('sends what a browser or an extension filled in without saying so', async () => {
      await begin();
      await page.evaluate(
        (values) => {
          const root = document.querySelector('store-checkout')?.shadowRoot;
          for (const [id, value] of Object.entries(values)) {
            const element = root?.getElementById(id) as HTMLInputElement | null;
            if (element) element.value = value;
          }
        },
        ANA as Record<string, string>,
      );
      await ana.typeCard(PAYS);
      const { buyer, shipping_address: to } = await ordered();
      assert.deepEqual(
        [buyer.email, to.full_name, to.address_region, to.postal_code],
        [ANA.email, ANA.fullName, ANA.region, ANA.postalCode],
      );
    });

    if (name === 'chromium') {
      it('is filled in by the browser’s own autofill, all of it with one choice', async () => {
        await begin();
        const cdp = await context.newCDPSession(page);
        await cdp.send('Autofill.enable');
        const fields = Object.entries({
          ...{ NAME_FULL: ANA.fullName, EMAIL_ADDRESS: ANA.email, PHONE_HOME_WHOLE_NUMBER: '+15035550134' },
          ...{
            ADDRESS_HOME_LINE1: ANA.street,
            ADDRESS_HOME_STREET_ADDRESS: ANA.street,
            ADDRESS_HOME_CITY: ANA.city,
          },
          ...{ ADDRESS_HOME_STATE: ANA.region, ADDRESS_HOME_ZIP: ANA.postalCode, ADDRESS_HOME_COUNTRY: 'US' },
        }).map(([key, value]) => ({ name: key, value }));
        const { result } = await cdp.send('Runtime.evaluate', {
          expression: 'document.querySelector("store-checkout").shadowRoot.getElementById("fullName")',
        });
        const { node } = await cdp.send('DOM.describeNode', { objectId: result.objectId ?? '' });
        await field('field.fullName').focus();
        const filled = new Promise((resolve) => cdp.once('Autofill.addressFormFilled', resolve));
        await cdp.send('Autofill.trigger', { fieldId: node.backendNodeId, address: { fields } });
        await filled;
        for (const [id, value] of Object.entries({ ...ANA, country: 'US' }))
          await page.waitForFunction(
            ([of, wanted]) => {
              const root = document.querySelector('store-checkout')?.shadowRoot;
              return (root?.getElementById(of ?? '') as HTMLInputElement | null)?.value === wanted;
            },
            [id, value],
          );
        await ana.typeCard(PAYS);
        const { buyer, shipping_address: to } = await ordered();
        assert.deepEqual(
          [buyer.email, to.street_address, to.address_region],
          [ANA.email, ANA.street, ANA.region],
        );
      });
    }
  });
}
