/**
 * Style sheets of the page that reach for the checkout (T-05). What a page can do to any element of its own, it can do to ours:
 * take it out of the page, or make it transparent as a whole. What must hold: where the shopper can see the card form, they see
 * the total and the Pay button in a size that can be read and pressed; where the form is hidden, they are told.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

/** Resets and frameworks that honest pages have, and worse. */
const SHEETS: readonly string[] = [
  '* { all: unset }',
  '* { all: revert !important }',
  '* { margin: 0 !important; padding: 0 !important; border: 0 !important }',
  '* { box-sizing: content-box !important }',
  '* { display: block !important }',
  '* { position: static !important; float: left !important }',
  '* { font-family: serif !important; letter-spacing: 4px !important }',
  '* { line-height: 1 !important; text-transform: uppercase !important }',
  '* { color: red !important; background: red !important }',
  '* { overflow: hidden !important }',
  '* { pointer-events: auto !important; user-select: none !important }',
  '* { animation: spin 1s infinite !important; transition: all 9s !important }',
  'html { font-size: 10px !important }',
  'html { font-size: 24px !important }',
  'html { font-size: 62.5% }',
  'body { font-size: 6px !important; line-height: .2 !important }',
  'body { direction: rtl !important; text-align: center !important }',
  'body { visibility: collapse } store-checkout { visibility: visible }',
  'iframe { border: 9px solid; margin: 20px; max-width: 100%; height: auto }',
  'iframe { width: 100% !important; max-width: 20rem !important }',
  'button { display: none !important }',
  'input, select, button { opacity: 0 !important; height: 0 !important }',
  '.notice, .total, .secure, .button, .primary { display: none !important }',
  '[role=alert], [role=status] { display: none !important }',
  ':defined { outline: 9px solid }',
  'form { display: none !important }',
  'section, fieldset, legend, dl, dt, dd { display: none !important }',
  'div:empty { display: none }',
  'a, p, span, h1, h2, h3 { font-size: 0 !important }',
  'slot { display: none !important }',
];

/** These take the form itself away. */
const HIDING: readonly string[] = [
  'iframe { opacity: 0 !important }',
  'iframe { display: none !important }',
  'iframe { visibility: hidden !important }',
  'iframe { height: 1px !important; min-height: 0 !important }',
  'iframe { clip-path: circle(0) !important }',
  'iframe { transform: scale(0) !important }',
  'iframe { position: fixed !important; left: -9999px !important }',
  'iframe { pointer-events: none !important }',
  '[data-store-mount] { opacity: .01 !important }',
  '[data-store-mount] { display: none !important }',
];

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Looked at there by hand; its driver measures no boxes in shadow roots.

  describe(`hostile style sheets in ${name} (T-05)`, () => {
    let browser: Browser;
    let world: World;
    let page: Page;
    before(async () => {
      browser = await launch(name);
      world = await startWorld();
      page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** As a constructed sheet: the demo's policy lets no other in. */
    const wear = (css: string): Promise<void> =>
      page.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, css);

    it(`shows total, form and Pay in a size to read and press, under ${SHEETS.length} of them`, async () => {
      for (const css of SHEETS) {
        await wear(css);
        const seen = await page.evaluate(() => {
          const root = document.querySelector('store-checkout')?.shadowRoot;
          const frame = document.querySelector('[data-store-mount] iframe');
          const look = (element: Element | null | undefined) => {
            const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
            const visible =
              element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ?? false;
            return { width, height, visible };
          };
          const total = root?.querySelector('[part~=total]');
          return {
            frame: look(frame),
            pay: look(root?.querySelector('button[type=submit]')),
            total: look(total),
            size: total ? parseFloat(getComputedStyle(total).fontSize) : 0,
          };
        });
        const told = JSON.stringify(seen);
        assert.ok(seen.frame.visible && seen.frame.height >= 24, `${css}: the form ${told}`);
        assert.ok(seen.pay.visible && seen.pay.height >= 24 && seen.pay.width >= 24, `${css}: Pay ${told}`);
        assert.ok(seen.total.visible && seen.total.width >= 24, `${css}: the total ${told}`);
        assert.ok(seen.size >= 9, `${css}: letters of ${seen.size} px`);
      }
      await wear('');
    });

    it(`tells the shopper when a sheet hides the form, ${HIDING.length} ways`, async () => {
      const warned = page
        .locator('store-checkout .secure.warned')
        .filter({ hasText: words('security.warning.hidden') });
      for (const css of HIDING) {
        await wear(css);
        await warned.waitFor().catch((error: unknown) => assert.fail(`${css}: ${String(error)}`));
        await wear('');
        await page.locator('store-checkout .secure.test').waitFor();
      }
    });
  });
}
