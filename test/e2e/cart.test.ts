/** What the cart does besides its lines: drawer, undo, codes, note, estimate, links. In real browsers, against the real shop. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { EN_CART } from '../../src/locale/en-cart.js';
import { shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

/** The script tag's interface, in the page. */
interface InPage {
  readonly StoreElements: {
    updateCart(quantities: Record<string, number>): void;
    getCart(): { readonly lines: readonly { sku: string; quantity: number }[]; readonly coupon?: string };
    openCart(): Promise<void>;
    startCheckout(): Promise<void>;
  };
}
interface AxeRunner {
  run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

for (const name of browsersToTest()) {
  // WebKit is driven another way.
  if (name === 'webkit') continue;

  describe(`the cart in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let context: BrowserContext;
    let page: Page;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
      world = await startWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });
    beforeEach(async () => {
      context = await browser.newContext();
      complaints = [];
      page = await tab();
    });
    afterEach(async () => {
      await context.close();
      assert.deepEqual(complaints, []);
    });

    async function tab(): Promise<Page> {
      const made = await context.newPage();
      made.setDefaultTimeout(15_000);
      made.on('pageerror', (error) => complaints.push(error.message));
      made.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      return made;
    }
    const go = (path: string, at = page): Promise<unknown> => at.goto(new URL(path, world.shop).href);
    const put = (quantities: Record<string, number>): Promise<void> =>
      page.evaluate((given) => {
        (globalThis as unknown as InPage).StoreElements.updateCart(given);
      }, quantities);
    const lines = (at = page): Promise<string> =>
      at.evaluate(() =>
        (globalThis as unknown as InPage).StoreElements.getCart()
          .lines.map(({ sku, quantity }) => `${sku}:${quantity}`)
          .join(),
      );
    const inCart = (expected: string, at = page): Promise<unknown> =>
      at.waitForFunction(
        (list) =>
          (globalThis as unknown as InPage).StoreElements.getCart()
            .lines.map(({ sku, quantity }) => `${sku}:${quantity}`)
            .join() === list,
        expected,
      );
    /** What has the focus, in whatever shadow root: its label or words. */
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? '';
      });
    const focusOn = (label: string): Promise<unknown> =>
      page.waitForFunction((wanted) => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return (active?.getAttribute('aria-label') ?? active?.textContent?.trim()) === wanted;
      }, label);
    const dialog = () => page.getByRole('dialog', { name: words('cart.title') });
    const undo = (title: string) =>
      page.getByRole('button', { name: EN_CART['cart.undo.title'].replace('{title}', title) });
    const cart = () => page.locator('store-cart');

    it('opens over the page by keyboard, holds the focus, and gives it back; the page does not move', async () => {
      await go('/about.html');
      await put({ pitcher: 1 });
      const place = () =>
        page.evaluate(() => [scrollY, document.querySelector('main')?.getBoundingClientRect().x]);
      const opener = page.locator('store-cart-button').first();
      await opener.getByRole('link').focus();
      const from = await focused();
      await page.evaluate(() => scrollTo(0, 300));
      const stood = await place();
      await page.keyboard.press('Enter');
      await dialog().waitFor();
      assert.equal(await focused(), EN_CART['cart.close']);
      await page.getByText('Cooling pitcher').waitFor();
      assert.deepEqual(await place(), stood, 'neither scrolled nor shifted');
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), 'hidden');
      for (let n = 0; n < 12; n += 1) {
        await page.keyboard.press('Tab');
        const where = await page.evaluate(() => document.activeElement?.localName);
        assert.ok(where === 'store-cart' || where === 'body', `the page behind is inert, not ${where}`);
      }
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'hidden' });
      assert.equal(await focused(), from);
      assert.notEqual(
        await page.evaluate(() => getComputedStyle(document.documentElement).overflowY),
        'hidden',
      );
      assert.equal(new URL(page.url()).pathname, '/about.html', 'the link was not followed');
    });

    it('closes by its button and by a press beside it, and opens by openCart; startCheckout goes to the checkout', async () => {
      await go('/about.html');
      await put({ pitcher: 1 });
      const open = async (): Promise<void> => {
        await page.evaluate(() => (globalThis as unknown as InPage).StoreElements.openCart());
        await dialog().waitFor();
      };
      await open();
      await page.getByRole('button', { name: EN_CART['cart.close'] }).click();
      await dialog().waitFor({ state: 'hidden' });
      await open();
      await page.mouse.click(20, 300);
      await dialog().waitFor({ state: 'hidden' });
      await go('/cart.html');
      const none = await page.evaluate(() =>
        (globalThis as unknown as InPage).StoreElements.openCart().catch((error: unknown) => String(error)),
      );
      assert.match(String(none), /no <store-cart mode="drawer">/);
      await page.evaluate(() => void (globalThis as unknown as InPage).StoreElements.startCheckout());
      await page.waitForURL('**/checkout.html');
    });

    it('opens after an addition where it is asked to, unless somebody objects', async () => {
      await go('/');
      await page.evaluate(() => {
        document.querySelector('store-cart')?.setAttribute('open-on-add', '');
        document.addEventListener('store-item-add', (event) => event.preventDefault(), { once: true });
      });
      const add = page.getByRole('link', { name: 'Take the ash bowl' });
      await add.click();
      assert.equal(await dialog().count(), 0);
      assert.equal(await lines(), '');
      await add.click();
      await dialog().getByText('Tea bowl').waitFor();
      await inCart('tea-bowl-ash:1');
      await page.keyboard.press('Escape');
      await focusOn('Take the ash bowl');
    });

    it('a line that was taken out can be put back, into its place, and the focus is never lost', async () => {
      await go('/cart.html');
      await put({ pitcher: 2, 'tea-bowl-ash': 1, 'moon-jar': 1 });
      const remove = (title: string) => page.getByRole('button', { name: words('cart.remove', { title }) });
      await remove('Tea bowl').click();
      await focusOn('Undo: put Tea bowl back');
      await inCart('pitcher:2,moon-jar:1');
      await page.keyboard.press('Enter');
      await focusOn(words('cart.quantity', { title: 'Tea bowl' }));
      await inCart('pitcher:2,tea-bowl-ash:1,moon-jar:1');
      await remove('Moon jar').click();
      await undo('Moon jar').waitFor();
      await page.getByRole('button', { name: words('cart.more', { title: 'Cooling pitcher' }) }).click();
      await undo('Moon jar').waitFor({ state: 'detached' });
      await remove('Cooling pitcher').click();
      await remove('Tea bowl').click();
      await page.getByText(words('cart.empty')).waitFor();
      await focusOn('Undo: put Tea bowl back');
      const other = await tab();
      await go('/cart.html', other);
      await other.evaluate(() => (globalThis as unknown as InPage).StoreElements.updateCart({ pitcher: 1 }));
      await undo('Tea bowl').waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.localName === 'store-cart');
    });

    it('a code is taken, refused or kept in words, known to other tabs and later visits, and taken out again', async () => {
      await go('/cart.html');
      await put({ pitcher: 1 });
      await page.getByText(EN_CART['coupon.title']).click();
      const field = page.getByRole('textbox', { name: EN_CART['coupon.title'] });
      await field.fill('no-such');
      await page.keyboard.press('Enter');
      await page.getByText(EN_CART['message.coupon_unknown']).waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await field.inputValue(), 'NO-SUCH', 'to be mended');
      await field.fill('firing41');
      await page.keyboard.press('Enter');
      await cart().getByText('Firing no. 41: $5.80 off').waitFor();
      await focusOn('Remove the code FIRING41');
      await cart().getByText('-$5.80').waitFor();
      const other = await tab();
      await go('/cart.html', other);
      await other.locator('store-cart').getByText('Firing no. 41: $5.80 off').waitFor();
      await other.getByRole('button', { name: 'Remove the code FIRING41' }).click();
      await page.getByText('-$5.80').waitFor({ state: 'detached' });
      await page.getByText(EN_CART['coupon.title']).click();
      await field.fill('POTTER');
      await page.getByRole('button', { name: EN_CART['coupon.apply'] }).click();
      await cart().getByText('This code is for carts from $80.00 on.').waitFor();
      await put({ pitcher: 2 });
      await cart().getByText('$15 off pots: $15.00 off').waitFor();
    });

    it('what the stock no longer has is mended in one press; the way to free delivery is counted down', async () => {
      await go('/cart.html');
      await put({ 'moon-jar': 5, 'mug-persimmon-12': 1 });
      await page.getByText(words('message.quantity_too_high', { count: 3 })).waitFor();
      await page.getByText(words('message.out_of_stock')).waitFor();
      await page.getByRole('button', { name: 'Change to 3: Moon jar' }).click();
      await inCart('moon-jar:3,mug-persimmon-12:1');
      await focusOn(words('cart.quantity', { title: 'Moon jar' }));
      await page.getByText(EN_CART['free.reached']).waitFor();
      await put({ 'moon-jar': 1, 'mug-persimmon-12': 0 });
      await page.getByText('$26.00 more for free delivery').waitFor();
    });

    it('delivery is estimated by country alone, and nothing is kept of it', async () => {
      await go('/cart.html');
      await put({ pitcher: 1 });
      await page.getByText(EN_CART['estimate.title'], { exact: true }).click();
      await page.getByRole('combobox', { name: EN_CART['estimate.country'] }).selectOption('US');
      await page.getByRole('radio', { name: /Post/ }).waitFor();
      await cart().getByText('$64.00').waitFor();
      await page.getByRole('radio', { name: /Express/ }).check();
      await cart().getByText('$76.00').waitFor();
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      assert.ok(!kept.includes('US"') && !kept.includes('express'), kept);
    });

    it('a gift note with a card number is refused; one without goes with the order (PCI-3)', async () => {
      const ana = shopper(page, world.shop);
      await go('/cart.html');
      await put({ pitcher: 1 });
      await page.getByText(EN_CART['gift.title'], { exact: true }).click();
      const note = page.getByRole('textbox', { name: EN_CART['gift.title'] });
      // Typed, not set: only what a person types makes the browser say that the field changed.
      await note.pressSequentially('4242 4242 4242 4242');
      await note.blur();
      await page.getByText(EN_CART['gift.card']).waitFor();
      await note.press('ControlOrMeta+A');
      await note.pressSequentially('Happy birthday, Ben!');
      await note.blur();
      await page.getByText(EN_CART['gift.card']).waitFor({ state: 'detached' });
      await page.getByText(EN_CART['coupon.title']).click();
      await page.getByRole('textbox', { name: EN_CART['coupon.title'] }).fill('FIRING41');
      await page.keyboard.press('Enter');
      await cart().getByText('Firing no. 41: $5.80 off').waitFor();
      await page.getByRole('link', { name: words('cart.checkout') }).click();
      await ana.fillDetails();
      await ana.typeCard({ number: '4242424242424242', expiry: '1138', cvc: '737' });
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await page.locator('store-order').getByText('-$5.80').waitFor();
      const sent = Buffer.concat(world.recorder.received()).toString();
      assert.match(sent, /"gift_note":"Happy birthday, Ben!"/);
      assert.doesNotMatch(sent, /"gift_note":"4242/);
      await go('/cart.html');
      await page.getByText(words('cart.empty')).waitFor();
    });

    it('a permalink fills the cart once, keeps what is there, and a broken one says so', async () => {
      await go('/store/buy/tea-bowl-ash:2,pitcher:1?coupon=firing41');
      await page.getByText(EN_CART['cart.linked']).first().waitFor();
      await inCart('tea-bowl-ash:2,pitcher:1');
      await page.getByText('FIRING41', { exact: true }).waitFor();
      assert.equal(page.url(), `${world.shop}/cart.html`, 'the address is clean');
      await page.reload();
      await page.getByText('Tea bowl').first().waitFor();
      assert.equal(await lines(), 'tea-bowl-ash:2,pitcher:1');
      await put({ pitcher: 3, 'moon-jar': 1 });
      await go('/store/buy/tea-bowl-ash:2,pitcher:1,test-tile:4');
      await inCart('tea-bowl-ash:2,pitcher:3,moon-jar:1,test-tile:4');
      await go('/store/buy/tea-bowl-ash');
      await page.getByText(EN_CART['cart.link.broken']).first().waitFor();
      assert.equal(await lines(), 'tea-bowl-ash:2,pitcher:3,moon-jar:1,test-tile:4');
    });

    it('a click before the script is there is not lost: the merchant’s own link fills the cart', async () => {
      await context.route('**/store-elements.js', (route) => route.abort());
      await go('/');
      await page.getByRole('link', { name: 'Take the ash bowl' }).click({ noWaitAfter: true });
      await page.waitForURL('**/cart.html**');
      complaints = []; // that the script did not come
      await context.unroute('**/store-elements.js');
      await page.reload();
      await inCart('tea-bowl-ash:1');
    });

    it('a form of the merchant’s own adds as many as its field says', async () => {
      await go('/about.html');
      await page.evaluate(() => {
        const add = document.createElement('store-add-to-cart');
        add.setAttribute('sku', 'test-tile');
        const form = document.createElement('form');
        form.action = '/store/buy/test-tile:1';
        const field = document.createElement('input');
        field.name = 'quantity';
        field.type = 'number';
        field.setAttribute('aria-label', 'How many tiles');
        const button = document.createElement('button');
        button.textContent = 'Take tiles';
        form.append(field, button);
        add.append(form);
        document.querySelector('main')?.prepend(add);
      });
      await page.getByLabel('How many tiles').fill('4');
      assert.equal(await lines(), '', 'a click into the field adds nothing');
      await page.getByRole('button', { name: 'Take tiles' }).click();
      await inCart('test-tile:4');
    });

    it('a long cart’s rows out of view have the room they will need: nothing moves while it is scrolled', async () => {
      await go('/cart.html');
      await page.setViewportSize({ width: 800, height: 320 });
      const skus = [
        'tea-bowl-ash',
        'tea-bowl-indigo',
        'mug-chalk-8',
        'mug-chalk-12',
        'mug-persimmon-8',
        'pitcher',
      ];
      const more = ['hojicha-2', 'hojicha-5', 'tea-cloth', 'moon-jar', 'test-tile', 'teapot'];
      await put(Object.fromEntries([...skus, ...more].map((sku) => [sku, 1])));
      await cart().getByText('Delivery is free.').waitFor();
      const height = () => page.evaluate(() => document.documentElement.scrollHeight);
      const first = await height();
      for (let at = 0; at <= first; at += 300) {
        await page.evaluate((top) => {
          scrollTo(0, top);
          return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        }, at);
      }
      const last = await height();
      assert.ok(Math.abs(last - first) < first * 0.02, `${first} → ${last}`);
    });

    if (name === 'chromium')
      it('has no accessibility fault that axe knows: drawer, every part open, errors, undo, in light and dark', async () => {
        const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
        const look = async (where: string): Promise<void> => {
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.evaluate(
              () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
            );
            await page.evaluate(axe);
            const faults = await page.evaluate(async () => {
              const { violations } = await (globalThis as unknown as { axe: AxeRunner }).axe.run();
              return violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
              );
            });
            assert.deepEqual(faults, [], `${where}, ${colorScheme}`);
          }
        };
        await go('/cart.html');
        await put({ 'moon-jar': 5, pitcher: 1, 'tea-bowl-ash': 1 });
        for (const part of ['coupon.title', 'estimate.title', 'gift.title'] as const)
          await page.getByText(EN_CART[part], { exact: true }).click();
        await page.getByRole('textbox', { name: EN_CART['coupon.title'] }).fill('no-such');
        await page.keyboard.press('Enter');
        await page.getByText(EN_CART['message.coupon_unknown']).waitFor();
        await page.getByRole('combobox', { name: EN_CART['estimate.country'] }).selectOption('US');
        await page.getByRole('radio', { name: /Express/ }).waitFor();
        await page.getByRole('button', { name: words('cart.remove', { title: 'Tea bowl' }) }).click();
        await undo('Tea bowl').waitFor();
        await page.waitForSelector('store-cart:not(:state(busy))', { state: 'attached' });
        await look('all of the cart');
        await go('/about.html');
        await page.evaluate(() => (globalThis as unknown as InPage).StoreElements.openCart());
        await dialog().getByText('Cooling pitcher').waitFor();
        await page.waitForSelector('store-cart:not(:state(busy))', { state: 'attached' });
        await look('drawer');
        assert.equal(
          await page.evaluate(() => document.getAnimations().length),
          0,
          'nothing moves for who wants less motion',
        );
      });
  });
}
