import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { PUBLISHABLE_KEY, SECRET_KEY, startStripeApi, type StripeApi } from '../support/stripe/api.js';
import { interceptStripe, type StripeFront } from '../support/stripe/js/intercept.js';

/** On the merchant's page: the adapter as it is published, and a way to use it. Waits never end: nothing here is late. */
const PAGE_SCRIPT = `
  import { stripeAdapter } from '/dist/src/gateways/stripe/browser.js';
  const wait = (ms, signal) => new Promise((resolve, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason)));
  const world = { now: Date.now, wait };
  const appearance = { scheme: 'light', colorText: 'oklch(0.2 0.05 250)', colorMuted: 'rgb(90, 90, 90)',
    colorSurface: 'color(srgb 1 0.5 0)', colorBorder: '#ccc', colorAccent: 'rgb(0, 80, 200)', colorError: 'rgb(200, 0, 0)',
    radius: '8px', fontFamily: 'sans-serif', fontSize: '16px' };
  const told = (error) => ({ name: error.name, code: error.code, text: String(error.message) + String(error.cause?.message) });
  testPage.load = (values, mode = 'test') => stripeAdapter
    .load({ mode, frameOrigins: [], values }, world, new AbortController().signal)
    .then((loaded) => { testPage.loaded = loaded; return 'loaded'; }, told);
  testPage.loadTwice = () => {
    const first = new AbortController();
    const settings = { mode: 'test', frameOrigins: [], values: { publishable_key: '${PUBLISHABLE_KEY}' } };
    const both = [first, new AbortController()].map(({ signal }) =>
      stripeAdapter.load(settings, world, signal).then(() => 'loaded', told));
    first.abort();
    return Promise.all(both);
  };
  testPage.mount = (target, amount = 2990) => testPage.loaded
    .mount(target, { method: 'all', amount: { amount, currency: 'EUR' }, locale: 'de-DE', country: 'DE', appearance,
      words: { number: 'Kartennummer', expiry: 'Gültig bis', code: 'Prüfziffer' },
      onChange() {}, onError(error) { testPage.errors.push(told(error)); }, signal: new AbortController().signal })
    .then((form) => { testPage.forms.push(form); return 'mounted'; }, told);
  testPage.ready = true;
`;

/** Before anything of ours: counts who listens to the page's own targets. */
const COUNT_LISTENERS = `
  globalThis.testPage = globalThis;
  testPage.forms = []; testPage.errors = []; testPage.listeners = 0;
  for (const target of [window, document]) {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    target.addEventListener = function (type, listener, options) {
      testPage.listeners++;
      options?.signal?.addEventListener('abort', () => testPage.listeners--);
      return addEventListener.call(this, type, listener, options);
    };
    target.removeEventListener = function (...args) { testPage.listeners--; return removeEventListener.apply(this, args); };
  }
`;

