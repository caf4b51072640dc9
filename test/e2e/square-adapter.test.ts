import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { leftOf, startBarePage, type BarePage, type TestPage, type Told } from '../support/bare-page.js';
import { ACCESS_TOKEN, APPLICATION_ID, LOCATION_ID } from '../support/square/api.js';
import { interceptSquare, type SquareFront } from '../support/square/js/intercept.js';

declare const testPage: TestPage;

const IDS = { application_id: APPLICATION_ID, location_id: LOCATION_ID };
const ROUNDS = 30;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // No interception there.

  describe(`Square’s adapter on a page in ${name}`, () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let front: SquareFront;
    let merchant: BarePage;

    before(async () => {
      browser = await launch(name);
      merchant = await startBarePage('square');
    });
    after(async () => {
      await browser.close();
      merchant.close();
    });
    afterEach(() => context.close());

    async function open(body = ''): Promise<void> {
      context = await browser.newContext();
      front = await interceptSquare(context);
      page = await merchant.open(context, body);
    }
    const load = (values: Record<string, string> = IDS, mode?: 'live') =>
      page.evaluate(([given, of]) => testPage.load(given, of), [values, mode] as const);
    const mount = (method = 'card') =>
      page.evaluate(
        (wanted) => testPage.mount(document.querySelector('#a') ?? document.body, { method: wanted }),
        method,
      );

    it('refuses a secret token, ids of the other mode and none, loads nothing, and repeats none of them (T-20)', async () => {
      await open();
      for (const [values, mode] of [
        [{ ...IDS, application_id: ACCESS_TOKEN }],
        [IDS, 'live'],
        [{ application_id: APPLICATION_ID }],
        [{}],
      ] as const) {
        const answer = await load({ ...values }, mode);
        assert(answer !== 'loaded');
        assert.equal(answer.code, 'gateway_settings');
        for (const id of Object.values(values)) assert(!answer.text.includes(id));
      }
      assert.equal(front.asked(), 0);
      assert.equal(await page.locator('script[src*=square]').count(), 0);
    });

    it('is refused a shadow root, a place outside the document and one that is not empty', async () => {
      await open();
      assert.equal(await load(), 'loaded');
      for (const where of ['shadow', 'nowhere', 'full'] as const) {
        const answer = await page.evaluate((place) => {
          const target = document.createElement('div');
          if (place === 'shadow') document.querySelector('#a')?.attachShadow({ mode: 'open' }).append(target);
          if (place === 'full') document.body.append(target);
          if (place === 'full') target.append(document.createElement('p'));
          return testPage.mount(target, { method: 'card' });
        }, where);
        assert(answer !== 'mounted', where);
        assert.equal(answer.code, 'mount_failed');
      }
      assert.equal(await page.locator('iframe').count(), 0);
    });

    for (const method of ['card', 'gift_card', 'ach'])
      it(`leaves nothing behind after ${ROUNDS} times on and off: no frame, no script, no listener (${method})`, async () => {
        await open();
        const once = async (): Promise<void> => {
          assert.equal(await load(), 'loaded');
          assert.equal(await mount(method), 'mounted');
          await page.evaluate(() => testPage.forms.pop()?.destroy());
        };
        await once();
        const before = await leftOf(page);
        for (let times = 0; times < ROUNDS; times++) await once();
        assert.deepEqual(await leftOf(page), before);
        assert.deepEqual([before.frames, front.asked()], [0, 1]);
      });

    it('loads for the one who stays when another lets go (a framework that mounts twice)', async () => {
      await open();
      const [gone, stays] = await page.evaluate((values) => testPage.loadTwice(values), IDS);
      assert.deepEqual([(gone as Told).name, stays, front.asked()], ['AbortError', 'loaded', 1]);
    });

    it('takes its form off whole, and is content to be told twice', async () => {
      await open();
      await load();
      await mount();
      await page.evaluate(() => {
        testPage.forms[0]?.destroy();
        testPage.forms[0]?.destroy();
      });
      assert.equal(await page.locator('#a').evaluate((element) => element.childNodes.length), 0);
      assert.deepEqual(await page.evaluate(() => testPage.errors), []);
    });

    for (const clobber of ['<a id="Square"></a>', '<form name="Square"></form>'])
      it(`takes no ${clobber} for Square (T-03)`, async () => {
        await open(clobber);
        assert.equal(await load(), 'loaded');
        assert.equal(await mount(), 'mounted');
      });

    it('gives Square only styles it takes: plain colours, and a font of 16 px at most', async () => {
      await open();
      await load();
      await mount();
      const told = await page.frameLocator('#a iframe').locator('#told').textContent();
      const { input } = JSON.parse(told ?? '{}') as { input: Record<string, string> };
      assert.match(input['backgroundColor'] ?? '', /^#[0-9a-f]{6}$/);
      assert.equal(input['fontSize'], '16px');
      assert.deepEqual(await page.evaluate(() => testPage.errors), []);
    });
  });
}
