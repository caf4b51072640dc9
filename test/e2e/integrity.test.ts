// The script tag with the hashes of sri.json (security notes PCI-8, T-21): what the merchant approved runs, and nothing else.
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { hashes, importMap, startNetwork, type Network } from '../support/network.js';

const chunk = Object.keys(hashes).find((file) => file.startsWith('chunks/checkout-')) ?? '';

interface Visit {
  /** The file in which the content network has changed one byte. */
  readonly changed?: string;
  /** What the merchant's page checks. */
  readonly checks: 'nothing' | 'the entry' | 'everything';
}

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // One engine's own check is as good as another's; the pages run in webkit.test.ts.

  describe(`the integrity of the script tag in ${name} (PCI-8, T-21)`, () => {
    let browser: Browser;
    let merchant: http.Server;
    let network: Network;
    let page: string;

    before(async () => {
      browser = await launch(name);
      merchant = http.createServer((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(page),
      );
      network = await startNetwork();
      await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
    });
    after(async () => {
      await browser.close();
      network.close();
      merchant.close();
      merchant.closeAllConnections();
    });

    /** Opens a shop's page and tells whether the script tag was loaded, our elements are there, and the checkout can be. */
    async function visit(
      of: Visit,
    ): Promise<{ told: string; elements: boolean; checkout: boolean; styled: boolean }> {
      const at = network.origin;
      const integrity = (file: string): string =>
        of.checks === 'nothing' ? '' : `integrity="${hashes[file] ?? ''}"`;
      network.changed = of.changed;
      page = `<!doctype html><title>Shop</title>
        ${of.checks === 'everything' ? `<script type="importmap">${importMap(at)}</script>` : ''}
        <link rel="stylesheet" crossorigin href="${at}/store-elements.css" ${integrity('store-elements.css')}>
        <script type="module" crossorigin src="${at}/store-elements.js" ${integrity('store-elements.js')}
          onload="document.title = 'loaded'" onerror="document.title = 'refused'"></script>`;
      const shown = await browser.newPage();
      const { port } = merchant.address() as AddressInfo;
      await shown.goto(`http://localhost:${port}/`, { waitUntil: 'load' });
      await shown.waitForFunction(() => document.title !== 'Shop');
      const found = await shown.evaluate(
        async (later) => ({
          told: document.title,
          elements: customElements.get('store-cart') !== undefined,
          checkout: await import(later).then(
            () => true,
            () => false,
          ),
          // Firefox keeps a refused sheet in the list, without its rules.
          styled: [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0),
        }),
        `${at}/${chunk}`,
      );
      await shown.close();
      return found;
    }
    const runs = { told: 'loaded', elements: true, checkout: true, styled: true };
    const refused = { told: 'refused', elements: false, checkout: false, styled: true };

    it('runs the files as they were published', async () => {
      assert.deepEqual(await visit({ checks: 'the entry' }), runs);
      assert.deepEqual(await visit({ checks: 'everything' }), runs);
    });

    it('refuses an entry in which one byte has changed: the whole of the first load', async () => {
      const entry = 'store-elements.js';
      assert.deepEqual(await visit({ changed: entry, checks: 'the entry' }), refused);
      assert.deepEqual(await visit({ changed: entry, checks: 'nothing' }), runs, 'the change breaks nothing');
    });

    it('refuses a changed chunk where an import map names the chunks, and only there', async () => {
      assert.deepEqual(await visit({ changed: chunk, checks: 'everything' }), { ...runs, checkout: false });
      assert.deepEqual(await visit({ changed: chunk, checks: 'the entry' }), runs);
    });

    it('refuses a changed style sheet', async () => {
      const css = { changed: 'store-elements.css' };
      assert.deepEqual(await visit({ ...css, checks: 'the entry' }), { ...runs, styled: false });
      assert.deepEqual(await visit({ ...css, checks: 'nothing' }), runs);
    });
  });
}
