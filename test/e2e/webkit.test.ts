import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { browsersToTest, startWebKit } from '#browsers';
import { collectPage, findLeaks, keepMessages } from '../support/canary.js';
import { ANA, fieldOfAna, words, type Card } from '../support/shopper.js';
import type { Driver } from '../support/webdriver.js';
import { webkitShopper, type WebKit, type WebKitShopper } from '../support/webkit-shopper.js';
import type { World } from '../support/world.js';

const PAYS: Card = { number: '4242424242424242', expiry: '1138', cvc: '737' };
/** For the canary: what chance hardly makes. */
const SECRET: Card = { number: '378282246310005', expiry: '11/38', cvc: '7391' };
const DECLINED: Card = { number: '4000000000000002', expiry: '11/38', cvc: '739' };

if (browsersToTest().includes('webkit')) {
  describe('a purchase in webkit', () => {
    let webkit: WebKit;
    let ana: WebKitShopper;
    let world: World;
    let driver: Driver;

    before(async () => {
      webkit = await startWebKit();
    });
    after(() => webkit.stop());

    /** A new world and a new browser profile: no test hears of another. */
    beforeEach(async () => {
      ana = await webkitShopper(webkit);
      ({ world, driver } = ana);
    });
    afterEach((test) => ana.leave(test as TestContext, 'passed' in test && !test.passed));

    const declined = (code: string): string =>
      words('notice.declined', { reason: words(`declined.${code}`) });

    it('goes from the shelf to a paid order, because the signed callback came, and stays so after a reload', async () => {
      world.gateway.setCallbacks({ hold: true });
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      await ana.addToCart('Moon jar', 2);
      await ana.go('/cart.html');
      await (await driver.find('input', words('cart.quantity', { title: 'Tea bowl' }))).type('2');
      await driver.find('.totals *', '$192.00');
      await (await driver.find('a', words('cart.checkout'))).click();
      await ana.fillDetails();
      await ana.typeCard(PAYS);
      await ana.pay();
      await ana.noticeSays(words('order.waiting'));
      // The gateway has the money and the browser knows; the order is still not paid.
      assert.deepEqual(
        world.gateway.payments.map((p) => [p.status, p.amount]),
        [['succeeded', 19_200]],
      );
      assert.equal(await driver.count('[part~="notice"] p', words('order.paid')), 0);
      await driver.run(() => Object.assign(globalThis, { sameDocument: true }) && undefined);
      await world.gateway.releaseCallbacks();
      await ana.noticeSays(words('order.paid'));
      assert.equal(await driver.run(() => 'sameDocument' in globalThis), true);
      await driver.reload();
      await ana.noticeSays(words('order.paid'));
      assert.equal(await driver.run(() => 'sameDocument' in globalThis), false);
      assert.equal(new URL(await driver.url()).hash.includes('token'), false);
      assert.equal(await driver.count('.count'), 0);
    });

    it('shows a decline, keeps the cart and what was typed, and takes another card for the same order', async () => {
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      await ana.addToCart('Moon jar', 2);
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard({ ...PAYS, number: DECLINED.number });
      await ana.pay();
      await ana.noticeSays(declined('card_declined'));
      for (const [name, value] of Object.entries(ANA)) {
        const css = name === 'region' ? 'select' : 'input';
        const field = await driver.find(css, fieldOfAna(name as keyof typeof ANA));
        assert.equal(await field.value(), value);
      }
      assert.equal(await ana.inCardForm(async () => (await ana.cardField('cc-exp')).value()), '11 / 38');
      assert.equal(await driver.count('[part=line]'), 2);
      await ana.typeCard(PAYS);
      await ana.pay();
      await ana.noticeSays(words('order.paid'));
      await driver.find('h2', words('order.title', { number: '1001' }));
      assert.equal(world.gateway.payments.filter((p) => p.status === 'succeeded').length, 1);
    });

    it('leaves nothing of a typed card on the merchant’s side, over a decline, a payment and a reload', async () => {
      const evidence = new Map<string, Buffer | string>();
      const look = async (when: string): Promise<void> => {
        for (const [where, held] of Object.entries(await driver.run(collectPage)))
          evidence.set(`${where}, ${when}`, held);
      };
      async function everything(): Promise<Map<string, Buffer | string>> {
        const all = new Map(evidence);
        world.recorder.received().forEach((bytes, i) => all.set(`connection ${i} to the shop`, bytes));
        for (const [file, bytes] of await world.files()) all.set(`file ${file}`, bytes);
        all.set('log of the shop', world.log());
        const { payments, events, deliveries } = world.gateway;
        all.set('what the gateway tells', JSON.stringify({ payments, events, deliveries }));
        return all;
      }

      // WebDriver runs nothing before a page's own scripts. So the checkout is opened with an empty cart, for which it
      // mounts no card form, is made to keep its messages, and hears of the purchase from another window.
      await ana.go('/checkout.html');
      await driver.find('p', words('cart.empty'));
      await driver.run(keepMessages);
      await driver.inNewWindow(async () => {
        await ana.go('/');
        await ana.addToCart('Tea bowl', 1);
      });
      await ana.fillDetails();
      await ana.typeCard(DECLINED);
      await look('typed');
      await ana.pay();
      await ana.noticeSays(declined('card_declined'));
      await look('declined');
      await ana.typeCard(SECRET);
      await look('typed again');
      await ana.pay();
      await ana.noticeSays(words('order.paid'));
      await look('paid');
      await driver.reload();
      await ana.noticeSays(words('order.paid'));
      await look('reloaded');

      const all = await everything();
      for (const card of [SECRET, DECLINED]) assert.deepEqual(findLeaks(card, all), []);
      // The journey did leave traces in all of these places: the canary looked where things are.
      for (const [place, trace] of [
        ['dom, typed', ANA.street],
        ['messages, typed', '"complete":true'],
        ['localStorage, typed', 'tea-bowl'],
        ['connection 0 to the shop', 'GET /checkout.html'],
        ['log of the shop', 'Sandbox'],
      ] as const)
        assert.ok((all.get(place) ?? '').includes(trace), `nothing was collected from: ${place}`);
      assert.ok([...all].some(([where, held]) => where.startsWith('file') && held.includes('Ana Reyes')));

      // And it would have found it.
      await driver.run(keepMessages);
      await driver.run(async (secret) => {
        localStorage.setItem('a', btoa(`x${secret}`));
        const input = document.createElement('input');
        input.value = secret.replace(/(.{4})/g, '$1 ').trim();
        document.body.append(input);
        const { port1, port2 } = new MessageChannel();
        const heard = new Promise((resolve) => (port1.onmessage = resolve));
        port2.postMessage({ digits: [...secret] });
        await heard;
        await fetch('/store/health', { headers: { 'x-note': secret } });
      }, SECRET.number);
      await look('planted');
      const leaks = findLeaks(SECRET, await everything());
      for (const place of ['localStorage', 'dom', 'messages', 'to the shop'])
        assert.ok(
          leaks.some(({ where }) => where.includes(place)),
          `a leak into ${place} went unseen`,
        );
    });
  });
}
