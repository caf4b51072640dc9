import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { WireEvidence, WireFinding } from '../../src/api/wire-evidence.js';
import type { WireAlertList } from '../../src/api/wire-admin.js';
import { newAdminKey } from '../../src/server/index.js';
import { servePages } from '../support/serve-pages.js';
import { shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const KEY = newAdminKey();
const WATCH = '<script src="/store-elements/page-watch.js" data-reports="/store/reports"></script>';

/** A page with every way a script can come; what is served as its scripts does nothing. */
const GOLDEN = `<!doctype html><title>Golden</title>
${WATCH}
<script src="/parsed.js" integrity="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="></script>
<script>globalThis.inline = 1</script>
<script type="module" src="/module.mjs"></script>
<script type="application/ld+json">{"@type":"Product"}</script>
<script type="text/plain" src="/held-back.js"></script>
<script src="/late.js?visitor=ana@example.com" async></script>
<iframe src="/child.html"></iframe>
<script src="/tags.js"></script>
<script>
  const add = (props) => document.head.append(Object.assign(document.createElement('script'), props));
  add({ src: '/dynamic.js' });
  add({ src: URL.createObjectURL(new Blob([''], { type: 'text/javascript' })) });
  addEventListener('load', () => setTimeout(() => {
    add({ src: '/by-timer.js' });
    // In and out before anybody could look at it.
    const hidden = document.createElement('script');
    hidden.src = '/hides.js';
    hidden.onload = () => hidden.remove();
    document.head.append(hidden);
    import('/imported.mjs');
  }, 300));
</script>`;

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // No interception there, which serves the page.

  describe(`the page watch in ${name}`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld({ env: { ADMIN_KEY: KEY } });
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    const ask = async <T>(path: string): Promise<T> =>
      (await (
        await fetch(`${world.shop}/store/admin/${path}`, { headers: { authorization: `Bearer ${KEY}` } })
      ).json()) as T;
    const found = async (page: string): Promise<readonly WireFinding[]> =>
      (await ask<WireEvidence>(`evidence?page=${page}`)).findings;

    /** Until the store has been told of it: Firefox's driver shows no bodies of requests that outlive their page. */
    async function told(
      path: string,
      fits: (finding: WireFinding) => boolean,
    ): Promise<readonly WireFinding[]> {
      for (const end = Date.now() + 15_000; Date.now() < end;) {
        const all = await found(path);
        if (all.some(fits)) return all;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${path} told of no such thing: ${JSON.stringify(await found(path))}`);
    }

    const serveGolden = (context: BrowserContext): Promise<unknown> =>
      context.route(/\/(golden|child)\.html|\/[a-z-]+\.m?js(\?.*)?$/, (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname.startsWith('/store-elements/')) return route.continue();
        if (pathname === '/child.html')
          return route.fulfill({
            contentType: 'text/html',
            body: '<script src="/of-the-child.js"></script>',
          });
        if (pathname === '/golden.html')
          return route.fulfill({
            contentType: 'text/html',
            body: GOLDEN,
            headers: { 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' },
          });
        const adds = `document.head.append(Object.assign(document.createElement('script'), { src: '/of-a-tag.js' }))`;
        return route.fulfill({
          contentType: 'text/javascript',
          body: pathname === '/tags.js' ? adds : '',
        });
      });

    it('lists every script of the page, however it came, with what tells them apart (PCI-5)', async () => {
      const context = await browser.newContext();
      await serveGolden(context);
      const page = await context.newPage();
      await page.goto(`${world.shop}/golden.html?order=1#token`);
      const all = await told('/golden.html', ({ subject }) => subject.endsWith('/imported.mjs'));
      const scripts = all.filter(({ kind }) => kind === 'script');
      const names = scripts.map(({ subject }) => subject.replace(world.shop, ''));
      assert.deepEqual([...new Set(names)].filter((subject) => subject !== 'inline').sort(), [
        ...[
          '/by-timer.js',
          '/dynamic.js',
          '/hides.js',
          '/imported.mjs',
          '/late.js',
          '/module.mjs',
          '/of-a-tag.js',
          '/parsed.js',
        ],
        ...['/store-elements/page-watch.js', '/tags.js', 'blob'],
      ]);
      // Who added it, where a browser can tell: not of the page's own markup, a timer or a module.
      assert.deepEqual(
        scripts.flatMap(({ subject, added_by: by }) =>
          by ? [[subject, by].map((each) => each.replace(world.shop, ''))] : [],
        ),
        [
          ['blob', 'inline'],
          ['/dynamic.js', 'inline'],
          ['/of-a-tag.js', '/tags.js'],
        ],
      );
      const inline = scripts.filter(({ subject }) => subject === 'inline');
      assert.equal(inline.length, 2);
      assert.ok(inline.every(({ detail }) => /^sha256-[\w+/]{43}=$/.test(detail)));
      assert.match(
        scripts.find(({ subject }) => subject.endsWith('/parsed.js'))?.detail ?? '',
        /^sha256-47DEQ/,
      );
      const others = all.filter(
        ({ kind, detail }) => kind === 'frame' || (kind === 'header' && detail !== ''),
      );
      assert.deepEqual(
        others.map(({ kind, subject, detail }) => [kind, subject.replace(world.shop, ''), detail]),
        [
          ['frame', '/child.html', ''],
          ['header', 'referrer-policy', 'no-referrer'],
          ['header', 'x-frame-options', 'DENY'],
        ],
      );
      // A header that is not there is told as well: that is how one that was dropped is noticed.
      assert.ok(all.some(({ subject, detail }) => subject === 'content-security-policy' && detail === ''));
      await context.close();
    });

    it('watches a checkout that is paid, tells its headers and frames, and nothing of the shopper (PCI-6)', async () => {
      const context = await browser.newContext();
      await servePages(context, world.shop, { html: (html) => html.replace('</head>', `${WATCH}</head>`) });
      const bodies: string[] = [];
      context.on('request', (request) => {
        if (request.url().endsWith('/store/reports')) bodies.push(request.postData() ?? '');
      });
      const ana = shopper(await context.newPage(), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      const all = await told(
        '/checkout.html',
        ({ kind, subject }) => kind === 'frame' && subject.startsWith(world.gatewayOrigin),
      );
      const policy = all.find(
        ({ kind, subject }) => kind === 'header' && subject === 'content-security-policy',
      );
      assert.match(policy?.detail ?? '', /^default-src 'none'; script-src 'self'/);
      assert.ok(all.some(({ kind, subject }) => kind === 'frame' && subject.startsWith(world.gatewayOrigin)));
      assert.ok(
        all.some(
          ({ kind, subject }) => kind === 'script' && subject === `${world.gatewayOrigin}/v1/sandbox.js`,
        ),
      );
      assert.doesNotMatch(bodies.join(''), /ana|Reyes|Harbour|97204/i);
      await context.close();
    });

    it('raises one alert for a script that came to an approved page, and one for what lies over the card form', async () => {
      const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
      await servePages(context, world.shop, {
        // A page whose policy lets a tag manager in.
        headers: { 'content-security-policy': '' },
        html: (html) => html.replace('</head>', `${WATCH}</head>`),
      });
      await context.route(`${world.shop}/tag.js`, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: '' }),
      );
      const [known] = (await found('/checkout.html')).filter(({ kind }) => kind === 'script');
      await fetch(`${world.shop}/store/admin/evidence/${known?.id ?? ''}/decision`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'approved', reason: 'The shop itself.', by: 'Mara' }),
      });
      const ana = shopper(await context.newPage(), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
      await ana.page.evaluate(() => {
        const box = document.querySelector('[data-store-mount] iframe')?.getBoundingClientRect();
        const cover = document.createElement('div');
        cover.style.cssText = `position:absolute;z-index:9;left:0;right:0;top:${(box?.top ?? 0) + scrollY}px;height:${box?.height ?? 0}px`;
        document.body.append(cover, Object.assign(document.createElement('script'), { src: '/tag.js' }));
        cover.scrollIntoView({ block: 'center' });
      });
      await told('/checkout.html', ({ subject }) => subject === 'covered');
      await told('/checkout.html', ({ subject }) => subject.endsWith('/tag.js'));
      const { alerts } = await ask<WireAlertList>('alerts');
      assert.deepEqual(
        alerts.filter(({ code }) => code === 'card_form_concern').map(({ reasons }) => reasons),
        [['covered on /checkout.html']],
      );
      assert.deepEqual(
        alerts
          .filter(({ code, reasons }) => code === 'script_unapproved' && /tag\.js/.test(reasons.join()))
          .map(({ reasons }) => reasons),
        [[`${world.shop}/tag.js on /checkout.html`]],
      );
      await context.close();
    });
  });
}
