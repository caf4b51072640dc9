/** Texts of the store's answers and addresses on its elements that want to be code (T-02), and long ones. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import fc from 'fast-check';
import { browsersToTest, launch } from '#browsers';
import { ENGLISH } from '../../src/locale/english.js';
import type { LabelTable } from '../../src/locale/label.js';
import { handsOn, startHostileWorld, tabOf, type HostileWorld } from '../support/hostile.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const CODE = ['__xss()', 'parent.__xss()', 'alert(1)', "top['__xss']()", '`${__xss()}`'];
const around = (code: string): string[] => [
  `<script>${code}</script>`,
  `</script><script>${code}</script>`,
  `<img src=x onerror="${code}">`,
  `"><img src=x onerror=${code}>`,
  `'><svg/onload=${code}>`,
  `<svg><animate onbegin=${code} attributeName=x dur=1s>`,
  `<svg><style><img src=x onerror=${code}></style></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${code}>`,
  `<iframe srcdoc="<script>${code}</script>">`,
  `<iframe src="javascript:${code}">`,
  `<details open ontoggle=${code}>`,
  `<input autofocus onfocus=${code}>`,
  `<body onload=${code}>`,
  `<object data="javascript:${code}">`,
  `<a href="javascript:${code}">x</a>`,
  `<template><script>${code}</script></template>`,
  `<!--><img src=x onerror=${code}>-->`,
  `<noscript><p title="</noscript><img src=x onerror=${code}>">`,
  `</textarea><script>${code}</script>`,
  `</style><script>${code}</script>`,
  '${' + code + '}',
  `{{constructor.constructor('${code}')()}}`,
  `<?lit$${code}$><!--?lit$1$-->`,
  `javascript:${code}`,
  `&lt;script&gt;${code}&lt;/script&gt;`,
  `\\u003cscript\\u003e${code}\\u003c/script\\u003e`,
  `%3Cscript%3E${code}%3C/script%3E`,
  `<x onclick=${code} style="position:fixed;inset:0">`,
];
const STRANGE = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    '-0',
    '1e400',
    '{count}',
    '{title}',
  ],
  ...[
    '\u202etxt.exe',
    '\u2066a\u2069',
    'a\u0300\u0301\u0302'.repeat(20),
    '\ufeff\u200b\u200dx',
    '👩‍👩‍👧‍👦🏳️‍🌈',
    'ﷺ'.repeat(9),
  ],
  ...[
    "Robert'); DROP TABLE orders;--",
    '../../etc/passwd',
    '%s%n%x',
    '\u2028x\u2029',
    '田中さん',
    'مرحبا',
    'x\u0000y',
  ],
];
const PAYLOADS = [
  ...CODE.flatMap(around),
  ...STRANGE,
  ...fc.sample(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), { numRuns: 30, seed: 5 }),
  ...fc.sample(
    fc
      .tuple(fc.constantFrom(...around('__xss()')), fc.string({ unit: 'binary-ascii' }))
      .map(([a, b]) => b + a),
    { numRuns: 30, seed: 6 },
  ),
];

const ADDRESSES = [
  ...[
    'javascript:__xss()',
    'JaVaScRiPt:__xss()',
    ' javascript:__xss()',
    '\tjavascript:__xss()',
    'java\nscript:__xss()',
  ],
  ...[
    'java\tscript:__xss()',
    '\u0001javascript:__xss()',
    'javascript://%0a__xss()',
    'javascript:__xss()//https://a.example',
  ],
  ...[
    'data:text/html,<script>parent.__xss()</script>',
    'vbscript:__xss()',
    'blob:null/1',
    'about:srcdoc',
    'file:///etc/passwd',
  ],
  ...[
    'view-source:https://a.example',
    'filesystem:https://a.example/x',
    'ftp://a.example/',
    'https://[',
    'http://a:b:c',
  ],
];

const TEXTS = [
  ...['title', 'description', 'variant', 'alt', 'content', 'detail', 'instructions', 'email'],
  ...['subject', 'claim', 'gift_note'],
];
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** An answer of the store with other texts in it; prices, ids and the order of things stay. */
function withTexts(json: string, next: () => string, address?: string): string {
  const change = (value: unknown): void => {
    if (!isRecord(value)) return;
    for (const [key, inside] of Object.entries(value)) {
      if (TEXTS.includes(key) && typeof inside === 'string') value[key] = next();
      else if (key === 'image' && isRecord(inside) && address !== undefined) inside['url'] = address;
      else change(inside);
    }
  };
  const all: unknown = JSON.parse(json);
  change(all);
  return JSON.stringify(all);
}

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Lit's text bindings are the same there, and its driver is told of no dialogs.

  describe(`texts that want to be code in ${name}`, () => {
    let browser: Browser;
    let world: HostileWorld;
    before(async () => {
      browser = await launch(name);
      world = await startHostileWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** Without the page's policy, which would hide what the elements let through. */
    async function open(): Promise<{ page: Page; ran: () => Promise<number> }> {
      const page = await browser.newPage({ viewport: { width: 375, height: 800 } });
      let dialogs = 0;
      page.on('dialog', (dialog) => {
        dialogs++;
        void dialog.dismiss();
      });
      world.changes = {
        noPolicy: true,
        before: 'window.__ran = 0; window.__xss = () => { window.__ran++; };',
      };
      return { page, ran: async () => dialogs + (await page.evaluate<number>('window.__ran')) };
    }

    it(`draws ${PAYLOADS.length} of them as text, and runs none (T-02)`, async () => {
      const { page, ran } = await open();
      const seen = new Set<string>();
      let at = 0;
      world.changes.json = (json) => withTexts(json, () => PAYLOADS[at++ % PAYLOADS.length] ?? '');
      for (let round = 0; round < 40 && at < 2 * PAYLOADS.length; round++) {
        await page.goto(world.shop);
        await page.waitForFunction(() =>
          [...document.querySelectorAll('store-product')].every((each) =>
            each.shadowRoot?.querySelector('[part~=title]'),
          ),
        );
        const texts = await page.evaluate(() =>
          [...document.querySelectorAll('store-product')].map(
            ({ shadowRoot }) => shadowRoot?.querySelector('[part~=title]')?.textContent ?? '',
          ),
        );
        for (const text of texts) {
          assert.ok(
            PAYLOADS.some((payload) => payload.trim() === text.trim()),
            `not as it came: ${text}`,
          );
          seen.add(text);
        }
        assert.equal(await ran(), 0);
      }
      assert.ok(seen.size > PAYLOADS.length / 4, `only ${seen.size} were drawn`);
      // And it would have been seen.
      await page.evaluate(() => {
        const place = document.createElement('div');
        place.innerHTML = '<img src="data:," onerror="__xss()">';
        document.body.append(place);
      });
      await page.waitForFunction('window.__ran === 1');
      await page.close();
    });

    it('sells among all of them at once, a word of 10 000 letters and none wider than the page (T-02)', async () => {
      const { page, ran } = await open();
      const long = `${PAYLOADS.join('')}${'W'.repeat(10_000)}\u202e${'a\u0300'.repeat(500)}`;
      const ana = handsOn(tabOf(page), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      world.changes.json = (json) => withTexts(json, () => long);
      const fits = async (): Promise<void> =>
        assert.equal(
          await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)),
          0,
        );
      await ana.go('/cart.html');
      await ana.see({ css: '[part~="line-title"]', part: 'WWW' });
      await fits();
      await ana.go('/checkout.html');
      await ana.fillDetails({
        ...{ email: 'ana@example.com', fullName: PAYLOADS[2] ?? '', street: PAYLOADS[3] ?? '' },
        ...{ city: PAYLOADS[5] ?? '', postalCode: '97204', region: 'OR' },
      });
      await ana.typeCard(CARD);
      await fits();
      await ana.pay();
      await ana.seePaid();
      await fits();
      assert.equal(await ran(), 0);
      await page.close();
    });

    it('draws what a gateway says of the card as text, and keeps it inside the page (T-02)', async () => {
      const { page, ran } = await open();
      const says = /answer\.type === .validated. \? answer\.message : undefined/;
      await page.route('**/v1/sandbox.js', async (route) => {
        const script = await (await route.fetch()).text();
        assert.match(script, says);
        await route.fulfill({
          contentType: 'text/javascript',
          body: script.replace(says, () => 'globalThis.__says'),
        });
      });
      const paidBefore = world.gateway.payments.length;
      const ana = handsOn(tabOf(page), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      await ana.go('/checkout.html');
      await ana.fillDetails();
      const notice = page.locator('store-checkout [role=alert] [part~=notice]');
      const long = `${PAYLOADS.join('')}${'W'.repeat(10_000)}`;
      for (const message of [...around('__xss()').slice(0, 12), 'مرحبا\u202egnp.', long]) {
        await page.evaluate((text) => Object.assign(globalThis, { __says: text }), message);
        await page.locator('store-checkout button[type=submit][aria-disabled=false]').dispatchEvent('click');
        await page.waitForFunction(
          (text) =>
            document
              .querySelector('store-checkout')
              ?.shadowRoot?.querySelector('[role=alert] [part~=notice]')
              ?.textContent.includes(text.trim()),
          message,
        );
        assert.equal(await notice.locator('img, svg, script, iframe, a').count(), 0);
        assert.equal(
          await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)),
          0,
        );
      }
      assert.equal(await ran(), 0);
      assert.equal(world.gateway.payments.length, paidBefore, 'nothing was ordered');
      await page.close();
    });

    it('draws a shop’s own labels as text, whatever they hold, in shop, cart and checkout (T-02)', async () => {
      const { page, ran } = await open();
      const keys = (Object.values(ENGLISH) as LabelTable[]).flatMap((table) => Object.keys(table));
      for (const shift of [0, 7, 13]) {
        const labels = Object.fromEntries(
          keys.map((key, i) => [key, PAYLOADS[(i + shift) % PAYLOADS.length] ?? '']),
        );
        world.changes.html = (html) => html.replace(' data-endpoint="/store"', '');
        world.changes.after = `StoreElements.configure({ endpoint: '/store', labels: ${JSON.stringify(labels)} });
          StoreElements.updateCart({ 'tea-bowl-ash': 1 });`;
        await page.goto(world.shop);
        const button = page.locator('store-product button').first();
        await button.waitFor();
        assert.equal((await button.textContent())?.trim(), labels['cart.add']?.trim());
        await page.goto(`${world.shop}/cart.html`);
        await page.locator('store-cart .totals').waitFor();
        await page.goto(`${world.shop}/checkout.html`);
        await page.frameLocator('[data-store-mount] iframe').locator('input').first().waitFor();
        await page.locator('store-checkout button[type=submit]').click();
        await page.locator('store-checkout [part~=error]').first().waitFor();
        assert.equal(await ran(), 0);
      }
      await page.close();
    });

    it('makes no link and no picture of an address that is none of a page (T-02)', async () => {
      const { page, ran } = await open();
      for (const address of ADDRESSES) {
        world.changes.json = (json) => withTexts(json, () => 'x', address);
        await page.goto(world.shop);
        const found = await page.evaluate(async (href) => {
          const made = ['store-cart-button', 'store-cart'].map((tag) => document.createElement(tag));
          for (const each of made) {
            each.setAttribute('href', href);
            each.setAttribute('checkout-href', href);
            document.body.append(each);
          }
          const { StoreElements } = globalThis as unknown as {
            StoreElements: { updateCart(to: object): void };
          };
          StoreElements.updateCart({ 'test-tile': 1 });
          const foot = (): Element | null | undefined => made[1]?.shadowRoot?.querySelector('.foot .totals');
          while (!foot()) await new Promise((resolve) => setTimeout(resolve, 20));
          const all = [...document.querySelectorAll('store-product'), ...made];
          return all.flatMap(({ shadowRoot }) =>
            [...(shadowRoot?.querySelectorAll('[href], [src], [action]') ?? [])]
              // The cards' own link is the page's (`href` of store-product), with the product's id in it.
              .filter((each) => !(each as HTMLAnchorElement).href?.startsWith(`${origin}/product.html?id=`))
              .map((each) => each.outerHTML),
          );
        }, address);
        assert.deepEqual(found, [], JSON.stringify(address));
      }
      assert.equal(await ran(), 0);
      await page.close();
    });
  });
}
