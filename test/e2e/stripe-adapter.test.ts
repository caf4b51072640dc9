import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { leftOf, startBarePage, type BarePage, type TestPage, type Told } from '../support/bare-page.js';
import { PUBLISHABLE_KEY, SECRET_KEY, startStripeApi, type StripeApi } from '../support/stripe/api.js';
import { interceptStripe, type StripeFront } from '../support/stripe/js/intercept.js';

interface StripePage extends TestPage {
  Stripe: { version: unknown } & ((key: string) => {
    elements(options: object): Record<string, (...args: unknown[]) => unknown>;
  });
}
declare const testPage: StripePage;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there.

  describe(`Stripe’s adapter on a page in ${name}`, () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let front: StripeFront;
    let api: StripeApi;
    let merchant: BarePage;

    before(async () => {
      browser = await launch(name);
      api = await startStripeApi();
      merchant = await startBarePage('stripe');
    });
    after(async () => {
      await browser.close();
      await api.close();
      merchant.close();
    });
    afterEach(() => context.close());

    async function open(body = ''): Promise<void> {
      context = await browser.newContext();
      front = await interceptStripe(context, api);
      page = await merchant.open(context, body);
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
        await once();
        const before = await leftOf(page);
        for (let times = 0; times < rounds; times++) await once();
        assert.deepEqual(await leftOf(page), before);
        assert.deepEqual([before.frames, front.asked()], [1, 1]); // Stripe's own controller stays
      });

    it('loads for the one who stays when another lets go (a framework that mounts twice)', async () => {
      await open();
      const [gone, stays] = await page.evaluate((values) => testPage.loadTwice(values), {
        publishable_key: PUBLISHABLE_KEY,
      });
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
