/**
 * What the defences are for: each of these attacks works on a page that has none, in the same browser in which the tests of its
 * id show that it does not work on ours. Where that takes no page, the control stands beside the test itself.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import nodeResolve from '@rollup/plugin-node-resolve';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { rollup } from 'rollup';
import { launch } from '#browsers';
import { cspFor } from '../../src/security/csp/index.js';

const SHOP = 'https://shop.test';
const EVIL = 'https://evil.test';

describe('attacks where nothing is done against them', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    browser = await launch('chromium');
  });
  after(() => browser.close());
  afterEach(() => context.close());

  type Served = Readonly<Record<string, string | { body: string; headers?: Record<string, string> }>>;

  /** Serves these at their addresses, everything else empty, and opens the first. */
  async function open(served: Served): Promise<void> {
    context = await browser.newContext({ viewport: { width: 600, height: 600 } });
    await context.route('**/*', (route) => {
      const found = served[route.request().url()];
      const { body, headers } = typeof found === 'string' ? { body: found } : (found ?? { body: '' });
      const contentType = route.request().url().endsWith('.js') ? 'text/javascript' : 'text/html';
      return route.fulfill({
        status: found === undefined ? 404 : 200,
        contentType,
        body,
        headers: headers ?? {},
      });
    });
    page = await context.newPage();
    await page.goto(Object.keys(served)[0] ?? '');
  }

  const PAYLOADS = [
    '<img src=x onerror="xss++">',
    '<svg><animate onbegin="xss++" attributeName=x dur=1s></svg>',
    '<details open ontoggle="xss++">',
    '<iframe srcdoc="<script>parent.xss++</script>"></iframe>',
  ];
  const draw = `globalThis.xss = 0; globalThis.draw = (html) => {
    document.body.append(Object.assign(document.createElement('div'), { innerHTML: html })); };`;

  it('T-02: a title that is written into the page as HTML runs; where only our policy stands in the way, it does not', async () => {
    await open({ [`${SHOP}/`]: `<body><script>${draw}</script>` });
    await page.evaluate(
      (all) => all.forEach((each) => (globalThis as never as { draw(x: string): void }).draw(each)),
      PAYLOADS,
    );
    await page.waitForFunction(
      (count) => (globalThis as never as { xss: number }).xss >= count,
      PAYLOADS.length,
    );
    await context.close();

    const { headers } = cspFor({ gateways: [] });
    await open({
      [`${SHOP}/`]: { body: '<body><script src="/draw.js"></script>', headers },
      [`${SHOP}/draw.js`]: draw,
    });
    const refused = await page.evaluate(
      (all) =>
        all.filter((each) => {
          try {
            (globalThis as never as { draw(x: string): void }).draw(each);
            return false;
          } catch {
            return true;
          }
        }).length,
      PAYLOADS,
    );
    assert.equal(refused, PAYLOADS.length);
    assert.equal(await page.evaluate(() => (globalThis as never as { xss: number }).xss), 0);
  });

  it('T-03: built without our step, one picture named like what Lit calls leaves the shop empty', async () => {
    const bundle = await rollup({
      input: 'build/components/cdn.js',
      plugins: [
        nodeResolve({ browser: true, exportConditions: ['production'], ignoreSideEffectsForRoot: true }),
      ],
      onwarn: () => undefined,
    });
    const { output } = await bundle.generate({
      format: 'es',
      chunkFileNames: '[name].js',
      entryFileNames: 'shop.js',
    });
    const files = Object.fromEntries(
      output.flatMap((each) => (each.type === 'chunk' ? [[`${SHOP}/${each.fileName}`, each.code]] : [])),
    );
    const shop = (before: string): string =>
      `<body>${before}<store-cart></store-cart><script type="module" src="/shop.js" data-endpoint="/store"></script>`;
    const drawn = (): Promise<number> =>
      page.evaluate(async () => {
        const cart = document.body.querySelector('store-cart');
        for (let tries = 0; tries < 50 && !cart?.shadowRoot?.childElementCount; tries++)
          await new Promise((resolve) => setTimeout(resolve, 20));
        return cart?.shadowRoot?.childElementCount ?? 0;
      });
    await open({ [`${SHOP}/`]: shop(''), ...files });
    assert.ok((await drawn()) > 0, 'the control of the control');
    await context.close();
    await open({ [`${SHOP}/`]: shop('<img name="createElement"><img name="createTreeWalker">'), ...files });
    assert.equal(await drawn(), 0);
  });

  it('T-04: what a page has put on Object.prototype becomes the method, the headers and the settings of whoever does not look', async () => {
    await open({ [`${SHOP}/`]: '<body><script data-endpoint="/store"></script>', [`${SHOP}/order`]: '{}' });
    const asked = page.waitForRequest(`${SHOP}/order`);
    const read = await page.evaluate(async () => {
      Object.assign(Object.prototype, {
        method: 'DELETE',
        headers: { 'x-evil': '1' },
        ancestors: 'https://evil.test',
      });
      await fetch('/order', {}).catch(() => undefined);
      return document.querySelector('script')?.dataset['ancestors'];
    });
    const request = await asked;
    assert.equal(request.method(), 'DELETE');
    assert.equal(request.headers()['x-evil'], '1');
    assert.equal(read, 'https://evil.test');
  });

  it('T-05: a total and a button that stand in the page itself are gone under one line of the page’s style', async () => {
    await open({
      [`${SHOP}/`]: `<style>.total, button { display: none !important }</style><p class="total">$40</p><button>Pay</button>`,
    });
    assert.equal(await page.locator('.total').isVisible(), false);
    assert.equal(await page.locator('button').isVisible(), false);
  });

  it('T-06: in another website’s frame, a click on what is seen there presses what is not; our headers keep the frame empty', async () => {
    const lure = `<style>iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; opacity: 0 }</style>
      <button>Win a prize</button><iframe src="${SHOP}/pay"></iframe>`;
    const pay = `<body style="margin:0"><button style="width:100vw;height:100vh" onclick="this.textContent = 'paid'">Pay</button>`;
    await open({ [`${EVIL}/`]: lure, [`${SHOP}/pay`]: pay });
    await page.mouse.click(30, 15);
    await page.frameLocator('iframe').getByText('paid').waitFor();
    await context.close();
    await open({
      [`${EVIL}/`]: lure,
      [`${SHOP}/pay`]: { body: pay, headers: cspFor({ gateways: [] }).headers },
    });
    assert.equal(await page.frameLocator('iframe').locator('button').count(), 0);
  });

  it('T-07: a page that believes any message takes a stranger’s word for the gateway’s', async () => {
    await open({
      [`${SHOP}/`]: `<script>addEventListener('message', ({ data }) => { if (data.status === 'paid') document.title = 'paid' })</script>
        <iframe src="${EVIL}/"></iframe>`,
      [`${EVIL}/`]: `<script>parent.postMessage({ status: 'paid' }, '*')</script>`,
    });
    await page.waitForFunction(() => document.title === 'paid');
  });
});
