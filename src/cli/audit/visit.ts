/** One visit of a page in a browser, as a shopper's, and everything it loaded. */
import { randomBytes } from 'node:crypto';
import type { Browser, Frame, Page, Request } from 'playwright-core';
import { isLoopback } from '../../security/facts.js';
import { securityHeaders } from './headers.js';
import { reasonOf } from './unopened.js';
import { readNotes, scanDocument, watchPage, type PageNotes } from './in-page.js';
import { isEvergreen } from './known.js';
import { recordScripts } from './scripts.js';
import type { PageSeen } from './seen.js';

export interface VisitOptions {
  readonly url: URL;
  /** CSS selector of what shows that the payment step is there. */
  readonly wait: string | undefined;
  /** How long to look after it is there, for scripts that come late. */
  readonly seconds: number;
  /** File with a browser's state (Playwright's `storageState`), so that there is a cart. */
  readonly state: string | undefined;
}

/** Fields that ask for a card, by what they are called. */
const CARD_FIELD =
  'card ?(number|no\\b)|cc ?(num|number|exp|csc)\\b|name on card|card ?holder|expir(y|ation)|\\bmm ?/ ?yy|\\b(cvc|cvv|csc)2?\\b|security code|kartennummer|num[eé]ro de (la )?(carte|tarjeta)';

/** @throws Error saying why the page could not be looked at. */
export async function visit(
  browser: Browser,
  options: VisitOptions,
  ask: typeof fetch = fetch,
): Promise<PageSeen> {
  const { url } = options;
  const context = await browser.newContext({
    ...(options.state !== undefined && { storageState: options.state }),
  });
  try {
    const name = `notes${randomBytes(12).toString('hex')}`;
    await context.addInitScript(watchPage, name);
    const page = await context.newPage();
    const requests: Request[] = [];
    const frames = new Set<string>();
    const sockets: string[] = [];
    page.on('request', (request) => requests.push(request));
    page.on('websocket', (socket) => sockets.push(socket.url()));
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) frames.add(frame.url());
    });
    const scripts = await recordScripts(page);
    const answer = await page
      .goto(url.href, { waitUntil: 'load', timeout: 45_000 })
      .catch(async (cause: unknown) => {
        throw new Error(`${url.href} could not be opened: ${await reasonOf(cause, url)}`, { cause });
      });
    if (!answer) throw new Error(`${url.href} gave no page.`);
    if (answer.status() >= 400) throw new Error(`${url.href} answered ${answer.status()}.`);
    await settle(page, options);

    const finalUrl = withoutHash(page.url());
    const { origin } = new URL(finalUrl);
    const readable = page.frames().filter((frame) => isReadable(frame, origin));
    const notes: PageNotes[] = [];
    const scans = [];
    for (const frame of readable) {
      notes.push(await frame.evaluate(readNotes, name).catch(() => NO_NOTES));
      const scan = await frame.evaluate(scanDocument, CARD_FIELD).catch(() => undefined);
      if (scan) scans.push({ ...scan, where: frameName(frame.url()) });
    }
    for (const frame of page.frames()) if (frame !== page.mainFrame()) frames.add(frame.url());
    const own = (request: Request): boolean => {
      const frame = frameOf(request);
      return frame === undefined || isReadable(frame, origin);
    };
    const secure = finalUrl.startsWith('https:');
    return {
      url: url.href,
      finalUrl,
      browser: `${browser.browserType().name()} ${browser.version()}`,
      tls: (await answer.securityDetails().catch(() => null))?.protocol,
      plainHttp: await plainHttp(new URL(finalUrl), ask),
      headers: securityHeaders(await answer.headersArray()),
      metaPolicies: scans[0]?.metaPolicies ?? [],
      scripts: await scripts.found(
        [...scans, ...notes].flatMap((each) => each.scripts),
        scans.flatMap((each) => each.handlers),
        origin,
        own,
      ),
      frames: sorted([...frames].filter((each) => each && each !== 'about:blank').map(frameName)),
      cardFields: sorted(
        scans.flatMap(({ cardFields, where }) => cardFields.map((each) => `${each} in ${where}`)),
      ),
      insecure: secure
        ? sorted([
            ...scans.flatMap((each) => each.insecure),
            ...requests
              .filter((each) => isPlain(each.url()))
              .map((each) => `${each.resourceType()} ${each.url()}`),
          ])
        : [],
      hosts: sorted([
        ...requests.filter(own).map(hostOf),
        ...sockets.map((each) => `websocket ${originOf(each)}`),
      ]),
      frameHosts: sorted(requests.filter((each) => !own(each)).map(hostOf)),
      violations: sorted(notes.flatMap((each) => each.violations)),
    };
  } finally {
    await context.close();
  }
}

const NO_NOTES: PageNotes = { scripts: [], violations: [] };

/** Until the selector is there, the asked time went by and the network was quiet for a second; not for ever. */
async function settle(page: Page, { wait, seconds }: VisitOptions): Promise<void> {
  let last = Date.now();
  const stir = (): void => void (last = Date.now());
  page.on('request', stir);
  page.on('requestfinished', stir);
  if (wait !== undefined)
    await page
      .locator(wait)
      .first()
      .waitFor({ timeout: 30_000 })
      .catch((cause: unknown) => {
        throw new Error(`${JSON.stringify(wait)} did not appear within 30 seconds.`, { cause });
      });
  const began = Date.now();
  // What a shopper does before typing; a script that waits for it comes now. Nothing is pressed or written.
  // Across the page, because a frame keeps to itself what happens over it.
  await page.mouse.move(2, 2);
  await page.mouse.move(900, 600, { steps: 20 });
  await page.mouse.wheel(0, 600).catch(() => undefined);
  await page.keyboard.press('Tab');
  const until = began + seconds * 1000;
  while (Date.now() < until || (Date.now() - last < 1000 && Date.now() < until + 20_000))
    await page.waitForTimeout(100);
}

async function plainHttp(url: URL, ask: typeof fetch): Promise<string> {
  if (isLoopback(url.hostname)) return 'not asked: the page is on this machine';
  if (url.port && url.protocol === 'https:') return 'not asked: the page has a port of its own';
  const plain = new URL(url);
  plain.protocol = 'http:';
  const answer = await ask(plain, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  if (!answer) return 'nobody answers over plain HTTP';
  const to = answer.headers.get('location');
  await answer.body?.cancel();
  return to ? `${answer.status} to ${new URL(to, plain).href}` : `${answer.status}, not sent on to HTTPS`;
}

const isReadable = (frame: Frame, origin: string): boolean =>
  /^about:/.test(frame.url()) || frame.url() === '' || originOf(frame.url()) === origin;

/** A service worker's request has no frame. */
function frameOf(request: Request): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

const withoutHash = (address: string): string => address.split('#', 1)[0] ?? '';
const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : new URL('about:blank').origin;
const hostOf = (request: Request): string =>
  /^(https?|wss?):/.test(request.url()) ? `${request.resourceType()} ${originOf(request.url())}` : '';

function frameName(address: string): string {
  if (!/^https?:/.test(address)) return address.split(/[?#]/, 1)[0]?.slice(0, 100) ?? '';
  const { origin, pathname } = new URL(address);
  return isEvergreen(address) ? origin : `${origin}${pathname}`;
}

const isPlain = (address: string): boolean =>
  /^(http|ws):/.test(address) && !isLoopback(new URL(address).hostname);

const sorted = (list: readonly string[]): string[] => [...new Set(list)].filter(Boolean).sort();
