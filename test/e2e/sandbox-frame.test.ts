import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { createSandboxGateway, type SandboxGateway } from '../../src/gateways/sandbox/index.js';
import type { SandboxCardForm } from '../../src/gateways/sandbox/protocol.js';
import { findLeaks, keepMessages } from '../support/canary.js';
import { press } from '../support/press.js';

const KEYS = {
  secretKey: 'sandbox_sk_frame_1',
  publishableKey: 'sandbox_pk_frame_1',
  webhookSecret: 'sandbox_whsec_frame_1',
};
const LIGHT = {
  scheme: 'light', colorText: '#1d1b18', colorMuted: '#6b665e', colorSurface: '#ffffff', colorBorder: '#8d877c',
  colorAccent: '#2447c9', colorError: '#b3261e', radius: '8px', fontFamily: 'sans-serif', fontSize: '16px',
} as const; // prettier-ignore
const DARK = {
  ...LIGHT, scheme: 'dark', colorText: '#f2efe9', colorMuted: '#a8a298', colorSurface: '#1c1b1a',
  colorBorder: '#7d776e', colorAccent: '#9db2ff', colorError: '#ff9d94',
} as const; // prettier-ignore
const NUMBER_WRONG = 'This card number is not complete or not right.';
/** Where the gateway sends callbacks: nobody is there, and this test needs none. */
const NOWHERE = { callbackUrl: 'http://127.0.0.1:1/none', retrySchedule: [] };

