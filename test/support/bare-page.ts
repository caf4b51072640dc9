/** A merchant's page with nothing but an adapter on it, as it is published; what is left behind there can be counted. */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';

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

/** Waits never end: nothing here is late. */
const scriptFor = (name: string): string => `
  import { ${name}Adapter as adapter } from '/dist/src/gateways/${name}/browser.js';
  const wait = (ms, signal) => new Promise((resolve, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason)));
  const world = { now: Date.now, wait };
  const appearance = { scheme: 'light', colorText: 'oklch(0.2 0.05 250)', colorMuted: 'rgb(90, 90, 90)',
    colorSurface: 'color(srgb 1 0.5 0)', colorBorder: '#ccc', colorAccent: 'rgb(0, 80, 200)', colorError: 'rgb(200, 0, 0)',
    radius: '8px', fontFamily: 'sans-serif', fontSize: '16px' };
  const told = (error) => ({ name: error.name, code: error.code, text: String(error.message) + String(error.cause?.message) });
  testPage.load = (values, mode = 'test') => adapter
    .load({ mode, frameOrigins: [], values }, world, new AbortController().signal)
    .then((loaded) => { testPage.loaded = loaded; return 'loaded'; }, told);
  testPage.loadTwice = (values) => {
    const first = new AbortController();
    const settings = { mode: 'test', frameOrigins: [], values };
    const both = [first, new AbortController()].map(({ signal }) =>
      adapter.load(settings, world, signal).then(() => 'loaded', told));
    first.abort();
    return Promise.all(both);
  };
  testPage.mount = (target, { method = 'all', amount = 2990 } = {}) => testPage.loaded
    .mount(target, { method, amount: { amount, currency: 'EUR' }, locale: 'de-DE', country: 'DE', appearance,
      words: { number: 'Kartennummer', expiry: 'Gültig bis', code: 'Prüfziffer', total: 'Summe' },
      button: { mayPress: () => true, pressed() {} },
      onChange() {}, onError(error) { testPage.errors.push(told(error)); }, signal: new AbortController().signal })
    .then((form) => { testPage.forms.push(form); return 'mounted'; }, told);
  testPage.ready = true;
`;

export interface Told {
  readonly name: string;
  readonly code?: string;
  readonly text: string;
}

/** In the page: `testPage`. */
export interface TestPage {
  ready: boolean;
  listeners: number;
  forms: { destroy(): void; update(change: object): Promise<void> }[];
  errors: Told[];
  load(values: Record<string, string>, mode?: 'test' | 'live'): Promise<'loaded' | Told>;
  loadTwice(values: Record<string, string>): Promise<('loaded' | Told)[]>;
  mount(target: Element, how?: { method?: string; amount?: number }): Promise<'mounted' | Told>;
}
declare const testPage: TestPage;

export interface BarePage {
  /** Opens it with this in its body. */
  open(context: BrowserContext, body?: string): Promise<Page>;
  close(): void;
}

/** `name`: of the adapter's folder, such as `stripe`. */
export async function startBarePage(name: string): Promise<BarePage> {
  let html = '';
  const script = { 'content-type': 'text/javascript' };
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    if (pathname === '/')
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<!doctype html><script>${COUNT_LISTENERS}</script>${html}<script type="module" src="/page.js"></script><div id="a"></div>`,
        );
    else if (pathname === '/page.js') response.writeHead(200, script).end(scriptFor(name));
    else
      readFile(`.${pathname}`).then(
        (text) => response.writeHead(200, script).end(text),
        () => response.writeHead(404).end(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    async open(context, body = '') {
      html = body;
      const page = await context.newPage();
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction(() => testPage.ready);
      return page;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What stands in the page and listens to it. */
export const leftOf = (page: Page) =>
  page.evaluate(() => ({
    frames: window.length,
    iframes: document.querySelectorAll('iframe').length,
    scripts: document.scripts.length,
    nodes: document.querySelectorAll('*').length,
    listeners: testPage.listeners,
  }));
