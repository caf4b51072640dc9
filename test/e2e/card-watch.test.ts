import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { servePages } from '../support/serve-pages.js';
import { shopper, words, type Shopper } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };

/** What an attacker's script does to the page, with the frame's place and the way back. */
interface Attack {
  readonly what: string;
  readonly do: string;
}

/** `frame`, `mount`, `checkout`: the gateway's frame and what holds it. `lay(style, tag)` puts something over it. */
const PRELUDE = `
  const mount = document.querySelector('[data-store-mount=payment]');
  const frame = mount.querySelector('iframe');
  const checkout = document.querySelector('store-checkout');
  checkout.scrollIntoView({ block: 'end' });
  frame.scrollIntoView({ block: 'center' });
  const box = frame.getBoundingClientRect();
  const undo = [];
  globalThis.undoAttack = () => undo.reverse().forEach((each) => each());
  const add = (element, parent = document.body) => { parent.append(element); undo.push(() => element.remove()); return element; };
  const make = (tag, style = '') => { const e = document.createElement(tag); e.style.cssText = style; return e; };
  const over = 'position:fixed;margin:0;border:0;padding:0;inset:auto;left:' + box.left + 'px;top:' + box.top + 'px;width:' + box.width + 'px;height:' + box.height + 'px;';
  // By the object model: the demo's policy lets no style attribute be set.
  const style = (element, text) => { const old = element.style.cssText; element.style.cssText += ';' + text; undo.push(() => { element.style.cssText = old; }); };
`;

const COVERING: readonly Attack[] = [
  { what: 'an opaque box', do: `add(make('div', over + 'background:#fff;z-index:9'))` },
  { what: 'a box of opacity 0.01', do: `add(make('div', over + 'opacity:.01;z-index:9'))` },
  { what: 'a box of opacity 0', do: `add(make('div', over + 'opacity:0;z-index:9'))` },
  {
    what: 'one small field where the number is typed',
    do: `add(make('input', 'position:fixed;opacity:.01;z-index:9;width:160px;height:30px;left:' + (box.left + 20) + 'px;top:' + (box.top + 22) + 'px'))`,
  },
  { what: 'a popover', do: `const p = add(make('div', over)); p.popover = 'manual'; p.showPopover()` },
  { what: 'a modal dialog', do: `const d = add(make('dialog', over)); d.showModal()` },
  {
    what: 'a look-alike frame over it',
    do: `const f = add(make('iframe', over + 'z-index:9')); f.src = 'about:blank'`,
  },
  {
    what: 'something inside the mount',
    do: `mount.style.position = 'relative'; add(make('div', 'position:absolute;inset:0;background:#fff'), mount)`,
  },
  {
    what: 'something inside the checkout’s own shadow root',
    do: `add(make('div', over + 'background:#fff;z-index:9'), checkout.shadowRoot)`,
  },
  {
    what: 'an element with a closed shadow root',
    do: `const h = add(make('fake-form', over + 'display:block;z-index:9')); h.attachShadow({ mode: 'closed' }).append(make('input', 'width:100%;height:100%'))`,
  },
];

const HIDING: readonly Attack[] = [
  { what: 'opacity 0', do: `style(frame, 'opacity:0!important')` },
  { what: 'opacity 0.01', do: `style(frame, 'opacity:.01!important')` },
  { what: 'an invisible mount', do: `style(mount, 'visibility:hidden!important')` },
  { what: 'a frame that is not drawn', do: `style(frame, 'display:none!important')` },
  {
    what: 'a place off the screen',
    do: `style(frame, 'position:absolute!important;left:-9999px!important')`,
  },
  { what: 'a clip', do: `style(frame, 'clip-path:inset(50%)!important')` },
  { what: 'a scale of a hundredth', do: `style(frame, 'transform:scale(.01)!important')` },
  { what: 'no height', do: `style(frame, 'height:1px!important;min-height:0!important')` },
  { what: 'a filter', do: `style(mount, 'filter:opacity(0)!important')` },
  { what: 'no way to reach it', do: `style(frame, 'pointer-events:none!important')` },
];

