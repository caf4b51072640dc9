/** The card-data canary (see support/canary.ts) over the other gateways' forms, and over the way to a gateway's own page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { collectPage, findLeaks, keepMessages } from '../support/canary.js';
import { interceptSquare } from '../support/square/js/intercept.js';
import { startSquareWorld } from '../support/square/world.js';
import { interceptStripe } from '../support/stripe/js/intercept.js';
import { startStripeWorld } from '../support/stripe/world.js';
import { shopper, words, type Card, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

interface Way {
  readonly name: string;
  /** American Express where the double knows one: its code has four digits, which chance hardly makes. */
  readonly pays: Card;
  readonly declined: Card;
  start(context: BrowserContext): Promise<World>;
  /** Types the card where it is asked for, and pays. */
  pay(ana: Shopper, card: Card, page: Page): Promise<void>;
  /** Waits until the refusal is told. */
  refused(ana: Shopper): Promise<void>;
}

const inForm = {
  async pay(ana: Shopper, card: Card) {
    await ana.typeCard(card);
    await ana.pay();
  },
  refused: (ana: Shopper) => ana.notice.waitFor(),
};

const WAYS: readonly Way[] = [
  {
    ...inForm,
    name: 'Stripe’s form',
    pays: { number: '4242424242424242', expiry: '11/38', cvc: '7391' },
    declined: { number: '4000000000009995', expiry: '11/38', cvc: '7391' },
    async start(context) {
      const world = await startStripeWorld();
      await interceptStripe(context, world.stripe);
      return world;
    },
  },
  {
    ...inForm,
    name: 'Square’s form',
    pays: { number: '4111111111111111', expiry: '11/38', cvc: '7391' },
    declined: { number: '4000000000009995', expiry: '11/38', cvc: '7391' },
    async start(context) {
      const world = await startSquareWorld();
      await interceptSquare(context);
      return world;
    },
  },
  {
    name: 'a page of the gateway’s own',
    pays: { number: '378282246310005', expiry: '11/38', cvc: '7391' },
    declined: { number: '4000000000009995', expiry: '11/38', cvc: '739' },
    start: () => startWorld(),
    async pay(ana, card, page) {
      if (await ana.payButton.count()) await ana.pay();
      await ana.hosted.button('Pay').waitFor();
      await ana.hosted.typeCard(card);
      await ana.hosted.press('Pay', { andGo: false });
      await page.waitForURL(/\/order\.html/);
    },
    async refused(ana) {
      await ana.status.filter({ hasText: words('declined.insufficient_funds') }).waitFor();
    },
  },
];

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there; webkit.test.ts has the sandbox's canary.

  describe(`the card-data canary over other gateways in ${name} (PCI-3, I7)`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());

    for (const way of WAYS) {
      it(`finds nothing of a card typed into ${way.name} on the merchant’s side`, async () => {
        const context = await browser.newContext();
        await context.addInitScript(keepMessages);
        const world = await way.start(context);
        const page = await context.newPage();
        const evidence = new Map<string, Buffer | string>();
        const printed: string[] = [];
        page.on('console', (message) => printed.push(message.text()));
        page.on('request', (request) => {
          if (request.frame() !== page.mainFrame() || !page.url().startsWith(world.shop)) return;
          const headers = JSON.stringify(request.headers());
          const said = `${request.method()} ${request.url()}\n${headers}\n${request.postData() ?? ''}`;
          evidence.set(`request ${evidence.size}`, said);
        });
        const look = async (when: string): Promise<void> => {
          for (const [where, held] of Object.entries(await page.evaluate(collectPage)))
            evidence.set(`${where}, ${when}`, held);
        };
        try {
          const ana = shopper(page, world.shop);
          await ana.go('/');
          await ana.addToCart('Tea bowl');
          await ana.go('/checkout.html');
          if (way.name.startsWith('a page')) await ana.chooseGateway('sandbox-hosted');
          await ana.fillDetails();
          await look('filled');
          await way.pay(ana, way.declined, page);
          await way.refused(ana);
          await look('refused');
          if (way.name.startsWith('a page')) {
            await page.getByRole('link', { name: words('order.again') }).click();
            await ana.payButton.waitFor();
          }
          await way.pay(ana, way.pays, page);
          await ana.status.filter({ hasText: words('order.paid') }).waitFor();
          await look('paid');
          await page.reload();
          await ana.status.filter({ hasText: words('order.paid') }).waitFor();
          await look('reloaded');
          const all = new Map(evidence);
          world.recorder.received().forEach((bytes, i) => all.set(`connection ${i} to the shop`, bytes));
          for (const [file, bytes] of await world.files()) all.set(`file ${file}`, bytes);
          all.set('log of the shop', world.log());
          all.set('console', printed.join('\n'));
          for (const card of [way.pays, way.declined]) assert.deepEqual(findLeaks(card, all), []);
          for (const place of [
            'dom, refused',
            'localStorage, filled',
            'file store.db',
            'connection 0 to the shop',
          ])
            assert.ok((all.get(place) ?? '').length > 2, `nothing was collected from: ${place}`);
          // And it would have been found.
          await page.evaluate((number) => localStorage.setItem('planted', btoa(number)), way.pays.number);
          await look('planted');
          assert.notDeepEqual(findLeaks(way.pays, evidence), []);
        } finally {
          await context.close();
          await world.close();
        }
      });
    }
  });
}
