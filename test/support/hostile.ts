/**
 * A shop whose pages and answers somebody has changed on the way: a server in front of the demo's. And hands that work on
 * such pages: Playwright's and WebDriver's own ways of finding things are taken in by what stands there.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { ANA, fieldOfAna, words, type Card } from './shopper.js';
import type { Driver } from './webdriver.js';
import { startWorld, type World } from './world.js';

/** What is changed; read for each request. */
export interface Changes {
  /** Stands at the begin of every page's body. */
  body?: string;
  /** Runs in every page before the store does, and after it. */
  before?: string;
  after?: string;
  /** Anything else about a page. */
  html?: (html: string) => string;
  /** Pages of other people, by path. */
  pages?: Readonly<Record<string, string>>;
  /** The merchant's pages are sent without a Content-Security-Policy. */
  noPolicy?: boolean;
  /** Of the store's answers. */
  json?: (text: string) => string;
}

/** A request to the store, without what differs from one run to the next by right. */
export interface Sent {
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HostileWorld extends World {
  changes: Changes;
  /** What the store was asked since the last call. */
  sent(): Sent[];
}

export async function startHostileWorld(): Promise<HostileWorld> {
  let changes: Changes = {};
  let sent: Sent[] = [];
  let target = 0;
  const server = http.createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shop = `http://localhost:${(server.address() as AddressInfo).port}`;
  const world = await startWorld({ env: { PUBLIC_URL: shop } });
  target = world.recorder.port;

  async function pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const script = { '/hostile-before.js': changes.before, '/hostile-after.js': changes.after }[url];
    if (script !== undefined)
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    const other = changes.pages?.[url];
    if (other !== undefined) return void response.writeHead(200, { 'content-type': 'text/html' }).end(other);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const kept = ['accept', 'content-type', 'authorization', 'idempotency-key', 'cache-control'];
    if (url.startsWith('/store/')) {
      const headers = kept.map((name) => [name, String(request.headers[name] ?? '')]);
      sent.push({
        line: `${method} ${url}`,
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: body.toString(),
      });
    }
    const { host: _host, connection: _connection, 'accept-encoding': _encoding, ...rest } = request.headers;
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = { ...rest, host: new URL(shop).host };
      http
        .request({ host: 'localhost', port: target, method, path: url, headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    const type = answer.headers['content-type'] ?? '';
    let bytes = Buffer.concat(parts);
    if (type.startsWith('text/html')) bytes = Buffer.from(changed(bytes.toString(), changes));
    if (type.includes('json') && changes.json) bytes = Buffer.from(changes.json(bytes.toString()));
    const { 'content-length': _length, 'transfer-encoding': _encoded, ...headers } = answer.headers;
    if (changes.noPolicy) delete headers['content-security-policy'];
    response.writeHead(answer.statusCode ?? 500, headers).end(bytes);
  }

  return {
    ...world,
    shop,
    get changes() {
      return changes;
    },
    set changes(to) {
      changes = to;
    },
    sent() {
      const all = sent;
      sent = [];
      return all;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await world.close();
    },
  };
}

/** The store's tag is a module, so it runs when all of the body is there. */
function changed(html: string, { body = '', before, after, html: more = (text) => text }: Changes): string {
  const first = before === undefined ? '' : '<script src="/hostile-before.js"></script>';
  const last = after === undefined ? '' : '<script type="module" src="/hostile-after.js"></script>';
  return more(html)
    .replace('<head>', `<head>${first}`)
    .replace('</head>', `${last}</head>`)
    .replace(/<body[^>]*>/, (tag) => tag + body);
}

/** One window of any engine. */
export interface Tab {
  go(url: string): Promise<void>;
  run<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** The same, in the document of the card form. */
  runInCardForm<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
}

/** Of Chromium and Firefox. */
export function tabOf(page: Page): Tab {
  return {
    async go(url) {
      await page.goto(url, { waitUntil: 'commit' });
    },
    run: (work, ...args) => page.evaluate(`(${work.toString()})(...${JSON.stringify(args)})`),
    async runInCardForm(work, ...args) {
      const frame = page.frames().find((each) => each.url().includes('/v1/frame'));
      if (!frame) throw new Error('no card form');
      return frame.evaluate(`(${work.toString()})(...${JSON.stringify(args)})`);
    },
  };
}

export const tabOfWebKit = (driver: Driver): Tab => ({
  go: (url) => driver.go(url),
  run: (work, ...args) => driver.run(work, ...args),
  runInCardForm: (work, ...args) =>
    driver.inFrame('[data-store-mount] iframe', () => driver.run(work, ...args)),
});

interface Deed {
  readonly css: string;
  /** Its aria-label, label or text; or a part of the text, for what is only looked for. */
  readonly name?: string;
  readonly part?: string;
  readonly click?: boolean;
  readonly fill?: string;
}

/** Runs in the page: does it, if it can be done; whether it was. No name of the page leads it astray. */
function perform(deed: Deed): boolean {
  const { css, name, part, click, fill } = { __proto__: null, ...deed } as Deed;
  const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (element: Element): string =>
    element.getAttribute('aria-label') ??
    plain(
      ('labels' in element && (element.labels as NodeListOf<Element> | null)?.[0]?.textContent) ||
        element.textContent,
    );
  const find = (all: Iterable<Element>): Element | undefined => {
    for (const element of all) {
      const fits =
        element.matches(css) &&
        (name === undefined || nameOf(element) === name) &&
        (part === undefined || (element.textContent ?? '').includes(part)) &&
        element.checkVisibility({ visibilityProperty: true });
      const found = fits
        ? element
        : element.shadowRoot
          ? find(element.shadowRoot.querySelectorAll('*'))
          : undefined;
      if (found) return found;
    }
    return undefined;
  };
  const all: (css: string) => NodeListOf<Element> = Reflect.get(Document.prototype, 'querySelectorAll');
  const found = find(all.call(document, '*')) as HTMLInputElement | undefined;
  if (!found) return false;
  if (fill !== undefined) {
    found.focus();
    found.value = fill;
    for (const type of ['input', 'change']) found.dispatchEvent(new Event(type, { bubbles: true }));
    found.blur();
  }
  if (click) found.click();
  return true;
}

/** Waits for it as a shopper does. */
async function patiently(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await ask()) return;
    } catch (error) {
      // A page that is on its way to the next one.
      last = error;
    }
    await pause(40);
  }
  throw new Error(`waited in vain for: ${what}`, { cause: last });
}