const ASKING: readonly Attack[] = [
  {
    what: 'by autocomplete',
    do: `add(Object.assign(make('input'), { autocomplete: 'section-a cc-number' }))`,
  },
  {
    what: 'by its label, in German',
    do: `const l = add(make('label')); l.textContent = 'Kartennummer '; l.append(make('input'))`,
  },
  {
    what: 'by a name in an open shadow root',
    do: `const h = add(make('div')); h.attachShadow({ mode: 'open' }).append(Object.assign(make('input'), { name: 'cardNumber' }))`,
  },
  {
    what: 'in a frame of the page’s own origin',
    do: `const f = add(make('iframe')); f.contentDocument.body.append(Object.assign(f.contentDocument.createElement('input'), { placeholder: 'CVV' }))`,
  },
];

const HARMLESS: readonly Attack[] = [
  {
    what: 'a sticky header over its upper edge',
    do: `add(make('div', 'position:fixed;inset:0 0 auto 0;z-index:9;background:#fff;height:' + (box.top + box.height * .25) + 'px'))`,
  },
  { what: 'a cookie bar below it', do: `add(make('div', 'position:fixed;inset:auto 0 0 0;z-index:9;height:60px'))` },
  {
    what: 'a password manager’s icon',
    do: `add(make('div', 'position:fixed;z-index:9;width:20px;height:20px;background:red;top:' + (box.top + 24) + 'px;left:' + (box.right - 40) + 'px'))`,
  },
  { what: 'a layer that lets clicks through', do: `add(make('div', 'position:fixed;inset:0;z-index:9;pointer-events:none'))` },
  { what: 'a scaled page', do: `style(document.body, 'transform:scale(.9)')` },
  { what: 'a page a little transparent', do: `style(document.body, 'opacity:.9')` },
  { what: 'a zoomed page', do: `style(document.documentElement, 'zoom:1.5')` },
  { what: 'a page from right to left', do: `document.documentElement.dir = 'rtl'; undo.push(() => document.documentElement.removeAttribute('dir'))` },
  { what: 'a form scrolled away', do: `style(document.body, 'padding-bottom:300vh'); scrollTo(0, document.documentElement.scrollHeight)` },
  {
    what: 'a box around that scrolls and cuts the form',
    do: `style(checkout.parentElement, 'display:block;height:' + (checkout.offsetHeight - 200) + 'px;overflow:auto')`,
  },
  {
    what: 'a page that scrolls inside a box of its own, far from the form',
    do: `style(document.documentElement, 'overflow:hidden;height:100%'); style(document.body, 'height:100%;overflow:auto;padding-bottom:300vh'); document.body.scrollTop = 1e6`,
  },
  {
    what: 'a frame of the gateway’s own over it',
    do: `const f = add(make('iframe', over + 'z-index:9')); f.src = new URL('/', frame.src).href`,
  },
  {
    what: 'the gateway’s frame taken off for a moment',
    do: `const place = frame.parentElement; frame.remove(); queueMicrotask(() => place.append(frame))`,
  },
  {
    what: 'fields for other cards, other numbers, and one that nobody can see',
    do: `for (const name of ['gift_card_number', 'phone', 'q', 'email_code', 'discard', 'postcard_number', 'student-card-no'])
      add(Object.assign(make('input'), { name }));
      add(Object.assign(make('input'), { placeholder: 'Security code', autocomplete: 'one-time-code' }));
      add(Object.assign(make('input', 'display:none'), { autocomplete: 'cc-number' }))`,
  },
]; // prettier-ignore

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // Its driver can't intercept; the watch is the same code.

  describe(`the watch over the card form in ${name} (T-01)`, () => {
    let browser: Browser;
    let world: World;
    before(async () => {
      browser = await launch(name);
      world = await startWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** A shopper in front of the card form. */
    async function atCheckout(change: { readonly script?: string } = {}): Promise<Shopper> {
      const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
      // Every look of the watch asks this at least once.
      await context.addInitScript(() => {
        const real = Object.getOwnPropertyDescriptor(Element.prototype, 'checkVisibility')
          ?.value as () => boolean;
        Object.assign(globalThis, { looks: 0 });
        Element.prototype.checkVisibility = function (...options) {
          if (this.localName === 'store-checkout') (globalThis as unknown as { looks: number }).looks++;
          return real.apply(this, options as []);
        };
      });
      const { script } = change;
      if (script)
        await servePages(context, world.shop, {
          html: (html) => html.replace('data-endpoint="/store"', `data-endpoint="/store" ${script}`),
        });
      const ana = shopper(await context.newPage(), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.cardFrame.locator('input').first().waitFor();
      await ana.page.waitForFunction(() => (globalThis as unknown as { looks: number }).looks > 1);
      return ana;
    }

    const message = (page: Page, state: string) => page.locator(`store-checkout .secure.${state}`);
    const attack = (page: Page, { do: text }: Attack): Promise<void> =>
      page.evaluate(`(() => { ${PRELUDE} ${text} })()`);
    const undo = (page: Page): Promise<void> => page.evaluate('undoAttack()');

    for (const [concern, attacks] of [
      ['covered', COVERING],
      ['hidden', HIDING],
      ['card_field', ASKING],
    ] as const) {
      it(`tells the shopper: ${concern}, ${attacks.length} ways; and that it is over`, async () => {
        const { page } = await atCheckout();
        for (const each of attacks) {
          await attack(page, each);
          await message(page, 'warned')
            .filter({ hasText: words(`security.warning.${concern}`) })
            .waitFor()
            .catch((error: unknown) => assert.fail(`${each.what}: ${String(error)}`));
          assert.doesNotMatch(
            (await message(page, 'warned').textContent()) ?? '',
            /belongs to|directly/,
            each.what,
          );
          await undo(page);
          await message(page, 'test')
            .waitFor()
            .catch((error: unknown) => assert.fail(`${each.what} is over: ${String(error)}`));
        }
        await page.context().close();
      });
    }

    it(`says nothing of ${HARMLESS.length} things that honest pages have`, async () => {
      const { page } = await atCheckout();
      for (const each of HARMLESS) {
        await attack(page, each);
        await page.evaluate(() => Object.assign(globalThis, { looks: 0 }) && undefined);
        await page.waitForFunction(() => (globalThis as unknown as { looks: number }).looks > 4);
        assert.equal(await message(page, 'warned').count(), 0, each.what);
        await undo(page);
        await page.evaluate(() => scrollTo(0, 0));
      }
      await page.context().close();
    });

    it('takes the form away when its frame is led elsewhere or exchanged', async () => {
      for (const change of [
        `frame.src = 'http://127.0.0.1:9/skimmer'`,
        `const f = make('iframe'); f.src = 'about:blank'; frame.replaceWith(f)`,
        `const f = make('iframe'); f.src = 'http://127.0.0.1:9/skimmer'; mount.append(f)`,
      ]) {
        const { page, payButton } = await atCheckout();
        // The demo's own policy would stop two of these before us.
        await attack(page, { what: change, do: change });
        await message(page, 'refused')
          .filter({ hasText: words('security.refused.frame_origin') })
          .waitFor();
        assert.equal(await page.locator('[data-store-mount] iframe').count(), 0, change);
        assert.equal(await payButton.count(), 0, change);
        await page.context().close();
      }
    });

    it('claims nothing while there is no frame, and again when it is back', async () => {
      const { page } = await atCheckout();
      await page.evaluate(() => {
        const frame = document.querySelector('[data-store-mount] iframe');
        const place = frame?.parentElement;
        frame?.remove();
        Object.assign(globalThis, { putBack: () => frame && place?.append(frame) });
      });
      await message(page, 'pending')
        .filter({ hasText: words('security.checking') })
        .waitFor();
      await page.evaluate('putBack()');
      await message(page, 'test').waitFor();
      await page.context().close();
    });

    it('says nothing of the bank’s question over the form, and nothing after it', async () => {
      const ana = await atCheckout();
      const { page } = ana;
      await page.evaluate(() => {
        Object.assign(globalThis, { alarms: 0 });
        document.addEventListener('store-security-change', () => {
          (globalThis as unknown as { alarms: number }).alarms++;
        });
      });
      await ana.fillDetails();
      await ana.typeCard({ ...CARD, number: '4000000000003220' });
      await ana.pay();
      await page.frameLocator('dialog iframe').getByRole('button', { name: 'Refuse' }).waitFor();
      await page.evaluate(() => Object.assign(globalThis, { looks: 0 }) && undefined);
      await ana.answerChallenge('Refuse');
      await ana.notice.waitFor();
      await page.waitForFunction(() => (globalThis as unknown as { looks: number }).looks > 4);
      assert.equal(await page.evaluate(() => (globalThis as unknown as { alarms: number }).alarms), 0);
      await page.context().close();
    });

    it('fires store-security-change with what was seen, and when it is over', async () => {
      const { page } = await atCheckout();
      await page.evaluate(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        document.addEventListener('store-security-change', ({ detail }) =>
          heard.push(detail.verdict.warnings.join()),
        );
      });
      await attack(page, COVERING[0] as Attack);
      await message(page, 'warned').waitFor();
      await undo(page);
      await message(page, 'test').waitFor();
      assert.deepEqual(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard), [
        'covered',
        '',
      ]);
      await page.context().close();
    });

    it('takes no payment while it lasts, where the merchant wants that, and takes it after', async () => {
      const ana = await atCheckout({ script: 'data-guard="stop"' });
      const { page } = ana;
      await ana.fillDetails();
      await ana.typeCard(CARD);
      const before = world.gateway.payments.length;
      await attack(page, ASKING[0] as Attack);
      await message(page, 'warned')
        .filter({ hasText: words('security.stopped') })
        .waitFor();
      await ana.pay();
      await ana.notice.filter({ hasText: words('notice.guard') }).waitFor();
      assert.equal(world.gateway.payments.length, before);
      await undo(page);
      await message(page, 'test').waitFor();
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await page.context().close();
    });

    if (name === 'chromium')
      it('what it is for: without it, a field over the form gets the card number, and the page looks as before', async () => {
        const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
        await context.route('**/chunks/card-watch-*.js', (route) => route.abort());
        const ana = shopper(await context.newPage(), world.shop);
        const { page } = ana;
        await ana.go('/');
        await ana.addToCart('Tea bowl');
        await ana.go('/checkout.html');
        await ana.cardFrame.locator('input').first().waitFor();
        await attack(page, COVERING[3] as Attack);
        const { x, y, width } = (await page.locator('[data-store-mount] iframe').boundingBox()) ?? {
          x: 0,
          y: 0,
          width: 0,
        };
        await page.mouse.click(x + Math.min(60, width / 2), y + 36);
        await page.keyboard.type(CARD.number);
        assert.equal(await page.locator('body > input').inputValue(), CARD.number);
        assert.equal(await message(page, 'warned').count(), 0);
        await context.close();
      });

    it('shows no card form inside another website, and does where the merchant allowed it (T-06)', async () => {
      for (const allowed of [false, true]) {
        const context = await browser.newContext();
        await servePages(context, world.shop, {
          // A merchant who forgot the header, or can't send any.
          headers: { 'content-security-policy': '', 'x-frame-options': '' },
          html: (html) =>
            allowed
              ? html.replace(
                  'data-endpoint="/store"',
                  `data-endpoint="/store" data-ancestors="${world.gatewayOrigin}"`,
                )
              : html,
        });
        const asked: string[] = [];
        context.on('request', (request) => asked.push(new URL(request.url()).pathname));
        const script =
          allowed && context.waitForEvent('request', (request) => request.url().endsWith('sandbox.js'));
        await context.route(`${world.gatewayOrigin}/around.html`, (route) =>
          route.fulfill({
            contentType: 'text/html',
            body: `<iframe src="${world.shop}/checkout.html" width="900" height="900"></iframe>`,
          }),
        );
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(`${world.gatewayOrigin}/around.html`);
        const inside = page.frameLocator('iframe');
        await inside.locator('store-checkout').waitFor();
        // On this page itself: storage is no use in another website's frame.
        await page.frames()[1]?.evaluate(async () => {
          await customElements.whenDefined('store-checkout');
          type Global = { StoreElements: { updateCart(quantities: object): void } };
          (globalThis as unknown as Global).StoreElements.updateCart({ 'tea-bowl-ash': 1 });
        });
        if (script) {
          // The sandbox itself lets only the shop frame it; that it is asked is what our guard decides.
          await script;
          assert.equal(await inside.locator('store-checkout .secure.refused').count(), 0);
        } else {
          const refused = inside.locator('store-checkout .secure.refused');
          await refused.filter({ hasText: words('security.refused.framed') }).waitFor();
          const link = refused.getByRole('link', { name: words('security.cure.framed') });
          assert.equal(await link.getAttribute('href'), `${world.shop}/checkout.html`);
          assert.equal(await link.getAttribute('target'), '_top');
          assert.equal(await inside.locator('[data-store-mount] iframe').count(), 0);
          assert.deepEqual(
            asked.filter((path) => /\/orders|sandbox\.js/.test(path)),
            [],
          );
        }
        await context.close();
      }
    });
  });
}
