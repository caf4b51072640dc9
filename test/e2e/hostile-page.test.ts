/**
 * DOM clobbering (T-03): elements of the merchant's page that are named like what a browser provides. CMS text can bring
 * them, since they need no script.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { browsersToTest, launch, startWebKit } from '#browsers';
import {
  handsOn,
  startHostileWorld,
  tabOf,
  tabOfWebKit,
  type HostileWorld,
  type Tab,
} from '../support/hostile.js';
import { startSession } from '../support/webdriver.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };

const NAMES = [
  // Of the document: what Lit calls, what we call, what gateways' scripts call.
  ...['createElement', 'createComment', 'createTextNode', 'createTreeWalker', 'importNode', 'adoptNode'],
  ...['createDocumentFragment', 'createEvent', 'createRange', 'querySelector', 'querySelectorAll'],
  ...['getElementById', 'getElementsByTagName', 'addEventListener', 'removeEventListener', 'dispatchEvent'],
  ...['body', 'head', 'documentElement', 'activeElement', 'baseURI', 'currentScript', 'scripts', 'hidden'],
  ...['visibilityState', 'adoptedStyleSheets', 'defaultView', 'append', 'contains', 'nodeType', 'cookie'],
  // Of the window: what Lit and its tools leave there, what gateways' scripts do, what not every browser has.
  ...['litHtmlVersions', 'litHtmlPolyfillSupport', 'litElementVersions', 'litElementPolyfillSupport'],
  ...['litElementHydrateSupport', 'litPropertyMetadata', 'litNonce', 'reactiveElementVersions'],
  ...['reactiveElementPolyfillSupport', 'ShadyCSS', 'trustedTypes', 'customElements', 'StoreElements'],
  ...['SandboxGateway', 'Stripe', 'Square'],
];
const KINDS = ['img', 'form', 'a', 'iframe', 'object', 'embed'];
const ATTRIBUTES = ['id', 'name'];
const COUNT = NAMES.length * KINDS.length * ATTRIBUTES.length;

const html = (kind: string, attribute: string): string => {
  const end = ['img', 'embed'].includes(kind) ? '' : `</${kind}>`;
  return NAMES.map((name) => `<${kind} ${attribute}="${name}">${end}`).join('');
};
const everything = KINDS.flatMap((kind) => ATTRIBUTES.map((attribute) => html(kind, attribute))).join('');
const hidden = (inside: string): string => `<div hidden>${inside}</div>`;

/** For a page whose policy takes no HTML from scripts. */
const insertion = `
  const { createElement, querySelector } = Document.prototype;
  const place = createElement.call(document, 'div');
  place.hidden = true;
  for (const kind of ${JSON.stringify(KINDS)}) for (const attribute of ${JSON.stringify(ATTRIBUTES)})
    for (const name of ${JSON.stringify(NAMES)}) {
      const made = createElement.call(document, kind);
      made.setAttribute(attribute, name);
      place.append(made);
    }
  querySelector.call(document, 'body').append(place);
`;

/** Whether the names do what they are here for. */
const clobbered = (): boolean =>
  ['createElement', 'importNode'].every((name) => !(Reflect.get(document, name) instanceof Function));

let world: HostileWorld;
before(async () => {
  world = await startHostileWorld();
});
after(() => world.close());
afterEach(() => {
  world.changes = {};
});

async function buys(tab: Tab): Promise<void> {
  const payments = world.gateway.payments.length;
  const ana = handsOn(tab, world.shop);
  await ana.buy(CARD);
  assert.equal(await tab.run(clobbered), true);
  assert.deepEqual(
    world.gateway.payments.slice(payments).map(({ status, amount }) => [status, amount]),
    [['succeeded', 4000]],
  );
}

const journeys = (open: () => Promise<Tab>): void => {
  it(`sells and is paid among ${COUNT} elements that are named like what a browser provides (T-03)`, async () => {
    world.changes.body = hidden(everything);
    await buys(await open());
  });

  it('sells and is paid when they come after the store has started (T-03)', async () => {
    world.changes.after = insertion;
    await buys(await open());
  });
};

for (const name of browsersToTest()) {
  describe(`a page with clobbering elements in ${name}`, () => {
    if (name === 'webkit') {
      let webkit: Awaited<ReturnType<typeof startWebKit>>;
      const ends: (() => Promise<void>)[] = [];
      before(async () => {
        webkit = await startWebKit();
      });
      afterEach(async () => {
        for (const end of ends.splice(0)) await end();
      });
      after(() => webkit.stop());
      return journeys(async () => {
        const driver = await startSession(webkit.port, {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: webkit.browser, args: ['--automation'] },
        });
        ends.push(() => driver.close());
        await driver.resize(390, 844);
        return tabOfWebKit(driver);
      });
    }

    let browser: Browser;
    let context: BrowserContext;
    before(async () => {
      browser = await launch(name);
    });
    after(() => browser.close());
    afterEach(() => context.close());
    const open = async (): Promise<Tab> => {
      context = await browser.newContext();
      return tabOf(await context.newPage());
    };
    journeys(open);

    // The registry of names is the same everywhere.
    if (name === 'chromium')
      it('sells by its other elements where the page has taken names of ours first', async () => {
        const names = ['store-product', 'store-cart', 'store-secure-message'];
        world.changes.before = names
          .map((each) => `customElements.define('${each}', class extends HTMLElement {});`)
          .join('');
        const tab = await open();
        const ana = handsOn(tab, world.shop);
        await ana.go('/');
        await tab.run(async () => {
          await customElements.whenDefined('store-checkout');
          type Global = { StoreElements: { updateCart(quantities: object): void } };
          (globalThis as unknown as Global).StoreElements.updateCart({ 'tea-bowl-ash': 1 });
        });
        await ana.go('/checkout.html');
        await ana.fillDetails();
        await ana.typeCard(CARD);
        await ana.pay();
        await ana.seePaid();
      });

    // Of many with one name the page finds a collection; alone each is found itself.
    for (const kind of KINDS) {
      for (const attribute of ATTRIBUTES) {
        it(`draws the shelf and the card form beside <${kind} ${attribute}=…> (T-03)`, async () => {
          world.changes.body = hidden(html(kind, attribute));
          const tab = await open();
          const ana = handsOn(tab, world.shop);
          await ana.go('/');
          await ana.addToCart('Tea bowl', 1);
          assert.equal(await tab.run(() => Object.hasOwn(globalThis, 'StoreElements')), true);
          await ana.go('/checkout.html');
          await ana.typeCard(CARD);
        });
      }
    }
  });
}
