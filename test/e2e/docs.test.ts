/** The documentation in a browser: its pages are complete, their links lead somewhere, and the live examples live. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch } from '#browsers';
import { startWorld, type World } from '../support/world.js';

describe('the documentation, in Chromium', () => {
  let browser: Browser;
  let world: World;
  before(async () => {
    execFileSync(process.execPath, ['scripts/docs/build.mjs']);
    [world, browser] = await Promise.all([startWorld(), launch('chromium')]);
  });
  after(async () => {
    await browser.close();
    await world.close();
  });

  it('has a page for each guide and each element, without an error, and with links that lead somewhere', async () => {
    const pages = globSync('build/docs/**/*.html').map((file) => file.slice('build'.length));
    assert.ok(pages.length > 15);
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    const links = new Set<string>();
    for (const path of pages) {
      await page.goto(world.shop + path);
      const unmade = await page
        .locator(':not(:defined)')
        .evaluateAll((found) => found.map(({ localName }) => localName));
      assert.deepEqual(unmade, [], path);
      for (const href of await page
        .locator('main a[href^="/docs/"], nav a')
        .evaluateAll((found) => found.map((a) => (a as HTMLAnchorElement).href)))
        links.add(href);
      assert.deepEqual(wrong, [], path);
    }
    for (const link of links) {
      const { pathname, hash } = new URL(link);
      const answer = await fetch(link);
      assert.equal(answer.status, 200, link);
      if (hash) assert.ok((await answer.text()).includes(`id="${decodeURIComponent(hash.slice(1))}"`), link);
      assert.ok(pathname.startsWith('/docs/'));
    }
  });

  it('lets a reader use the elements on their pages', async () => {
    const page = await browser.newPage();
    await page.goto(`${world.shop}/docs/elements/store-add-to-cart.html`);
    await page.locator('.live store-add-to-cart').locator('a, button').first().click();
    await page.goto(`${world.shop}/docs/elements/store-cart.html`);
    await page.locator('.live store-cart li.line').first().waitFor();
    await page.goto(`${world.shop}/docs/elements/store-checkout.html`);
    await page.locator('.live store-checkout').getByLabel('E-mail', { exact: true }).waitFor();
  });
});
