import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { deferred, type Deferred } from '../support/deferred.js';

/** What `load()` on the test page came to. */
type Loaded = 'loaded' | { readonly name: string; readonly code?: string; readonly cause?: string };

/** On the merchant's page: our modules, a world whose waits last as long as the test says, and a way to ask. */
const PAGE_SCRIPT = `
  import { loadScript, SCRIPT_TIMEOUT, TAG_PATIENCE } from '/src/gateways/load-script.js';
  import { sandboxAdapter } from '/src/gateways/sandbox/browser.js';
  const testPage = (globalThis.testPage = globalThis);
  testPage.impatient = false;
  const wait = (ms, signal) => new Promise((resolve, reject) => {
    if (![SCRIPT_TIMEOUT, TAG_PATIENCE].includes(ms) || globalThis.impatient) resolve();
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
  const world = (nonce) => ({ wait, now: Date.now, ...(nonce && { nonce }) });
  const told = (promise) => promise.then(() => 'loaded', (error) =>
    ({ name: error.name, ...(error.code && { code: error.code }), ...(error.info?.cause && { cause: error.info.cause }) }));
  globalThis.stops = [];
  globalThis.load = ({ url, origin, nonce }) => {
    const stop = new AbortController();
    globalThis.stops.push(stop);
    const ready = () => globalThis.gatewayIsHere === true;
    return told(loadScript({ url, origin: origin ?? new URL(url).origin, ready, world: world(nonce), signal: stop.signal }));
  };
  globalThis.adapt = (url, origin) => told(sandboxAdapter.load(
    { mode: 'test', frameOrigins: [origin], values: { publishable_key: 'sandbox_pk_1', script_url: url } },
    world(), new AbortController().signal));
  globalThis.pageIsReady = true;
`;
interface TestPage {
  AbortController: typeof AbortController;
  impatient: boolean;
  gatewayIsHere: boolean;
  pageIsReady: boolean;
  stops: AbortController[];
  load(request: { url: string; origin?: string; nonce?: string }): Promise<Loaded>;
  adapt(url: string, origin: string): Promise<Loaded>;
  asked: Promise<Loaded>[];
  agree(): void;
}
declare const testPage: TestPage;

const GATEWAY_SCRIPT =
  'globalThis.gatewayIsHere = true; globalThis.SandboxGateway = (key) => ({ mountCard() {}, key });';