export interface Hands {
  go(path: string): Promise<void>;
  see(deed: Deed): Promise<void>;
  addToCart(title: string, countThen: number): Promise<void>;
  fillDetails(details?: Readonly<Record<string, string>>): Promise<void>;
  typeCard(card: Card): Promise<void>;
  pay(): Promise<void>;
  /** Waits for the order that the server says is paid. */
  seePaid(): Promise<void>;
  /** From the shelf to the paid order. */
  buy(card: Card, title?: string): Promise<void>;
}

export function handsOn(tab: Tab, shop: string): Hands {
  const act = (deed: Deed): Promise<void> => patiently(JSON.stringify(deed), () => tab.run(perform, deed));
  const inCard = (deed: Deed): Promise<void> =>
    patiently(`in the card form: ${deed.css}`, () => tab.runInCardForm(perform, deed));
  const hands: Hands = {
    go: (path) => tab.go(new URL(path, shop).href),
    see: act,
    async addToCart(title, countThen) {
      await act({ css: 'button', name: `${words('cart.add')}: ${title}`, click: true });
      await act({ css: '.count', name: String(countThen) });
    },
    async fillDetails(details = ANA) {
      for (const [field, fill] of Object.entries(details))
        await act({
          css: field === 'region' ? 'select' : 'input',
          name: fieldOfAna(field as keyof typeof ANA),
          fill,
        });
    },
    async typeCard({ number, expiry, cvc }) {
      await inCard({ css: 'input[autocomplete=cc-number]', fill: number });
      await inCard({ css: 'input[autocomplete=cc-exp]', fill: expiry });
      await inCard({ css: 'input[autocomplete=cc-csc]', fill: cvc });
    },
    pay: () => act({ css: 'button[type=submit][aria-disabled=false]', click: true }),
    seePaid: () => act({ css: '[part~="notice"] p', name: words('order.paid') }),
    async buy(card, title = 'Tea bowl') {
      await hands.go('/');
      await hands.addToCart(title, 1);
      await hands.go('/checkout.html');
      await hands.fillDetails();
      await hands.typeCard(card);
      await hands.pay();
      await hands.seePaid();
    },
  };
  return hands;
}
