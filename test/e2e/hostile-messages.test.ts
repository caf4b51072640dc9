/**
 * Spoofed messages (T-07): what anybody may send to the merchant's page and to the card form while a shopper pays. The page
 * itself hears no window message at all; the sandbox's form takes its port from the page that holds it, and once.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import fc from 'fast-check';
import { browsersToTest, launch } from '#browsers';
import { handsOn, startHostileWorld, tabOf, type HostileWorld } from '../support/hostile.js';
import { ANA, words } from '../support/shopper.js';

const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const ROUNDS = 25;

/** What the sandbox's parts say to each other, what other gateways' do, and what nobody does. */
const MESSAGES = fc.sample(
  fc.oneof(
    fc.record({
      type: fc.constantFrom(
        'sandbox-connect',
        'ready',
        'height',
        'change',
        'validated',
        'confirmed',
        'answered',
      ),
      id: fc.integer({ min: 0, max: 5 }),
      height: fc.constantFrom(0, 1e6),
      complete: fc.boolean(),
      locale: fc.constant('en'),
      result: fc.record({ kind: fc.constant('status'), status: fc.constantFrom('succeeded', 'declined') }),
      secret: fc.constant('sbx_pay_1_secret_1'),
    }),
    fc.record({ type: fc.constant('challenge'), result: fc.record({ kind: fc.constant('canceled') }) }),
    fc.record({ event: fc.constantFrom('paid', 'token', 'payment_intent.succeeded'), data: fc.object() }),
    fc.json(),
    fc.string(),
  ),
  { numRuns: 100, seed: 7 },
);

/** Sends to the page and to each of its frames, with a port of its own; tells who answered on one. */
const SENDER = `
  let heard = 0, sent = 0;
  const messages = ${JSON.stringify(MESSAGES).replaceAll('<', '\\u003c')};
  const offer = (to, message) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => heard++;
    to.postMessage(message, '*', [port2]);
    sent++;
  };
  const spam = (all) => {
    const targets = [parent];
    for (let i = 0; i < parent.length; i++) if (parent[i] !== window) targets.push(parent[i]);
    for (const to of targets) for (const message of all) offer(to, message);
  };
  // From the first moment of the card form: who is first would have its port.
  const eager = setInterval(() => spam([{ type: 'sandbox-connect', locale: 'en' }]), 5);
  addEventListener('message', ({ data }) => {
    clearInterval(eager);
    if (data === 'send') spam(messages);
    if (data !== 'count') return;
    parent.postMessage({ counted: self.origin, sent, heard }, '*');
  });
`;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  if (name === 'webkit') continue; // Its driver tells nothing of frames.

  describe(`messages of strangers in ${name}`, () => {
    let browser: Browser;
    let world: HostileWorld;
    before(async () => {
      browser = await launch(name);
      world = await startHostileWorld();
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    /** Frames that send: of the page's origin, of none, and of one that looks like the gateway's. */
    async function openWithSenders(): Promise<Page> {
      const { port } = new URL(world.shop);
      world.changes = {
        noPolicy: true,
        pages: { '/sender.html': `<!doctype html><script>${SENDER}</script>` },
        body: `<iframe src="/sender.html" hidden></iframe>
          <iframe src="/sender.html" sandbox="allow-scripts" hidden></iframe>
          <iframe src="http://127.0.0.1:${port}/sender.html" hidden></iframe>`,
      };
      return browser.newPage();
    }
    const sendAll = (page: Page): Promise<void> =>
      page.evaluate(
        async ([messages, rounds]) => {
          const strangers = [...document.querySelectorAll<HTMLIFrameElement>('iframe[src*="sender"]')];
          for (let i = 0; i < rounds; i++) {
            for (const { contentWindow } of strangers) contentWindow?.postMessage('send', '*');
            // The page's own scripts are strangers to the checkout as well.
            for (const message of messages) window.postMessage(message, '*');
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        },
        [MESSAGES, ROUNDS] as const,
      );
    const count = (page: Page): Promise<{ counted: string; sent: number; heard: number }[]> =>
      page.evaluate(async () => {
        const counts: { counted: string; sent: number; heard: number }[] = [];
        addEventListener('message', ({ data }: MessageEvent<{ counted?: string } | string>) => {
          if (typeof data === 'object' && data.counted) counts.push(data as never);
        });
        for (const { contentWindow } of document.querySelectorAll<HTMLIFrameElement>('iframe[src*="sender"]'))
          contentWindow?.postMessage('count', '*');
        while (counts.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
        return counts;
      });
    const formOf = (page: Page): Promise<unknown> =>
      page.evaluate(() => {
        const checkout = document.querySelector('store-checkout')?.shadowRoot;
        return {
          values: [...(checkout?.querySelectorAll('input') ?? [])].map(({ value }) => value),
          pay: checkout?.querySelector('button[type=submit]')?.getAttribute('aria-disabled'),
          notices: checkout?.querySelectorAll('[role=alert] [part~=notice]').length,
          height: document.querySelector('[data-store-mount] iframe')?.getBoundingClientRect().height,
        };
      });

    it('changes nothing for more than 10 000 of them, and takes the shopper’s own payment then (T-07)', async () => {
      const page = await openWithSenders();
      const ana = handsOn(tabOf(page), world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard(CARD);
      await ana.see({ css: 'button[type=submit][aria-disabled=false]' });
      // The form has told its height.
      await page.waitForFunction(
        () => document.querySelector<HTMLElement>('[data-store-mount] iframe')?.style.height !== '',
      );
      world.sent();
      const calm = await formOf(page);
      assert.ok(JSON.stringify(calm).includes(ANA.email));
      await sendAll(page);
      const counts = await count(page);
      assert.deepEqual(await formOf(page), calm);
      assert.ok(counts.reduce((all, { sent }) => all + sent, 0) > 10_000, JSON.stringify(counts));
      assert.deepEqual(
        counts.map(({ counted, heard }) => [counted, heard]).sort(),
        [
          [world.shop, 0],
          [world.shop.replace('localhost', '127.0.0.1'), 0],
          ['null', 0],
        ].sort(),
      );
      assert.deepEqual(
        world.sent().filter(({ line }) => line.startsWith('POST')),
        [],
      );
      assert.equal(world.gateway.payments.length, 0);
      await ana.pay();
      await ana.see({ css: '[part~="notice"] p', name: words('order.paid') });
      assert.equal(world.gateway.payments.filter(({ status }) => status === 'succeeded').length, 1);
      await page.close();
    });
  });
}
