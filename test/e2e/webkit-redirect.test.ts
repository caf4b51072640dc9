import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, afterEach, before, describe, it, type TestContext } from 'node:test';
import { browsersToTest, startWebKit } from '#browsers';
import { words, type Card } from '../support/shopper.js';
import { webkitShopper, type WebKit, type WebKitShopper } from '../support/webkit-shopper.js';

const PAYS: Card = { number: '4242424242424242', expiry: '1138', cvc: '737' };
const DECLINED: Card = { ...PAYS, number: '4000000000009995' };

if (browsersToTest().includes('webkit')) {
  describe('paying on the gateway’s own page, in webkit', () => {
    let webkit: WebKit;
    let ana: WebKitShopper;

    before(async () => {
      webkit = await startWebKit();
    });
    after(() => webkit.stop());
    afterEach((test) => ana.leave(test as TestContext, 'passed' in test && !test.passed));

    const begin = async (method: 'GET' | 'POST' = 'GET'): Promise<void> => {
      ana = await webkitShopper(webkit, { SANDBOX_METHOD: method });
    };
    const sandbox = (): string => new URL(ana.world.gatewayOrigin).host;
    const statuses = (): readonly string[] => ana.world.gateway.payments.map(({ status }) => status);

    async function toGateway(): Promise<void> {
      await ana.go('/');
      await ana.addToCart('Tea bowl', 1);
      await ana.go('/checkout.html');
      await ana.press('label', words('method.sandbox-hosted'));
      await ana.fillDetails();
      await ana.driver.find('button[type=submit]', words('checkout.go', { host: sandbox() }));
      await ana.pay();
      await ana.driver.find('button', 'Pay');
      assert.equal(new URL(await ana.driver.url()).host, sandbox());
    }
    async function payThere({ number, expiry, cvc }: Card): Promise<void> {
      await (await ana.driver.find('input', 'Card number')).type(number);
      await (await ana.driver.find('input', 'Expiry date')).type(expiry);
      await (await ana.driver.find('input', 'Security code')).type(cvc);
      await ana.press('button', 'Pay');
    }
    /** The id of the order under way, from what the browser keeps on the shop's pages. */
    async function underWay(): Promise<string> {
      const kept = await ana.driver.run(() => {
        const key = Object.keys(localStorage).find((each) => each.startsWith('store-elements:attempt:'));
        return localStorage.getItem(key ?? '');
      });
      return (JSON.parse(kept ?? '{}') as { order: { id: string } }).order.id;
    }
    async function payAgain(): Promise<void> {
      await ana.press('a', words('order.again'));
      await ana.driver.find('p', words('checkout.resumed', { number: '1001' }));
    }

    for (const method of ['GET', 'POST'] as const) {
      it(`goes there by ${method} from a strict page, comes back before the callback, and turns paid without a reload`, async () => {
        await begin(method);
        ana.world.gateway.setCallbacks({ hold: true });
        await toGateway();
        await payThere(PAYS);
        await ana.noticeSays(words('order.waiting'));
        const address = await ana.driver.url();
        assert.match(address, /\/order\.html\?store_order=ord_[a-z0-9]+$/);
        assert.deepEqual(statuses(), ['succeeded']);
        await ana.driver.run(() => Object.assign(globalThis, { sameDocument: true }) && undefined);
        await ana.world.gateway.releaseCallbacks();
        await ana.noticeSays(words('order.paid'));
        assert.equal(await ana.driver.run(() => 'sameDocument' in globalThis), true);
        for (let again = 0; again < 2; again++) {
          await ana.driver.go(`${address}&sandbox_status=declined`);
          await ana.noticeSays(words('order.paid'));
          assert.equal(await ana.driver.url(), address);
        }
        assert.deepEqual(statuses(), ['succeeded']);
      });
    }

    it('leads a declined shopper back to the same order, and one who canceled, and is paid once', async () => {
      await begin();
      await toGateway();
      await payThere(DECLINED);
      await ana.noticeSays(words('order.declined', { reason: words('declined.insufficient_funds') }));
      await payAgain();
      await ana.pay();
      await ana.press('button', 'Cancel and go back');
      await ana.noticeSays(words('order.unpaid'));
      await payAgain();
      await ana.pay();
      await ana.driver.find('button', 'Pay');
      await payThere(PAYS);
      await ana.noticeSays(words('order.paid'));
      assert.deepEqual(statuses(), ['declined', 'canceled', 'succeeded']);
    });

    it('believes no return address, whatever it says (T-15)', async () => {
      await begin();
      ana.world.gateway.setCallbacks({ drop: true });
      await toGateway();
      ana.world.gateway.setDown(true);
      await ana.go('/');
      await ana.go(`/order.html?store_order=${await underWay()}&redirect_status=succeeded&status=paid#paid`);
      await ana.noticeSays(words('order.waiting'));
      assert.ok(!(await ana.driver.url()).includes('succeeded'));
    });

    it('lives again after Back from the gateway, and goes on with the same payment', async () => {
      await begin();
      await toGateway();
      await ana.driver.back();
      await ana.pay();
      await ana.driver.find('button', 'Pay');
      await payThere(PAYS);
      await ana.noticeSays(words('order.paid'));
      assert.deepEqual(statuses(), ['succeeded']);
    });

    it('is paid when the shop was down as the callback came, because the gateway tries again', async () => {
      await begin();
      await toGateway();
      await ana.world.stopShop();
      await payThere(PAYS);
      while (ana.world.gateway.deliveries.length < 1) await pause(20);
      await ana.world.startShop();
      while (!ana.world.gateway.deliveries.some(({ answer }) => answer === 200)) await pause(20);
      await ana.go('/');
      await ana.go(`/order.html?store_order=${await underWay()}`);
      await ana.noticeSays(words('order.paid'));
      assert.deepEqual(statuses(), ['succeeded']);
    });
  });
}
