import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { ENGLISH } from '../../src/locale/english.js';
import type { LabelTable } from '../../src/locale/label.js';
import { startWorld, type World } from '../support/world.js';

/** English sentences long enough to be told from names, and not the same in the language of the page. */
const SENTENCES = (Object.values(ENGLISH) as LabelTable[])
  .flatMap((table) => Object.values(table))
  .filter((text) => text.length > 9 && !text.includes('{') && !/^(Eircode|PIN|ZIP|Cash App)/.test(text));

/** Runs in the page: everything it says, and says of itself to a screen reader, through all open shadow roots. */
function saidBy(): string {
  const said: string[] = [];
  const walk = (root: Document | ShadowRoot | Element): void => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? '');
      if (!(node instanceof Element) || ['STYLE', 'SCRIPT'].includes(node.tagName)) continue;
      said.push(node.getAttribute('aria-label') ?? '', node.getAttribute('placeholder') ?? '');
      if (node.shadowRoot) walk(node.shadowRoot);
      walk(node);
    }
  };
  for (const element of document.querySelectorAll(
    'store-cart, store-checkout, store-product, store-secure-message',
  ))
    if (element.shadowRoot) walk(element.shadowRoot);
  return said.map((text) => text.replace(/\s+/g, ' ').trim()).join('\n');
}

const EDITOR = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Words</title><script type="module" src="/store-elements/store-elements.js" data-endpoint="/store"></script>
<script type="module" src="/store-elements/label-editor.js"></script>
<main><store-cart></store-cart><store-label-editor></store-label-editor></main></html>`;

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there, which serves the pages.

  describe(`languages in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** The demo's page as a page of that language, without a direction of its own. */
    async function open(path: string, lang: string): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
      if (name === 'chromium') await context.grantPermissions(['local-network-access']);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.addInitScript(() =>
        addEventListener('beforeunload', (event) => {
          if ('mayLeave' in document.documentElement.dataset) event.stopImmediatePropagation();
        }),
      );
      await page.route('**/*.html', async (route) => {
        if (route.request().url().endsWith('/editor.html'))
          return route.fulfill({ contentType: 'text/html', body: EDITOR });
        const response = await route.fetch();
        const body = (await response.text()).replace('lang="en"', `lang="${lang}"`);
        return route.fulfill({ response, body });
      });
      await page.goto(`${world.shop}/cart.html`);
      await page.evaluate(() =>
        (
          globalThis as unknown as { StoreElements: { updateCart(to: object): void } }
        ).StoreElements.updateCart({
          'tea-bowl-ash': 2,
        }),
      );
      await page.locator('store-cart .totals').first().waitFor();
      await page.goto(world.shop + path);
      return page;
    }

    for (const [lang, pay, card, dir] of [
      ['de', /^88,80\s€|\$.* bezahlen$| bezahlen$/, 'Kartennummer', 'ltr'],
      ['ar', /^ادفع /, 'رقم البطاقة', 'rtl'],
    ] as const) {
      it(`leave no English on a checkout in ${lang}, nor in the gateway’s frame`, async () => {
        const page = await open('/checkout.html', lang);
        const frame = page.frameLocator('[data-store-mount] iframe');
        await frame.locator(`html[lang=${lang}][dir=${dir}]`).waitFor();
        assert.equal(await frame.locator('label[for=number]').textContent(), card);
        const button = page.locator('store-checkout button[type=submit]');
        await button.and(page.locator('[aria-disabled=false]')).waitFor();
        assert.match(((await button.textContent()) ?? '').trim(), pay);
        // What is wrong is said in the language too.
        await button.click();
        await page.locator('store-checkout [part~=error]').first().waitFor();
        const said = await page.evaluate(saidBy);
        const lines = new Set(said.split('\n'));
        assert.deepEqual(
          SENTENCES.filter((sentence) => lines.has(sentence)),
          [],
        );
        const direction = await page.evaluate(
          () => getComputedStyle(document.querySelector('store-checkout') ?? document.body).direction,
        );
        assert.equal(direction, dir);
        await page.close();
      });
    }

    it('change while the page is open, in the frame as well, and nothing typed is lost', async () => {
      const page = await open('/checkout.html', 'en');
      const frame = page.frameLocator('[data-store-mount] iframe');
      await frame.locator('#cvc').fill('12');
      const email = page.locator('store-checkout input[type=email]');
      await email.fill('ana@example.com');
      // An application turns its page into another language; the elements follow, in a provider without a locale of its own, too.
      await page.evaluate(() => {
        const provider = document.createElement('store-provider');
        provider.setAttribute('endpoint', '/store');
        provider.append(document.createElement('store-cart'));
        document.querySelector('main')!.append(provider);
        document.documentElement.lang = 'de';
      });
      await page.locator('store-checkout').getByText('Lieferadresse').first().waitFor();
      await page.locator('store-provider store-cart').getByText('Zwischensumme').waitFor();
      await frame.getByText('Kartennummer').waitFor();
      await page.evaluate(() =>
        (globalThis as unknown as { StoreElements: { configure(to: object): void } }).StoreElements.configure(
          { locale: 'fr' },
        ),
      );
      await page.locator('store-checkout[lang=fr]').waitFor();
      await page.locator('store-checkout').getByText('Adresse de livraison').first().waitFor();
      await frame.getByText('Numéro de carte').waitFor();
      assert.equal(await frame.locator('#cvc').inputValue(), '12');
      assert.equal(await email.inputValue(), 'ana@example.com');
      await page.close();
    });

    it('speak English and say so when their words can’t be loaded', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route('**/chunks/de-*.js', (route) => route.abort());
      await page.addInitScript(() => {
        addEventListener('store-error', (event) => {
          document.title = (event as unknown as { detail: { code: string } }).detail.code;
        });
      });
      await page.route('**/*.html', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace('lang="en"', 'lang="de"') });
      });
      await page.goto(`${world.shop}/cart.html`);
      await page.locator('store-cart').getByText(ENGLISH.shop['cart.empty']).waitFor();
      await page.waitForFunction(() => document.title === 'network_failed');
      await page.close();
    });

    it('are edited on the page that shows them, kept in the tab, and downloaded', async () => {
      const page = await open('/editor.html', 'en');
      const editor = page.locator('store-label-editor');
      await editor.locator('input[type=search]').fill('subtotal');
      await editor.locator('#own-total\\.subtotal').fill('What it comes to');
      await page.locator('store-cart').getByText('What it comes to').waitFor();
      await editor.locator('input[type=search]').fill('cart.removed');
      const own = editor.locator('textarea').first();
      await own.fill('<b>Gone</b>');
      assert.equal(await editor.locator('[part=error]').count(), 2, 'a missing place, and markup');
      // Leaving would ask (not here: not every driver can answer); the work is there again.
      const asks = await page.evaluate(() => {
        const asked = !dispatchEvent(new Event('beforeunload', { cancelable: true }));
        document.documentElement.dataset['mayLeave'] = '';
        return asked;
      });
      assert.ok(asks);
      await page.reload();
      await page.locator('store-cart').getByText('What it comes to').waitFor();
      // Firefox's driver tells of no downloads.
      if (name === 'chromium') {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          editor.locator('[part=button-primary]').click(),
        ]);
        assert.equal(download.suggestedFilename(), 'labels.en.json');
      }
      await editor.locator('select').selectOption('de');
      await page.locator('store-cart').getByText('Zwischensumme').waitFor();
      await page.close();
    });
  });
}
