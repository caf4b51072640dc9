import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { cspFor, sandboxSources, type PageHeadersOptions } from '../../src/security/csp/index.js';
import { servePages } from '../support/serve-pages.js';
import { shopper, words } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const CARD = { number: '4000000000003220', expiry: '1138', cvc: '737' };
const NONCE = 'ZmlmdGVlbi1ieXRlcy1vci1tb3Jl';

interface Violation {
  readonly directive: string;
  readonly blocked: string;
  readonly sample: string;
}

/** Every page of the context tells what its policy blocked; the store's journey goes over three of them. */
async function watched(browser: Browser): Promise<{ page: Page; violations: Violation[] }> {
  const page = await (await browser.newContext()).newPage();
  const violations: Violation[] = [];
  await page.exposeFunction('tellViolation', (violation: Violation) => violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (globalThis as unknown as { tellViolation(violation: object): void }).tellViolation;
      tell({ directive: event.effectiveDirective, blocked: event.blockedURI, sample: event.sample });
    });
  });
  return { page, violations };
}

/** Sends the shop's pages with other headers, and their script tags with the nonce. */
const serveWith = (page: Page, shop: string, headers: Record<string, string>, nonce: string): Promise<void> =>
  servePages(page.context(), shop, {
    headers,
    html: (html) => html.replaceAll('<script ', `<script nonce="${nonce}" `),
  });

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there; its journeys run under the demo's policy, too.

  describe(`a page with a strict policy in ${name}`, () => {
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

    const buy = async (page: Page): Promise<void> => {
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard(CARD);
      await ana.pay();
      await ana.answerChallenge('Confirm');
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
    };
    const policies = (options: Partial<PageHeadersOptions>): Record<string, string> => ({
      ...cspFor({ gateways: [sandboxSources(world.gatewayOrigin)], https: false, ...options }).headers,
    });

    it('sells from shelf to receipt without one thing blocked, Trusted Types enforced (CSP-2, CSP-3)', async () => {
      const { page, violations } = await watched(browser);
      const answer = await page.goto(world.shop);
      const policy = answer?.headers()['content-security-policy'] ?? '';
      assert.match(policy, /default-src 'none'; script-src 'self' http:\/\/127[^;']*; /);
      assert.match(policy, /require-trusted-types-for 'script'/);
      await buy(page);
      assert.deepEqual(violations, []);
      // What the test would have heard: a script that is not let in.
      const heard = page.waitForFunction(() => 'heard' in globalThis);
      await page.evaluate(() => {
        document.addEventListener('securitypolicyviolation', () =>
          Object.assign(globalThis, { heard: true }),
        );
        try {
          document.body.append(Object.assign(document.createElement('script'), { textContent: 'void 0' }));
        } catch {
          // Trusted Types refuse the text before the policy could.
        }
      });
      await heard;
      assert.notEqual(violations.length, 0);
      await page.context().close();
    });

    it('sells where scripts need a nonce and hosts no longer count (CSP-3)', async () => {
      const { page, violations } = await watched(browser);
      await serveWith(page, world.shop, policies({ nonce: NONCE, strictDynamic: true }), NONCE);
      await buy(page);
      assert.deepEqual(violations, []);
      await page.context().close();
    });

    it('draws nothing and runs nothing of the store where the nonce is missing', async () => {
      const { page, violations } = await watched(browser);
      await serveWith(page, world.shop, policies({ nonce: NONCE, strictDynamic: true }), '');
      await page.goto(`${world.shop}/checkout.html`);
      assert.equal(await page.evaluate(() => customElements.get('store-checkout') === undefined), true);
      assert.ok(violations.some(({ directive }) => directive.startsWith('script-src')));
      await page.context().close();
    });
  });
}
