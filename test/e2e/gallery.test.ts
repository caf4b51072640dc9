/**
 * Every element in every state, looked at by a machine: axe, room, targets, focus, forced colours, motion, and whether a merchant's
 * own sheets change anything in it. One page, which shows one state after the other. No picture is compared with a stored one: fonts
 * differ between machines, so a page is compared with itself, under a foreign sheet or mirrored.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { Choice, Gallery } from '../../demo/gallery/gallery.js';
import { startGallery, LOOKS, type GallerySite, type Look } from '../support/gallery.js';
import { HOST_SHEETS } from '../support/host-sheets.js';

declare const gallery: Gallery;
declare const look: () => Promise<Look>;
declare const styles: () => string[];
declare const boxes: () => string[];
declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>;
};

const ELEMENTS = [
  'store-cart/full',
  'store-product/ready',
  'store-checkout/gateways',
  'store-order/paid',
  'store-cart-button/three',
];

for (const name of browsersToTest()) {
  // WebKit's driver runs no script in a page of another's making as quickly; it sees these elements in webkit.test.ts.
  if (name === 'webkit') continue;

  describe(`the gallery in ${name}`, () => {
    let browser: Browser;
    let site: GallerySite;
    let page: Page;
    let complaints: string[] = [];

    async function open(options: BrowserContextOptions): Promise<void> {
      await page?.context().close();
      const context = await browser.newContext(options);
      page = await context.newPage();
      complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(site.url);
      await page.waitForFunction(() => typeof gallery === 'object');
      await page.evaluate(LOOKS);
    }
    const states = (): Promise<readonly string[]> => page.evaluate(() => gallery.states);
    const show = (id: string, choice: Choice = {}): Promise<void> =>
      page.evaluate(([state, how]) => gallery.show(state, how), [id, choice] as const);
    const seen = (): Promise<Look> => page.evaluate(() => look());

    before(async () => {
      browser = await launch(name);
      site = await startGallery();
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    /** The faults that axe finds in the state that shows. */
    const faults = (): Promise<string[]> =>
      page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run(
          { include: ['main'] },
          // The gallery's page has no landmarks or headings of a shop's page; the card form is the gateway's.
          {
            runOnly: tags,
            iframes: false,
            rules: { region: { enabled: false }, 'heading-order': { enabled: false } },
          },
        );
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        );
      });

    async function inspect(ids: readonly string[], theme: string): Promise<void> {
      const found: string[] = [];
      await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
      for (const id of ids) {
        await show(id, { theme });
        for (const fault of await faults()) found.push(`${id} in ${theme}: ${fault}`);
      }
      assert.deepEqual([...found, ...complaints], []);
    }

    if (name !== 'chromium') {
      it('has no accessibility fault that axe knows, in a sample of states', async () => {
        await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' });
        await inspect(ELEMENTS, 'light');
      });
      return;
    }

    for (const theme of ['light', 'dark']) {
      it(`has no accessibility fault that axe knows, in any state (${theme})`, async () => {
        await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' });
        // That one shows colours that can't be read, on purpose.
        const ids = (await states()).filter((id) => id !== 'store-theme-editor/too-close');
        await inspect(ids, theme);
      });
    }

    it('nor in the themes with character, light and dark, in a sample of states', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce', colorScheme });
        for (const theme of ['editorial', 'rounded', 'mono'])
          await inspect([...ELEMENTS, 'store-checkout/problems'], theme);
      }
    });

    it('cuts nothing and reaches out of no page with texts 40 % longer, from 320 px on; targets have 24 px, focus a ring, nothing moves', async () => {
      const found: string[] = [];
      await open({ viewport: { width: 320, height: 800 }, reducedMotion: 'reduce' });
      for (const id of await states()) {
        await show(id, { lang: 'en-XA' });
        for (const width of [320, 375, 768, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          const { wider, cut, small, ringless, moving, edgeless } = await seen();
          if (wider || cut.length)
            found.push(`${id} at ${width}: ${wider} px too wide; cut: ${cut.join(', ')}`);
          if (width > 320) continue;
          if (small.length) found.push(`${id}: small: ${small.join(', ')}`);
          if (ringless.length) found.push(`${id}: no focus ring: ${ringless.join(', ')}`);
          if (edgeless.length) found.push(`${id}: no edge: ${edgeless.join(', ')}`);
          if (moving) found.push(`${id}: ${moving} things move`);
        }
      }
      assert.deepEqual([...found, ...complaints], []);
    });

    it('reflows with the spacing of WCAG 1.4.12 at 320 px, which is 400 % zoom on a desk', async () => {
      await open({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
      const found: string[] = [];
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }',
        );
        document.adoptedStyleSheets = [sheet];
      });
      for (const id of await states()) {
        await show(id);
        const { wider, cut } = await seen();
        if (wider || cut.length) found.push(`${id}: ${wider} px too wide; cut: ${cut.join(', ')}`);
      }
      assert.deepEqual(found, []);
    });

    it('keeps an edge around every field and button in forced colours, and a ring', async () => {
      await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce', forcedColors: 'active' });
      const found: string[] = [];
      for (const id of await states()) {
        await show(id);
        const { edgeless, ringless } = await seen();
        if (edgeless.length || ringless.length) found.push(`${id}: ${[...edgeless, ...ringless].join(', ')}`);
      }
      assert.deepEqual(found, []);
    });

    it(`looks the same inside ${Object.keys(HOST_SHEETS).length} foreign sheets`, async () => {
      await open({ viewport: { width: 600, height: 900 }, reducedMotion: 'reduce' });
      const found: string[] = [];
      // The cart button is a word of the page's own text, and wants to look like it.
      for (const id of ELEMENTS.filter((each) => !each.startsWith('store-cart-button'))) {
        await show(id, { theme: 'editorial' });
        const own = await page.evaluate(() => styles());
        for (const [sheet, css] of Object.entries(HOST_SHEETS)) {
          const now = await page.evaluate(async (text) => {
            const worn = new CSSStyleSheet();
            worn.replaceSync(text);
            document.adoptedStyleSheets = [worn];
            const result = styles();
            document.adoptedStyleSheets = [];
            return result;
          }, css);
          const changed = now.filter((each, i) => each !== own[i]);
          if (changed.length || now.length !== own.length) {
            const before = own.find((_, i) => now[i] !== own[i]) ?? '';
            found.push(`${id} under ${sheet}: ${changed.length}\n  ${before}\n  ${changed[0] ?? ''}`);
          }
        }
      }
      assert.deepEqual(found, []);
    });

    it('stands as it stood, in a mirror, when the page is written from right to left', async () => {
      await open({ viewport: { width: 700, height: 900 }, reducedMotion: 'reduce' });
      for (const id of [
        ...ELEMENTS,
        'store-cart/problems',
        'store-order/declined',
        'store-evidence/findings',
      ]) {
        await show(id, { dir: 'ltr' });
        const there = await page.evaluate(() => boxes());
        await show(id, { dir: 'rtl' });
        assert.deepEqual(await page.evaluate(() => boxes()), there, id);
      }
    });

    it('prints a receipt in black on white, without buttons', async () => {
      await open({ viewport: { width: 700, height: 900 }, reducedMotion: 'reduce' });
      await show('store-order/declined', { theme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      const told = await page.evaluate(() => {
        const root = document.querySelector('store-order')?.shadowRoot;
        const total = root?.querySelector('[part~=total]');
        const button = root?.querySelector('.button');
        return {
          total: total?.checkVisibility(),
          color: total && getComputedStyle(total).color,
          button: button?.checkVisibility(),
        };
      });
      assert.deepEqual(told, { total: true, color: 'rgb(0, 0, 0)', button: false });
    });
  });
}