type Field = 'number' | 'expiry' | 'cvc';
interface State {
  readonly empty: boolean;
  readonly complete: boolean;
  readonly message?: string;
}
interface Confirmed {
  readonly kind: string;
  readonly status?: string;
}
interface TestPage {
  form: SandboxCardForm;
  states: State[];
  confirmed: Promise<Confirmed>;
  __messages: string[];
}
declare const self: TestPage & typeof window;
interface AxeRunner {
  run(options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // webkit.test.ts types its card there.

  describe(`the sandbox’s card frame in ${name}`, () => {
    let browser: Browser;
    let gateway: SandboxGateway;
    let service: Awaited<ReturnType<SandboxGateway['listen']>>;
    let merchant: http.Server;
    let page: Page;
    let complaints: string[];

    before(async () => {
      browser = await launch(name);
      gateway = createSandboxGateway({ ...KEYS, ...NOWHERE });
      service = await gateway.listen({ port: 0 });
      merchant = http.createServer((_request, response) => {
        const csp =
          `default-src 'none'; script-src ${service.origin}; frame-src ${service.origin}; img-src data:; ` +
          `base-uri 'none'; require-trusted-types-for 'script'; trusted-types store-elements`;
        response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': csp });
        response.end(
          `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
            `<title>Merchant</title><link rel="icon" href="data:,"><button id="before">Before</button>` +
            `<div id="mount"></div><button id="pay">Pay</button><script src="${service.origin}/v1/sandbox.js"></script>`,
        );
      });
      await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
    });
    after(async () => {
      await browser.close();
      await service.close();
      merchant.closeAllConnections();
      await new Promise((resolve) => merchant.close(resolve));
    });

    async function open(width = 390): Promise<void> {
      page = await browser.newPage({ viewport: { width, height: 700 } });
      page.setDefaultTimeout(15_000);
      complaints = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.addInitScript(keepMessages);
      await page.goto(`http://localhost:${(merchant.address() as AddressInfo).port}/`);
    }
    async function mount(appearance: object = LIGHT, width?: number): Promise<void> {
      await open(width);
      await page.evaluate(
        async ([key, look]) => {
          self.states = [];
          self.form = await self.SandboxGateway!(key as string).mountCard(
            document.querySelector<HTMLElement>('#mount')!,
            { locale: 'en', appearance: look as typeof LIGHT, onChange: (s) => self.states.push(s) },
          );
        },
        [KEYS.publishableKey, appearance],
      );
    }
    afterEach(async () => {
      await page.close();
      assert.deepEqual(complaints, []);
    });

    const field = (which: Field): Locator => page.frameLocator('#mount iframe').locator(`#${which}`);
    const inFrame = (): Frame => page.frames().find((frame) => frame.url().endsWith('/v1/frame'))!;
    // Firefox's driver sends keys to the page's own frame only; there the same edits are commands.
    const hasKeys = name === 'chromium';
    const command = (which: Field, what: 'insertText' | 'delete', text = ''): Promise<unknown> =>
      field(which).evaluate(
        (input, [c = '', t]) => {
          if (document.activeElement !== input) input.focus();
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else edits as keys do
          document.execCommand(c, false, t);
        },
        [what, text],
      );
    async function type(which: Field, text: string): Promise<void> {
      if (hasKeys) await field(which).pressSequentially(text);
      else for (const key of text) await command(which, 'insertText', key);
    }
    const erase = (which: Field): Promise<unknown> =>
      hasKeys ? field(which).press('Backspace') : command(which, 'delete');
    const putCaret = (which: Field, at: number): Promise<void> =>
      field(which).evaluate((input: HTMLInputElement, to) => {
        input.focus();
        input.setSelectionRange(to, to);
      }, at);
    /** What stands in a field, with the caret shown as `|`. */
    const shown = (which: Field): Promise<string> =>
      field(which).evaluate((input: HTMLInputElement) => {
        const at = input.selectionStart ?? 0;
        return `${input.value.slice(0, at)}|${input.value.slice(at)}`;
      });
    async function typeCard(number = '4242424242424242', expiry = '1138', cvc = '737'): Promise<void> {
      await type('number', number);
      await type('expiry', expiry);
      await type('cvc', cvc);
    }
    /** Resolves once this is the last thing that the frame said of itself. */
    const says = (state: State): Promise<unknown> =>
      page.waitForFunction((wanted) => {
        const { empty, complete, message } = self.states.at(-1) ?? ({} as Partial<State>);
        return empty === wanted.empty && complete === wanted.complete && message === wanted.message;
      }, state);
    const height = (): Promise<number> =>
      page.locator('#mount iframe').evaluate((frame) => frame.getBoundingClientRect().height);
    /** All of the form is seen: nothing scrolls inside the frame. */
    const fits = (): Promise<unknown> =>
      inFrame().waitForFunction(() => {
        const { scrollHeight, scrollWidth, clientHeight, clientWidth } = document.documentElement;
        return scrollHeight <= clientHeight && scrollWidth <= clientWidth;
      });

    it('refuses shadow roots, detached elements, a second form in one element, and keys that are none', async () => {
      await open();
      const refused = await page.evaluate(
        async ([publishable = '', secret = '']) => {
          const sandbox = self.SandboxGateway!;
          const told = async (work: () => unknown): Promise<string> => {
            try {
              await work();
              return 'taken';
            } catch (error) {
              return `${(error as Error).name}: ${(error as Error).message}`;
            }
          };
          const mountIn = (target: HTMLElement): Promise<string> =>
            told(() => sandbox(publishable).mountCard(target, { locale: 'en', onChange: () => undefined }));
          const host = document.createElement('div');
          const inside = document.createElement('div');
          document.body.append(host);
          host.attachShadow({ mode: 'open' }).append(inside);
          const mounted = document.querySelector<HTMLElement>('#mount')!;
          return {
            shadow: await mountIn(inside),
            detached: await mountIn(document.createElement('div')),
            first: await mountIn(mounted),
            second: await mountIn(mounted),
            secret: await told(() => sandbox(secret)),
            empty: await told(() => sandbox('')),
            none: await told(() => (sandbox as (key: unknown) => unknown)(undefined)),
          };
        },
        [KEYS.publishableKey, KEYS.secretKey],
      );
      assert.match(refused.shadow, /^IntegrationError: .*ShadowRoot/);
      assert.match(refused.detached, /^IntegrationError: .*not attached/);
      assert.equal(refused.first, 'taken');
      assert.match(refused.second, /^IntegrationError: There is already/);
      assert.match(refused.secret, /^IntegrationError: This is a secret key/);
      for (const answer of [refused.empty, refused.none]) assert.match(answer, /^IntegrationError/);
      assert.ok(!JSON.stringify(refused).includes(KEYS.secretKey));
      assert.equal(await page.locator('iframe').count(), 1);
    });

    it('groups the digits while they are typed, and keeps the caret behind the same digit', async () => {
      await mount();
      await type('number', '42424');
      assert.equal(await shown('number'), '4242 4|');
      await type('number', '24242424242');
      assert.equal(await shown('number'), '4242 4242 4242 4242|');
      await putCaret('number', 7);
      await erase('number');
      assert.equal(await shown('number'), '4242 4|424 2424 242');
      await type('number', '9');
      assert.equal(await shown('number'), '4242 49|42 4242 4242');
      await type('number', 'x-');
      assert.equal(await shown('number'), '4242 49|42 4242 4242');
      await putCaret('number', 5);
      await erase('number');
      assert.equal(await shown('number'), '4242| 4942 4242 4242');
    });

    it('takes a number that is pasted with spaces, dashes or words around it', async () => {
      await mount();
      for (const pasted of ['4242 4242 4242 4242', '4242-4242-4242-4242', ' Card: 4242424242424242\t']) {
        await field('number').evaluate((input: HTMLInputElement) => {
          input.focus();
          input.select();
        });
        await command('number', 'insertText', pasted);
        assert.equal(await shown('number'), '4242 4242 4242 4242|');
      }
    });

    it('groups American Express its own way, with four digits of security code', async () => {
      await mount();
      await type('number', '378282246310005');
      assert.equal(await shown('number'), '3782 822463 10005|');
      assert.equal(await field('cvc').getAttribute('placeholder'), '1234');
      await type('expiry', '1138');
      await type('cvc', '737');
      await says({ empty: false, complete: false });
      await type('cvc', '1');
      await says({ empty: false, complete: true });
      assert.equal(await shown('cvc'), '7371|');
    });

    it('reads a date however it is typed, and lets it be taken back key by key', async () => {
      await mount();
      const dates = { '1138': '11 / 38', '5': '05', '528': '05 / 28', '1/28': '01 / 28', '11/38': '11 / 38' };
      for (const [typed, seen] of Object.entries(dates)) {
        await field('expiry').fill('');
        await type('expiry', typed);
        assert.equal(await shown('expiry'), `${seen}|`, typed);
      }
      await field('expiry').fill('11 / 38');
      for (const seen of ['11 / 3', '11', '1', '']) {
        await erase('expiry');
        assert.equal(await field('expiry').inputValue(), seen);
      }
      await field('expiry').fill('12 / 38');
      await putCaret('expiry', 1);
      await erase('expiry');
      await type('expiry', '0');
      assert.equal(await shown('expiry'), '0|2 / 38');
    });

    it('reads a date as password managers fill it in', async () => {
      await mount();
      for (const [filled, seen] of [['11/2038', '11 / 38'], ['1/38', '01 / 38'], ['11/38', '11 / 38']] as const) {
        await field('expiry').fill(filled);
        assert.equal(await field('expiry').inputValue(), seen, filled);
      }
    }); // prettier-ignore

    it('finds fault with a field when it is left, not while it is typed in, and not when it is empty', async () => {
      await mount();
      const fault = (which: Field): Promise<readonly [string | null, string | null]> =>
        field(which).evaluate((input) => {
          const note = document.getElementById(input.getAttribute('aria-describedby') ?? '');
          return [input.getAttribute('aria-invalid'), note?.textContent ?? null] as const;
        });
      await type('number', '4242');
      await says({ empty: false, complete: false });
      assert.deepEqual(await fault('number'), ['false', '']);
      await field('expiry').focus();
      await says({ empty: false, complete: false, message: NUMBER_WRONG });
      assert.deepEqual(await fault('number'), ['true', NUMBER_WRONG]);
      await field('cvc').focus();
      assert.deepEqual(await fault('expiry'), ['false', '']);
      await putCaret('number', 4);
      await type('number', '424242424242');
      await says({ empty: false, complete: false });
      assert.deepEqual(await fault('number'), ['false', '']);
      const message = await page.evaluate(() => self.form.validate());
      assert.equal(message, 'This date is not complete or has passed.');
      assert.deepEqual(await fault('expiry'), ['true', message]);
      assert.deepEqual(await fault('cvc'), ['true', 'The security code is not complete.']);
      await page.evaluate(() => self.form.focus());
      await inFrame().waitForFunction(() => document.activeElement?.id === 'expiry');
    });

    it('keeps what was typed when the page’s look changes, and puts the new look on', async () => {
      await mount();
      await typeCard();
      const look = (): Promise<readonly string[]> =>
        field('number').evaluate((input) => {
          const { color, backgroundColor, borderTopLeftRadius, fontSize } = getComputedStyle(input);
          return [color, backgroundColor, borderTopLeftRadius, fontSize];
        });
      assert.deepEqual(await look(), ['rgb(29, 27, 24)', 'rgb(255, 255, 255)', '8px', '16px']);
      await page.evaluate((dark) => self.form.update(dark), {
        ...DARK,
        radius: '0px',
        fontSize: '18px',
      });
      await inFrame().waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
      await inFrame().evaluate(() =>
        Promise.allSettled(document.getAnimations().map((each) => each.finished)),
      );
      assert.deepEqual(await look(), ['rgb(242, 239, 233)', 'rgb(28, 27, 26)', '0px', '18px']);
      assert.equal(await field('number').inputValue(), '4242 4242 4242 4242');
      assert.equal(await field('expiry').inputValue(), '11 / 38');
      assert.equal(await field('cvc').inputValue(), '737');
    });

    for (const width of [320, 200]) {
      it(`is as high as it needs, with and without faults, at ${width}px`, async () => {
        await mount(LIGHT, width);
        await fits();
        const usual = await height();
        const becomes = (sign: number): Promise<unknown> =>
          page.waitForFunction(
            ([old = 0, wanted]) =>
              Math.sign(document.querySelector('iframe')!.getBoundingClientRect().height - old) === wanted,
            [usual, sign],
          );
        await page.evaluate(() => self.form.validate());
        await becomes(1);
        await fits();
        await typeCard();
        await becomes(0);
        await fits();
      });
    }

    it('says nothing to the page that holds a digit of the card', async () => {
      await mount();
      const card = { number: '378282246310005', expiry: '11/38', cvc: '7391' };
      await typeCard(card.number, '1138', card.cvc);
      await says({ empty: false, complete: true });
      assert.equal(await page.evaluate(() => self.form.validate()), undefined);
      assert.equal((await pay()).result.kind, 'status');
      const kept = await page.evaluate(() => self.__messages);
      assert.deepEqual(findLeaks(card, new Map(kept.map((message, i) => [`message ${i}`, message]))), []);
      // How many were typed is nobody's business either: what a change may hold is all there is.
      const changes = kept
        .map((message) => JSON.parse(message) as Record<string, unknown>)
        .filter((message) => message['type'] === 'change');
      assert.ok(changes.length >= 3);
      for (const { type: _type, empty, complete, message, ...more } of changes)
        assert.deepEqual(
          [typeof empty, typeof complete, message, more],
          ['boolean', 'boolean', undefined, {}],
        );
    });

    it('gives its port away once: a later message of the page changes nothing', async () => {
      await mount();
      await type('number', '4242');
      await page.evaluate(() => {
        const frame = document.querySelector('iframe')!.contentWindow!;
        frame.postMessage({ type: 'sandbox-connect', locale: 'en' }, '*', [new MessageChannel().port2]);
        for (const odd of [null, 7, 'sandbox-connect', { type: 'confirm' }]) frame.postMessage(odd, '*');
      });
      assert.equal(await page.evaluate(() => self.form.validate()), NUMBER_WRONG);
      assert.equal(await inFrame().locator('form').count(), 1);
      assert.equal(await field('number').inputValue(), '4242');
    });

    let made = 0;
    let secretOfLast: string | undefined;
    /** Makes a payment at the gateway and lets the form confirm it; the page keeps the promise. Returns the payment's id. */
    async function startPayment(): Promise<string> {
      const request = new Request(`${service.origin}/v1/payments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEYS.secretKey}`, 'idempotency-key': `key-${++made}` },
        body: JSON.stringify({ amount: 4000, currency: 'USD', reference: `pay_${made}` }),
      });
      const { id, client_secret } = (await (await gateway.fetch(request)).json()) as Record<string, string>;
      secretOfLast = client_secret;
      await page.evaluate((secret) => {
        self.confirmed = self.form.confirm(secret ?? '');
      }, client_secret);
      return id ?? '';
    }
    const statusOf = (id: string): string | undefined => gateway.payments.find((p) => p.id === id)?.status;
    const confirmed = (): Promise<Confirmed> => page.evaluate(() => self.confirmed);
    async function pay(): Promise<{ result: Confirmed; at: string | undefined }> {
      const id = await startPayment();
      const result = await confirmed();
      return { result, at: statusOf(id) };
    }

    it('tells how confirming ended, and charges nothing that can’t be right', async () => {
      await mount();
      const wrong = await pay();
      assert.deepEqual(wrong, { result: { kind: 'invalid', message: NUMBER_WRONG }, at: 'requires_payment' });
      assert.equal(await field('number').getAttribute('aria-invalid'), 'true');
      await typeCard();
      assert.deepEqual(await pay(), {
        result: { kind: 'status', status: 'succeeded', declineCode: null },
        at: 'succeeded',
      });
      await field('number').fill('4000000000009995');
      assert.deepEqual(await pay(), {
        result: { kind: 'status', status: 'declined', declineCode: 'insufficient_funds' },
        at: 'declined',
      });
      await field('number').fill('4000000000000341');
      assert.deepEqual(await pay(), { result: { kind: 'not_processed' }, at: 'requires_payment' });
      // The browser's own lines about the 422 and the 503 are no fault of the frame.
      complaints = complaints.filter((line) => !/status of (422|503)/.test(line));
    });

    describe('when the bank asks', () => {
      const bank = (): Frame => page.frames().find((frame) => frame.url().includes('/v1/challenge'))!;
      const dialog = (): FrameLocator => page.frameLocator('dialog iframe');
      const button = (words: string): Locator => dialog().getByRole('button', { name: words });
      // Chromium's driver never hears of a key whose frame the key itself has removed, so nobody waits for it.
      const escape = async (): Promise<void> =>
        hasKeys
          ? void page.keyboard.press('Escape').catch(() => undefined)
          : bank().evaluate(() => {
              document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
            });
      async function challenged(): Promise<string> {
        await mount();
        await typeCard('4000000000003220');
        await page.locator('#pay').focus();
        const id = await startPayment();
        await button('Confirm').waitFor();
        return id;
      }
      /** The dialog is gone and the focus is back. */
      async function isOver(): Promise<void> {
        await page.waitForFunction(() => document.activeElement?.id === 'pay');
        assert.equal(await page.locator('dialog').count(), 0);
      }

      for (const [answer, status, declineCode] of [
        ['Confirm', 'succeeded', null],
        ['Refuse', 'declined', 'authentication_failed'],
      ] as const) {
        it(`moves the focus in, takes ${answer} for an answer, and gives the focus back`, async () => {
          const id = await challenged();
          await page.waitForFunction(() => document.activeElement?.matches('dialog iframe'));
          await bank().waitForFunction(() => document.activeElement?.matches('.yes'));
          await press(dialog(), answer);
          assert.deepEqual(await confirmed(), { kind: 'status', status, declineCode });
          assert.equal(statusOf(id), status);
          await isOver();
        });
      }

      it('takes Escape for a no that charges nothing, and gives the focus back', async () => {
        const id = await challenged();
        await bank().waitForFunction(() => document.activeElement?.matches('.yes'));
        await escape();
        assert.deepEqual(await confirmed(), { kind: 'canceled' });
        assert.equal(statusOf(id), 'requires_action');
        await isOver();
      });

      it('calls nothing canceled once there is an answer on its way', async () => {
        const id = await challenged();
        // Held where the gateway has charged already and its answer has not come.
        const held = new Promise<() => Promise<void>>((resolve) => {
          void page.route('**/challenge', async (route) => {
            // Written anew: Firefox's driver does not tell what a frame sends.
            const sent = JSON.stringify({ client_secret: secretOfLast, accept: true });
            const response = await gateway.fetch(
              new Request(route.request().url(), { method: 'POST', body: sent }),
            );
            const body = await response.text();
            resolve(() => route.fulfill({ contentType: 'application/json', body }));
          });
        });
        await press(dialog(), 'Confirm');
        const letGo = await held;
        assert.equal(statusOf(id), 'succeeded');
        await escape();
        await letGo();
        assert.deepEqual(await confirmed(), { kind: 'status', status: 'succeeded', declineCode: null });
        await isOver();
      });

      it('does not know how it ended when the dialog is closed from outside after an answer', async () => {
        await challenged();
        const reached = new Promise<void>((resolve) => {
          void page.route('**/challenge', () => resolve());
        });
        await press(dialog(), 'Confirm');
        await reached;
        await page.evaluate(() => document.querySelector('dialog')!.close());
        assert.deepEqual(await confirmed(), { kind: 'unknown' });
        await isOver();
      });

      it('takes its dialog along when the form is destroyed', async () => {
        await challenged();
        await page.evaluate(() => self.form.destroy());
        assert.deepEqual(await confirmed(), { kind: 'unknown' });
        assert.equal(await page.locator('iframe, dialog').count(), 0);
        assert.equal(await page.locator('#mount').innerHTML(), '');
      });
    });

    if (name === 'chromium') {
      it('is reached and left by Tab in the order of its fields, both ways', async () => {
        await mount();
        const focused = async (): Promise<string> =>
          (await inFrame().evaluate(() => (document.hasFocus() ? document.activeElement?.id : ''))) ||
          (await page.evaluate(() => document.activeElement?.id ?? ''));
        const walk = async (key: string, fields: readonly string[]): Promise<void> => {
          for (const id of fields) {
            await page.keyboard.press(key);
            // The focus crosses processes on its way into the frame and out.
            const place = id === 'before' || id === 'pay' ? page : inFrame();
            await place.waitForFunction(
              (wanted) => document.activeElement?.id === wanted && document.hasFocus(),
              id,
            );
            assert.equal(await focused(), id);
          }
        };
        await page.locator('#before').focus();
        await walk('Tab', ['number', 'expiry', 'cvc', 'pay']);
        await walk('Shift+Tab', ['cvc', 'expiry', 'number', 'before']);
      });

      for (const appearance of [LIGHT, DARK]) {
        it(`has no accessibility fault that axe knows (${appearance.scheme})`, async () => {
          const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
          const faults = async (frame: Frame): Promise<string[]> => {
            await frame.evaluate(axe);
            return frame.evaluate(async () => {
              await Promise.allSettled(document.getAnimations().map((each) => each.finished));
              // Landmarks and headings are the page's, not the frame's.
              const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const { violations } = await (globalThis as unknown as { axe: AxeRunner }).axe.run({ runOnly });
              return violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join()}`,
              );
            });
          };
          await mount(appearance, 320);
          await page.emulateMedia({ colorScheme: appearance.scheme });
          // The frame is transparent; the page's own ground shines through.
          await inFrame().evaluate(
            (c) => document.body.style.setProperty('background', c),
            appearance.colorSurface,
          );
          assert.deepEqual(await faults(inFrame()), []);
          await page.evaluate(() => self.form.validate());
          assert.deepEqual(await faults(inFrame()), [], 'with faults');
          await typeCard('4000000000003220');
          await startPayment();
          await page.frameLocator('dialog iframe').getByRole('button', { name: 'Confirm' }).waitFor();
          const bank = page.frames().find((frame) => frame.url().includes('/v1/challenge'))!;
          assert.deepEqual(await faults(bank), [], 'challenge');
        });
      }
    }
  });
}