async function listen(handler: http.RequestListener): Promise<{ server: http.Server; port: number }> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const end = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // webkit.test.ts loads the gateway's script on the way through a purchase.

  describe(`the loading of a gateway’s script in ${name}`, () => {
    let browser: Browser;
    let page: Page;
    let merchant: Awaited<ReturnType<typeof listen>>;
    let gateway: Awaited<ReturnType<typeof listen>>;
    /** What the gateway does with the next requests; it answers well when nothing stands here. */
    let answers: ('missing' | 'dropped' | 'hangs' | 'other')[];
    /** What the request that hangs is answered in the end. */
    let answer: (how: 'well' | 'missing') => void;
    let hanging: Deferred<void>;
    let requests: number;
    let heard: () => void;
    let headers: Record<string, string>;
    let body: string;

    before(async () => {
      browser = await launch(name);
      merchant = await listen((request, response) => {
        const { pathname } = new URL(request.url ?? '', 'http://localhost');
        const script = { 'content-type': 'text/javascript' };
        if (pathname === '/') {
          const html = `<!doctype html><title>Merchant</title><script type="module" src="/page.js"></script>${body}`;
          response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html);
        } else if (pathname === '/page.js') response.writeHead(200, script).end(PAGE_SCRIPT);
        else {
          void readFile(`build${pathname}`).then(
            (text) => response.writeHead(200, script).end(text),
            () => response.writeHead(404).end(),
          );
        }
      });
      gateway = await listen((_request, response) => {
        requests++;
        const how = answers.shift();
        const send = (script: string): void =>
          void response
            .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' })
            .end(script);
        if (how === 'missing') response.writeHead(404).end();
        else if (how === 'dropped') response.destroy();
        else if (how !== 'hangs') send(how === 'other' ? 'testPage.other = 1;' : GATEWAY_SCRIPT);
        else {
          answer = (late) => (late === 'well' ? send(GATEWAY_SCRIPT) : response.writeHead(404).end());
          hanging.resolve();
        }
        heard();
      });
    });
    after(async () => {
      await browser.close();
      await end(merchant.server);
      await end(gateway.server);
    });
    beforeEach(() => {
      answers = [];
      hanging = deferred();
      requests = 0;
      heard = () => undefined;
      body = '';
    });
    afterEach(() => page.close());

    /** Lets go of the request that hangs, once it is here: `well` answers it late, `missing` with 404. */
    const release = async (how: 'well' | 'missing'): Promise<void> => {
      await hanging.promise;
      answer(how);
    };

    const origin = (): string => `http://127.0.0.1:${gateway.port}`;
    const script = (): string => `${origin()}/v1/gateway.js`;
    const strict = (sources = origin(), types = 'store-elements'): Record<string, string> => ({
      'content-security-policy':
        `default-src 'none'; script-src 'self' ${sources}; base-uri 'none'; ` +
        `require-trusted-types-for 'script'; trusted-types ${types}`,
    });
    async function open(sent = strict()): Promise<void> {
      headers = sent;
      page = await browser.newPage();
      await page.goto(`http://localhost:${merchant.port}/`, { waitUntil: 'domcontentloaded' });
      await page.waitForFunction(() => testPage.pageIsReady);
    }
    const load = (change: { url?: string; origin?: string; nonce?: string } = {}): Promise<Loaded> =>
      page.evaluate((request) => testPage.load(request), { url: script(), ...change });
    const tags = (): Promise<number> => page.locator('script[src*="127.0.0.1"]').count();
    const blocked = (cause: string): Loaded => ({ name: 'StoreError', code: 'gateway_blocked', cause });

    it('leaves one script on a strict page, however often it is asked for', async () => {
      await open();
      assert.equal(await load(), 'loaded');
      assert.equal(await load(), 'loaded');
      assert.deepEqual([await tags(), requests], [1, 1]);
    });

    it('tells a script that can’t be had, after a second try, and leaves nothing behind', async () => {
      await open();
      answers = ['missing', 'missing'];
      assert.deepEqual(await load(), blocked('failed'));
      assert.deepEqual([await tags(), requests], [0, 2]);
      assert.equal(await load(), 'loaded');
      assert.deepEqual([await tags(), requests], [1, 3]);
    });

    it('gets over a connection that drops once', async () => {
      await open();
      // Firefox and Chromium may ask again by themselves when a connection they know is dropped.
      answers = ['missing'];
      assert.equal(await load(), 'loaded');
      assert.deepEqual([await tags(), requests], [1, 2]);
      await page.close();
      await open();
      answers = Array.from({ length: 20 }, () => 'dropped');
      assert.deepEqual(await load(), blocked('failed'));
      assert.equal(await tags(), 0);
    });

    it('tells a gateway that nobody answers for', async () => {
      const gone = await listen(() => undefined);
      await end(gone.server);
      const url = `http://127.0.0.1:${gone.port}`;
      await open(strict(url));
      assert.deepEqual(await load({ url: `${url}/v1/gateway.js` }), blocked('failed'));
      assert.equal(await tags(), 0);
    });

    it('says that the page’s own policy blocks it, without asking twice', async () => {
      await open(strict(''));
      assert.deepEqual(await load(), blocked('policy'));
      assert.deepEqual([await tags(), requests], [0, 0]);
    });

    it('blames no policy that only reports', async () => {
      await open({ 'content-security-policy-report-only': "script-src 'self'" });
      answers = ['missing', 'missing'];
      assert.deepEqual(await load(), blocked('failed'));
      assert.equal(await load(), 'loaded');
    });

    it('says that the page’s Trusted Types block it, unless its default policy lets it through', async () => {
      await open(strict(origin(), 'some-other default'));
      assert.deepEqual(await load(), blocked('policy'));
      assert.deepEqual([await tags(), requests], [0, 0]);
      await page.evaluate(() => {
        const { trustedTypes } = globalThis as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): unknown };
        };
        trustedTypes.createPolicy('default', { createScriptURL: (url: string) => url });
      });
      assert.equal(await load(), 'loaded');
    });

    it('loads the scripts of two gateways under one policy, since a name is taken once', async () => {
      const second = await listen((_request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/javascript' })
          .end('globalThis.gatewayIsHere = true;'),
      );
      const other = `http://127.0.0.1:${second.port}`;
      await open(strict(`${origin()} ${other}`));
      assert.equal(await load(), 'loaded');
      await page.evaluate(() => (testPage.gatewayIsHere = false));
      assert.equal(await load({ url: `${other}/v1/other.js` }), 'loaded');
      assert.equal(await tags(), 2);
      await end(second.server);
    });

    it('hands the page’s nonce on', async () => {
      await open(strict("'nonce-cGFnZQ'"));
      assert.deepEqual(await load(), blocked('policy'));
      assert.equal(await load({ nonce: 'cGFnZQ' }), 'loaded');
    });

    it('loads from no origin but the one it was given (T-28)', async () => {
      await open({});
      const { port } = gateway;
      for (const url of [
        `https://127.0.0.1:${port}/v1/gateway.js`,
        `http://127.0.0.1:${port}@evil.example/v1/gateway.js`,
        `http://127.0.0.1.evil.example:${port}/v1/gateway.js`,
        `http://localhost:${port}/v1/gateway.js`,
        'javascript:gatewayIsHere=true',
        'data:text/javascript,gatewayIsHere=true',
      ]) {
        assert.deepEqual(await load({ url, origin: origin() }), { name: 'TypeError' }, url);
      }
      assert.deepEqual([await page.evaluate(() => testPage.gatewayIsHere), requests], [undefined, 0]);
    });

    it('says that the gateway did not answer in time, and tries anew when asked to', async () => {
      await open();
      answers = ['hangs'];
      await page.evaluate(() => (testPage.impatient = true));
      assert.deepEqual(await load(), { name: 'StoreError', code: 'gateway_timeout' });
      assert.equal(await tags(), 0);
      // A browser joins requests for one address while the first is under way; it ends here, as it does one day.
      await release('missing');
      await page.evaluate(() => (testPage.impatient = false));
      assert.equal(await load(), 'loaded');
      assert.equal(await tags(), 1);
    });

    it('is served by an answer that comes too late for the first try', async () => {
      await open();
      answers = ['hangs'];
      await page.evaluate(() => (testPage.impatient = true));
      assert.deepEqual(await load(), { name: 'StoreError', code: 'gateway_timeout' });
      await page.evaluate((url) => {
        testPage.impatient = false;
        testPage.asked = [testPage.load({ url })];
      }, script());
      await release('well');
      assert.deepEqual(await page.evaluate(() => Promise.all(testPage.asked)), ['loaded']);
      assert.equal(await tags(), 1);
    });

    it('takes nothing for the gateway’s script that brings no gateway (T-28)', async () => {
      await open();
      answers = ['other'];
      assert.deepEqual(await load(), blocked('wrong'));
      assert.deepEqual([await tags(), requests], [0, 1]);
    });

    it('says that the device is offline when it is', async () => {
      await open();
      answers = ['missing'];
      await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
      assert.deepEqual(await load(), { name: 'StoreError', code: 'network_offline' });
      assert.deepEqual([await tags(), requests], [0, 1]);
    });

    it('loads one script for two that ask at once', async () => {
      await open();
      const both = await page.evaluate(
        (url) => Promise.all([testPage.load({ url }), testPage.load({ url })]),
        script(),
      );
      assert.deepEqual(both, ['loaded', 'loaded']);
      assert.deepEqual([await tags(), requests], [1, 1]);
    });

    it('stops for the one who lets go, and goes on for the other', async () => {
      await open();
      const both = await page.evaluate(async (url) => {
        const asked = [testPage.load({ url }), testPage.load({ url })];
        testPage.stops[0]?.abort();
        return Promise.all(asked);
      }, script());
      assert.deepEqual(both, [{ name: 'AbortError', code: 20 }, 'loaded']);
      assert.deepEqual([await tags(), requests], [1, 1]);
    });

    it('takes its script away when the last one lets go, and starts clean for the next', async () => {
      await open();
      answers = ['hangs'];
      const reached = new Promise<void>((resolve) => (heard = resolve));
      await page.evaluate((url) => {
        testPage.asked = [testPage.load({ url }), testPage.load({ url })];
      }, script());
      await reached;
      const gone = await page.evaluate(() => {
        for (const stop of testPage.stops) stop.abort();
        return Promise.all(testPage.asked);
      });
      assert.deepEqual(gone, Array(2).fill({ name: 'AbortError', code: 20 }));
      assert.equal(await tags(), 0);
      await release('missing');
      assert.equal(await load(), 'loaded');
    });

    it('starts nothing for somebody who has let go before', async () => {
      await open();
      const answer = await page.evaluate((url) => {
        // The signal is made in load(): aborted in the same breath, before anything is asked for.
        testPage.AbortController = class extends AbortController {
          constructor() {
            super();
            this.abort();
          }
        };
        return testPage.load({ url });
      }, script());
      assert.deepEqual(answer, { name: 'AbortError', code: 20 });
      assert.deepEqual([await tags(), requests], [0, 0]);
    });

    it('waits for the page’s own tag of the same script, and brings no second', async () => {
      answers = ['hangs'];
      body = `<script async src="${script()}"></script>`;
      await open({});
      await page.evaluate((url) => {
        testPage.asked = [testPage.load({ url })];
      }, script());
      await release('well');
      assert.deepEqual(await page.evaluate(() => Promise.all(testPage.asked)), ['loaded']);
      assert.deepEqual([await tags(), requests], [1, 1]);
    });

    it('brings its own tag when the page’s own failed, is finished without a gateway, or says nothing', async () => {
      for (const answer of ['missing', 'other', 'hangs'] as const) {
        requests = 0;
        answers = [answer];
        const reached = new Promise<void>((resolve) => (heard = resolve));
        body = `<script async src="${script()}"></script>`;
        await open({});
        await reached;
        await page.evaluate((url) => {
          // Only the wait for the other's tag is cut short.
          testPage.impatient = true;
          testPage.asked = [testPage.load({ url })];
          testPage.impatient = false;
        }, script());
        if (answer === 'hangs') await release('missing');
        assert.deepEqual(await page.evaluate(() => Promise.all(testPage.asked)), ['loaded'], answer);
        await page.close();
      }
      await open({});
    });

    for (const held of [
      'type="text/plain"',
      'type="javascript/blocked"',
      'type="text/plain" data-cookieconsent="marketing"',
    ]) {
      it(`is not held up by a tag that a consent tool holds back: ${held}`, async () => {
        body = `<script ${held} src="${script()}"></script>`;
        await open({});
        assert.equal(await load(), 'loaded');
        assert.equal(requests, 1);
      });
    }

    it('says at once that a consent tool holds its own tag back, and works when the visitor has agreed', async () => {
      await open({});
      await page.evaluate(() => {
        const tool = new MutationObserver((records) => {
          for (const { addedNodes } of records)
            for (const node of addedNodes) if (node instanceof HTMLScriptElement) node.type = 'text/plain';
        });
        tool.observe(document.head, { childList: true });
        testPage.agree = () => tool.disconnect();
      });
      answers = ['hangs'];
      assert.deepEqual(await load(), blocked('consent'));
      assert.equal(await tags(), 0);
      await page.evaluate(() => testPage.agree());
      if (requests > 0) await release('missing');
      answers = [];
      assert.equal(await load(), 'loaded');
    });

    for (const clobber of [
      '<a id="SandboxGateway"></a>',
      '<a id="SandboxGateway"></a><a id="SandboxGateway" name="mountCard"></a>',
      '<form name="SandboxGateway"></form>',
      '<object id="SandboxGateway"></object>',
      '<embed name="SandboxGateway">',
      '<iframe name="SandboxGateway"></iframe>',
    ]) {
      it(`takes no ${clobber} for the gateway (T-03)`, async () => {
        body = clobber;
        await open();
        const adapted = await page.evaluate(
          ([url, from]) => testPage.adapt(url ?? '', from ?? ''),
          [script(), origin()],
        );
        assert.equal(adapted, 'loaded');
        assert.equal(requests, 1);
      });
    }
  });
}
