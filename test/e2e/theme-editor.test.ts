import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { Gallery } from '../../demo/gallery/gallery.js';
import type { StoreThemeEditor } from '../../components/store-theme-editor.js';
import { EN_THEME } from '../../src/locale/en-theme.js';
import { THEMES } from '../../components/theme-editor/themes.js';
import { fromCss } from '../../components/theme-editor/sheet.js';
import { startGallery, type GallerySite } from '../support/gallery.js';

declare const gallery: Gallery;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  // Its driver sets no colour fields; the element is nothing but fields and custom properties.
  if (name === 'webkit') continue;

  describe(`<store-theme-editor> beside a checkout in ${name}`, () => {
    let browser: Browser;
    let site: GallerySite;
    let page: Page;
    before(async () => {
      browser = await launch(name);
      site = await startGallery();
    });
    after(async () => {
      await browser.close();
      site.close();
    });
    beforeEach(async () => {
      await page?.context().close();
      page = await (await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' })).newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => typeof gallery === 'object');
      await page.evaluate(async () => {
        await gallery.show('store-checkout/form');
        document.querySelector('main')?.prepend(document.createElement('store-theme-editor'));
      });
    });

    const editor = () => page.locator('store-theme-editor');
    const css = (): Promise<string> => editor().evaluate((element) => (element as StoreThemeEditor).css);
    const ofPay = (property: 'backgroundColor' | 'borderTopLeftRadius'): Promise<string> =>
      page.locator('store-checkout .pay').evaluate((pay, key) => getComputedStyle(pay)[key], property);
    const choose = (start: string): Promise<unknown> =>
      editor().getByLabel(EN_THEME['theme.start']).selectOption(start);
    const type = async (label: string, color: string): Promise<void> => {
      const field = editor().getByLabel(EN_THEME['theme.color.code'].replace('{name}', label), {
        exact: true,
      });
      await field.fill(color);
      // Firefox says that a field changed only of what was typed by hand.
      await field.dispatchEvent('change');
    };

    it('shows a change on the page’s elements and in the gateway’s frame at once, and gives it out as CSS', async () => {
      await type(EN_THEME['theme.color.accent'], '#7a2431');
      assert.equal(await ofPay('backgroundColor'), 'rgb(122, 36, 49)');
      await editor().getByLabel(EN_THEME['theme.radius'], { exact: true }).fill('20');
      assert.equal(await ofPay('borderTopLeftRadius'), '20px');
      assert.deepEqual(fromCss(await css()).values, {
        'color-accent': 'light-dark(#7a2431, #9db2ff)',
        radius: '20px',
      });
      const frame = await page.locator('[data-store-mount] iframe').getAttribute('src');
      const look = JSON.parse(decodeURIComponent(new URL(frame ?? '').hash.slice(1))) as Record<
        string,
        string
      >;
      assert.deepEqual([look['colorAccent'], look['radius']], ['rgb(122, 36, 49)', '20px']);
    });

    it('starts from any theme, and from the page again', async () => {
      const before = await ofPay('backgroundColor');
      for (const [start, values] of Object.entries(THEMES)) {
        await choose(start);
        assert.deepEqual(fromCss(await css()).values, values, start);
      }
      await choose('page');
      assert.equal(await css(), '');
      assert.equal(await ofPay('backgroundColor'), before);
    });

    it('says which colours are too close, and mends them with the colour it offers', async () => {
      const notice = editor().locator('[part=notice]');
      await choose('light');
      await notice.getByText('far enough apart').waitFor();
      await type(EN_THEME['theme.color.muted'], '#bbbbbb');
      await notice.getByText('pairs of colours are too close').waitFor();
      assert.equal(await editor().evaluate((element) => element.matches(':state(error)')), true);
      await notice.getByRole('button').click();
      await notice.getByText('far enough apart').waitFor();
    });

    it('takes over what it knows of a sheet, and lets nothing else in', async () => {
      await editor().locator('summary').click();
      await editor()
        .getByLabel(EN_THEME['theme.import.text'])
        .fill(
          ':root { --store-radius: 1px; --store-font: Georgia, serif; --store-color-text: url(//evil.example/x); --store-x: 1 } body { display: none }',
        );
      await editor().getByRole('button', { name: EN_THEME['theme.import.do'] }).click();
      await editor()
        .getByText('2 values were taken over. Left out: --store-color-text, --store-x.')
        .waitFor();
      assert.deepEqual(fromCss(await css()).values, { radius: '1px', font: 'Georgia, serif' });
      assert.equal(await page.locator('body').isVisible(), true);
    });

    it('keeps a draft over a reload, for this tab, and what is no colour changes nothing', async () => {
      await type(EN_THEME['theme.color.accent'], '#7a2431');
      await type(EN_THEME['theme.color.accent'], 'red; } body { display: none');
      const kept = await css();
      assert.deepEqual(fromCss(kept).values, { 'color-accent': 'light-dark(#7a2431, #9db2ff)' });
      await page.evaluate(() => {
        const old = document.querySelector('store-theme-editor');
        old?.remove();
        document.querySelector('main')?.prepend(document.createElement('store-theme-editor'));
      });
      assert.equal(await css(), kept);
      await editor().evaluate((element) => element.remove());
      assert.notEqual(await ofPay('backgroundColor'), 'rgb(122, 36, 49)');
    });
  });
}