interface Told {
  readonly name: string;
  readonly code?: string;
  readonly text: string;
}
interface TestPage {
  ready: boolean;
  listeners: number;
  forms: { destroy(): void; update(change: object): Promise<void> }[];
  errors: Told[];
  Stripe: { version: unknown } & ((key: string) => {
    elements(options: object): Record<string, (...args: unknown[]) => unknown>;
  });
  load(values: Record<string, string>, mode?: 'test' | 'live'): Promise<'loaded' | Told>;
  loadTwice(): Promise<('loaded' | Told)[]>;
  mount(target: Element, amount?: number): Promise<'mounted' | Told>;
}
declare const testPage: TestPage;

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there.

  describe(`Stripe’s adapter on a page in ${name}`, () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let front: StripeFront;
    let api: StripeApi;
    let merchant: http.Server;
    let html = '';

    before(async () => {
      browser = await launch(name);
      api = await startStripeApi();
      merchant = http.createServer((request, response) => {
        const { pathname } = new URL(request.url ?? '', 'http://localhost');
        const script = { 'content-type': 'text/javascript' };
        if (pathname === '/')
          response
            .writeHead(200, { 'content-type': 'text/html' })
            .end(
              `<!doctype html><script>${COUNT_LISTENERS}</script>${html}<script type="module" src="/page.js"></script><div id="a"></div>`,
            );
        else if (pathname === '/page.js') response.writeHead(200, script).end(PAGE_SCRIPT);
        else
          readFile(`.${pathname}`).then(
            (text) => response.writeHead(200, script).end(text),
            () => response.writeHead(404).end(),
          );
      });
      await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
    });
    after(async () => {
      await browser.close();
      await api.close();
      merchant.close();
      merchant.closeAllConnections();
    });
    afterEach(() => context.close());

    async function open(body = ''): Promise<void> {
      html = body;
      context = await browser.newContext();
      front = await interceptStripe(context, api);
      page = await context.newPage();
      await page.goto(`http://localhost:${(merchant.address() as AddressInfo).port}/`);
      await page.waitForFunction(() => testPage.ready);
    }
    const load = (values: Record<string, string> = { publishable_key: PUBLISHABLE_KEY }, mode?: 'live') =>
      page.evaluate(([given, of]) => testPage.load(given, of), [values, mode] as const);
    const mount = () => page.evaluate(() => testPage.mount(document.querySelector('#a') ?? document.body));

    it('refuses a secret key, a key of the other mode and none, loads nothing, and repeats no key (T-20)', async () => {
      await open();
      for (const [key, mode] of [
        [SECRET_KEY],
        [['rk', 'live', '1'].join('_'), 'live'],
        [PUBLISHABLE_KEY, 'live'],
        [''],
      ] as const) {
        const answer = await load({ publishable_key: key }, mode);
        assert(answer !== 'loaded');
        assert.equal(answer.code, 'gateway_settings');
        if (key) assert(!answer.text.includes(key));
      }
      assert.equal(front.asked(), 0);
      assert.equal(await page.locator('script[src*=stripe]').count(), 0);
    });

    it('is refused a shadow root and a place outside the document, in Stripe’s own words', async () => {
      await open();
      assert.equal(await load(), 'loaded');
      for (const where of ['shadow', 'nowhere'] as const) {
        const answer = await page.evaluate((place) => {
          const target = document.createElement('div');
          if (place === 'shadow') document.querySelector('#a')?.attachShadow({ mode: 'open' }).append(target);
          return testPage.mount(target);
        }, where);
        assert(answer !== 'mounted');
        assert.equal(answer.code, 'mount_failed');
        assert.match(answer.text, /Elements cannot be mounted in a ShadowRoot/);
      }
      assert.equal(await page.locator('#a iframe').count(), 0);
    });

    for (const [form, rounds] of [
      ['payment-element', 100],
      ['card-fields', 30],
    ] as const)
      it(`leaves nothing behind after ${rounds} times on and off: no frame, no script, no listener (${form})`, async () => {
        await open();
        const values = { publishable_key: PUBLISHABLE_KEY, form };
        assert.equal(await load(values), 'loaded');
        const once = async (): Promise<void> => {
          assert.equal(await load(values), 'loaded');
          assert.equal(await mount(), 'mounted');
          await page.evaluate(() => testPage.forms.pop()?.destroy());
        };
        const left = () =>
          page.evaluate(() => ({
            frames: window.length,
            iframes: document.querySelectorAll('iframe').length,
            scripts: document.scripts.length,
            nodes: document.querySelectorAll('*').length,
            listeners: testPage.listeners,
          }));
        await once();
        const before = await left();
        for (let times = 0; times < rounds; times++) await once();
        assert.deepEqual(await left(), before);
        assert.deepEqual([before.frames, front.asked()], [1, 1]); // Stripe's own controller stays
      });

    it('loads for the one who stays when another lets go (a framework that mounts twice)', async () => {
      await open();
      const [gone, stays] = await page.evaluate(() => testPage.loadTwice());
      assert.deepEqual([(gone as Told).name, stays, front.asked()], ['AbortError', 'loaded', 1]);
      assert.equal(await load(), 'loaded');
    });

    it('takes its form off whole, and is content to be told twice', async () => {
      await open();
      assert.equal(await load(), 'loaded');
      await mount();
      await page.evaluate(() => {
        testPage.forms[0]?.destroy();
        testPage.forms[0]?.destroy();
      });
      assert.equal(await page.locator('#a').evaluate((element) => element.childNodes.length), 0);
    });

    for (const clobber of [
      '<a id="Stripe"></a>',
      '<form name="Stripe"></form>',
      '<object id="Stripe"></object>',
    ])
      it(`takes no ${clobber} for Stripe (T-03)`, async () => {
        await open(clobber);
        assert.equal(await load(), 'loaded');
        assert.equal(await mount(), 'mounted');
      });

    const OLDER = '<script src="https://js.stripe.com/v3/"></script>';
    const version = () => page.evaluate(() => testPage.Stripe.version);
    it('brings its own Stripe.js where another tool has an older one, and gives that back', async () => {
      await open(OLDER);
      front.replaces = true;
      assert.equal(await version(), 3);
      assert.equal(await load(), 'loaded');
      assert.equal(await mount(), 'mounted');
      assert.deepEqual([await version(), front.asked()], [3, 1]);
      // What it found is kept: the next one needs no script.
      assert.equal(await load(), 'loaded');
      assert.equal(front.asked(), 1);
    });

    it('works with another tool’s older Stripe.js where a newer one leaves it in its place', async () => {
      await open(OLDER);
      assert.equal(await load(), 'loaded');
      assert.equal(await mount(), 'mounted');
      assert.deepEqual([await version(), front.asked()], [3, 1]);
    });

    it('uses a Stripe.js of the same train that is there already', async () => {
      await open('<script src="https://js.stripe.com/endive/stripe.js"></script>');
      assert.equal(await load(), 'loaded');
      assert.equal(await mount(), 'mounted');
      assert.equal(front.asked(), 1);
    });

    it('gives Stripe plain colours, whatever the theme computes to, and the language', async () => {
      await open();
      await load();
      await mount();
      const frame = page.frameLocator('#a iframe');
      const colour = await frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
      assert.match(colour, /^rgba?\(255, 12[78], 0/);
      assert.equal(await frame.locator('#label').textContent(), 'Kartennummer');
    });

    it('says what went wrong when the amount can’t be told, instead of showing another one', async () => {
      await open();
      await load();
      await mount();
      await page.evaluate(() => testPage.forms[0]?.update({ amount: { amount: 5, currency: 'IQD' } }));
      assert.equal((await page.evaluate(() => testPage.errors))[0]?.code, 'mount_failed');
    });

    it('is stood in for by a double that refuses what Stripe refuses', async () => {
      await open('<script src="https://js.stripe.com/endive/stripe.js"></script>');
      const refusals = await page.evaluate(
        ([publishable, secret]) => {
          const attempt = (work: () => unknown): string => {
            try {
              work();
              return 'nothing';
            } catch (error) {
              return String(error);
            }
          };
          const group = { mode: 'payment', amount: 100, currency: 'eur' };
          return [
            attempt(() => testPage.Stripe(secret)),
            attempt(() => {
              const elements = testPage.Stripe(publishable).elements(group);
              elements['create']?.('payment');
              elements['create']?.('payment');
            }),
            attempt(() => testPage.Stripe(publishable).elements({ ...group, amount: 1.5 })),
          ];
        },
        [PUBLISHABLE_KEY, SECRET_KEY] as const,
      );
      assert.match(refusals[0] ?? '', /You should not use your secret key with Stripe.js/);
      assert.match(refusals[1] ?? '', /Can only create one Element of type payment/);
      assert.match(refusals[2] ?? '', /positive integer/);
    });
  });
}
