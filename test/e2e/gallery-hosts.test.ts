/**
 * Our elements on other people's pages: under the real sheets of what merchants use, under resets that reach for everything, on
 * roots of 10 and 24 pixels, and on a very wide screen. A page is compared with itself without the sheet: the computed styles of
 * everything in our shadow roots, and where and how large it stands.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { Choice, Gallery } from '../../demo/gallery/gallery.js';
import { LOOKS, startGallery, type GallerySite, type Look } from '../support/gallery.js';
import { HOST_SHEETS } from '../support/host-sheets.js';

declare const gallery: Gallery;
declare const look: () => Promise<Look>;
declare const styles: () => string[];
declare const boxes: () => string[];

/** Each element that is a part of the page by itself; a cart button is a word of the page's own text, and wants to look like it. */
const STATES = [
  'store-catalog/shelf',
  'store-product/ready',
  'store-product/full',
  'store-cart/extras',
  'store-cart/drawer',
  'store-checkout/gateways',
  'store-checkout/summary',
  'store-secure-message/before',
  'store-order/declined',
  'store-reports/month',
  'store-evidence/findings',
  'store-label-editor/found',
  'store-theme-editor/page',
];

/** The page around them, without anything of its own: its own style is not what is compared. */
const BARE =
  'header { display: none !important } html, body, main { margin: 0 !important; padding: 0 !important; border: 0 !important; display: block !important }';

for (const name of browsersToTest()) {
  // As in gallery.test.ts.
  if (name !== 'chromium') continue;

  describe(`on pages of others, in ${name}`, () => {
    let browser: Browser;
    let site: GallerySite;
    let page: Page;
    before(async () => {
      browser = await launch(name);
      site = await startGallery();
      const context = await browser.newContext({ reducedMotion: 'reduce' });
      page = await context.newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => typeof gallery === 'object');
      await page.evaluate(LOOKS);
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    const show = (id: string, choice: Choice = {}): Promise<void> =>
      page.evaluate(([state, how]) => gallery.show(state, how), [id, choice] as const);

    /** As constructed sheets, which a policy lets in and which stand behind all others. Resolves once they are laid out. */
    const wear = (...sheets: readonly string[]): Promise<void> =>
      page.evaluate(async (texts) => {
        document.adoptedStyleSheets = texts.map((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          return sheet;
        });
        for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      }, sheets);

    /** What is not as it was, the first of it in full. */
    const changes = (then: readonly string[], now: readonly string[]): string | undefined => {
      const all = Math.max(then.length, now.length);
      const changed = Array.from({ length: all }, (_, at) => at).filter((at) => then[at] !== now[at]);
      const [first = 0] = changed;
      return changed.length
        ? `${changed.length} of ${all}\n  ${then[first] ?? 'nothing'}\n  ${now[first] ?? 'nothing'}`
        : undefined;
    };

    for (const width of [375, 1200])
      it(`looks the same and stands the same under ${Object.keys(HOST_SHEETS).length} foreign sheets, at ${width} px`, async () => {
        await page.setViewportSize({ width, height: 900 });
        const found: string[] = [];
        for (const id of STATES) {
          // That theme names its fonts; where none does, they are the page's.
          await show(id, { theme: 'editorial' });
          await wear(BARE);
          const own = await page.evaluate(() => [styles(), boxes()] as const);
          for (const [sheet, css] of Object.entries(HOST_SHEETS)) {
            await wear(css, BARE);
            const now = await page.evaluate(() => [styles(), boxes()] as const);
            const looks = changes(own[0], now[0]);
            const stands = changes(own[1], now[1]);
            if (looks) found.push(`${id} under ${sheet} looks otherwise: ${looks}`);
            if (stands) found.push(`${id} under ${sheet} stands otherwise: ${stands}`);
          }
        }
        await wear();
        assert.deepEqual(found, []);
      });

    it('can be read and pressed on roots of 10 and 24 pixels', async () => {
      await page.setViewportSize({ width: 600, height: 900 });
      const found: string[] = [];
      for (const id of STATES) {
        await show(id);
        for (const root of ['10px', '62.5%', '24px']) {
          await wear(BARE, `html { font-size: ${root} !important }`);
          const { wider, cut, small } = await page.evaluate(() => look());
          if (wider || cut.length || small.length)
            found.push(`${id}: ${wider} px too wide; cut: ${cut.join(', ')}; small: ${small.join(', ')}`);
          const least = await page.evaluate(() =>
            Math.min(...styles().map((each) => Number(/fontSize:([\d.]+)px/.exec(each)?.[1] ?? 99))),
          );
          if (least < 12) found.push(`${id} on ${root}: letters of ${least} px`);
        }
      }
      await wear();
      assert.deepEqual(found, []);
    });

    it('fills a screen of 3840 pixels', async () => {
      await page.setViewportSize({ width: 3840, height: 2160 });
      const found: string[] = [];
      for (const id of STATES) {
        await show(id);
        const { wider, cut } = await page.evaluate(() => look());
        if (wider || cut.length) found.push(`${id}: ${wider} px too wide; cut: ${cut.join(', ')}`);
      }
      assert.deepEqual(found, []);
      await show('store-catalog/shelf');
      const columns = await page.evaluate(() => {
        const cards = document.querySelector('store-catalog')?.shadowRoot?.querySelectorAll('article') ?? [];
        return new Set([...cards].map((card) => card.getBoundingClientRect().left)).size;
      });
      assert.equal(columns, 4);
    });
  });
}
