/**
 * Prototype pollution (T-04): another script of the page has put properties on `Object.prototype` before the store starts.
 * The store server hears the same bytes as on a clean page.
 *
 * Not survivable, because the browser itself or Lit reads them from option objects that nobody gives explicitly:
 *   get, set, value, writable, configurable, enumerable   every property descriptor; most are refused as contradictory
 *   then                  every object that an async function returns is taken for a promise that never settles
 *   toJSON                every body would be what it says; JSON.stringify asks no one else
 *   signal, passive       every addEventListener: listeners that never hear, or can't prevent the default
 *   attribute, state      Lit's declarations of our properties: they get no attributes then
 *   0                     every list that is read past its end
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { handsOn, startHostileWorld, tabOf, type HostileWorld, type Sent } from '../support/hostile.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const PAGE = '"https://evil.example/x.js"';

/** Name → value, as a script has it. */
const HARMFUL: Readonly<Record<string, string>> = {
  // Of requests.
  ...{
    body: '"evil"',
    method: '"DELETE"',
    headers: '({ "x-evil": "1" })',
    mode: '"no-cors"',
    cache: '"force-cache"',
  },
  ...{
    credentials: '"include"',
    redirect: '"error"',
    referrer: '""',
    integrity: '"sha256-AAAA"',
    keepalive: 'true',
  },
  ...{ priority: '"low"', origin: PAGE, url: PAGE, href: PAGE, key: '"evil"', token: '"evil"' },
  // Of options and gateways' settings.
  ...{ endpoint: PAGE, locale: '"de"', labels: '({ "cart.add": "evil" })', nonce: '"evil"', env: '({})' },
  ...{
    adapters: '({ sandbox: () => { throw 1 } })',
    scriptSrc: PAGE,
    script_url: PAGE,
    publishable_key: '"evil"',
  },
  ...{
    settings: '({})',
    values: '({})',
    frameOrigins: '["https://evil.example"]',
    gateway: '"evil"',
    kind: '"redirect"',
  },
  // Of the script tag's attributes.
  ...{ ancestors: PAGE, guard: '"stop"', labelsSrc: PAGE, visits: PAGE, analytics: '"attribute"' },
  // Of what is ordered.
  ...{
    price: '1',
    amount: '1',
    quantity: '7',
    sku: '"evil"',
    id: '"evil"',
    item: '({})',
    lines: '[]',
    currency: '"EUR"',
  },
  ...{
    country: '"DE"',
    optionId: '"evil"',
    option_id: '"evil"',
    email: '"evil@example.com"',
    address: '({})',
  },
  ...{
    hash: '"evil"',
    quote: '({ hash: "evil" })',
    total: '1',
    status: '"paid"',
    paid: 'true',
    type: '"evil"',
  },
  ...{
    code: '"evil"',
    error: '({})',
    errors: '[]',
    info: '({})',
    cause: '"evil"',
    message: '"evil"',
    order: '({})',
  },
  // Of events and of Lit.
  ...{
    capture: 'true',
    bubbles: 'true',
    composed: 'true',
    cancelable: 'true',
    detail: '"evil"',
    once: 'false',
  },
  ...{
    renderBefore: 'null',
    polluted: '1',
    title: '"evil"',
    image: '({ url: "https://evil.example/i.png" })',
  },
};

const pollution = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => `Object.prototype[${JSON.stringify(name)}] = ${value};`)
    .join('\n');

/** Without what is new each time. Sorted: products are asked for at once; each once: an order page asks again and again. */
const plain = (all: readonly Sent[]): string[] =>
  [
    ...new Set(
      all.map((each) =>
        JSON.stringify(each)
          .replace(/\b[0-9a-f]{40}\b/g, '(key)')
          .replace(/\b(ord|pay)_[0-9a-z]+/gi, '$1_(id)')
          .replace(/Bearer [^"]+/g, 'Bearer (token)'),
      ),
    ),
  ].sort();

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // Nothing here is up to the engine; two are enough.

  describe(`a page with a polluted prototype in ${name}`, () => {
    let browser: Browser;
    let world: HostileWorld;
    before(async () => {
      browser = await launch(name);
      world = await startHostileWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    async function buys(before: string): Promise<{ requests: string[]; hosts: Set<string> }> {
      const context = await browser.newContext();
      const page = await context.newPage();
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
      world.changes = { before };
      world.sent();
      await handsOn(tabOf(page), world.shop).buy(CARD, 'Test tile');
      await context.close();
      return { requests: plain(world.sent()), hosts };
    }

    it(`asks the server for the same with ${Object.keys(HARMFUL).length} properties on Object.prototype (T-04)`, async () => {
      const clean = await buys('');
      const dirty = await buys(pollution(HARMFUL));
      assert.deepEqual(dirty.requests, clean.requests);
      assert.deepEqual([...dirty.hosts].sort(), [...clean.hosts].sort());
      assert.equal(
        world.gateway.payments.every(({ status, amount }) => status === 'succeeded' && amount === 1200),
        true,
      );
    });
  });
}
