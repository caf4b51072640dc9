import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createSandboxGateway,
  sandboxGateway,
  type SandboxGateway,
  type SandboxServerOptions,
} from '../../src/gateways/sandbox/index.js';
import { money } from '../../src/money.js';
import { startMerchant, type Merchant } from '../support/merchant.js';

const KEYS = {
  secretKey: 'sandbox_sk_test_1',
  publishableKey: 'sandbox_pk_test_1',
  webhookSecret: 'sandbox_whsec_test_1',
};
const BACK = 'https://shop.example/order.html?store_order=ord_1';
/** In no table, so that no page lists it. */
const CARD = { number: '4111 1111 1111 1111', expiry: '11 / 2038', cvc: '737' };
const { signal } = new AbortController();

describe('the sandbox’s own payment page', () => {
  let shop: Merchant;
  let elsewhere: Merchant;
  let gateway: SandboxGateway;
  let service: Awaited<ReturnType<SandboxGateway['listen']>>;
  beforeEach(async () => {
    [shop, elsewhere] = [await startMerchant(), await startMerchant()];
    gateway = createSandboxGateway({ ...KEYS, callbackUrl: elsewhere.url, retrySchedule: [] });
    service = await gateway.listen({ port: 0 });
  });
  afterEach(async () => {
    await service.close();
    await shop.close();
    await elsewhere.close();
  });

  const half = (change: Partial<SandboxServerOptions> = {}): ReturnType<typeof sandboxGateway> =>
    sandboxGateway({
      ...KEYS, url: service.origin, webhookSecrets: [KEYS.webhookSecret], page: 'hosted', callbackUrl: shop.url, ...change,
    }); // prettier-ignore
  /** Where the shopper is sent. */
  async function start(
    id = 'a',
    change: Partial<SandboxServerOptions> = {},
  ): Promise<{ url: string; fields: object }> {
    const attempt = {
      paymentId: `pay_${id}`, orderId: 'ord_1', key: id, amount: money(1234, 'USD'), gatewayPaymentId: null,
      createdAt: new Date(), returnUrl: BACK,
    }; // prettier-ignore
    const { next } = await half(change).start(attempt, signal);
    assert.ok(next.type === 'redirect');
    return next;
  }
  const post = (url: string, fields: object): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }), redirect: 'manual' });
  const payments = (): readonly string[] => gateway.payments.map(({ status }) => status);
  const backWith = (response: Response): string => {
    assert.equal(response.status, 303);
    const url = new URL(response.headers.get('location') ?? '');
    assert.ok(url.href.startsWith(`${BACK}&sandbox_payment=sbx_pay_`), url.href);
    return url.searchParams.get('sandbox_status') ?? '';
  };

  it('describes itself as a gateway to be sent to, on its own host', () => {
    const { name, kind, redirect_hosts: hosts, frame_origins: frames, settings } = half().describe();
    assert.deepEqual([name, kind, hosts, frames, settings],
      ['sandbox-hosted', 'redirect', [new URL(service.origin).host], [], {}]);
  }); // prettier-ignore

  it('is come to by GET, and by POST with the secret as a field', async () => {
    const { url } = await start();
    const opened = await fetch(url);
    assert.equal(opened.status, 200);
    const page = await opened.text();
    assert.ok(
      page.includes('12.34 USD') && page.includes('<form method="post"') && !page.includes('<script'),
    );
    const posted = await start('b', { method: 'POST' });
    assert.equal(posted.url, `${service.origin}/pay`);
    const answer = await post(posted.url, posted.fields);
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', /^\/pay\/sbx_pay_/);
  });

  it('opens for nobody without the payment’s own secret, and pays nothing for them', async () => {
    const [one, two] = [await start('a'), await start('b')];
    const [idOfOne] = (one.url.split('/pay/')[1] ?? '').split('_secret_');
    const secretOfTwo = two.url.split('_secret_')[1] ?? '';
    for (const path of [
      'x',
      `${idOfOne ?? ''}_secret_`,
      `${idOfOne ?? ''}_secret_${secretOfTwo}`,
      idOfOne ?? '',
    ]) {
      assert.equal((await fetch(`${service.origin}/pay/${path}`)).status, 404, path);
      assert.equal((await post(`${service.origin}/pay/${path}`, { ...CARD, do: 'pay' })).status, 404);
    }
    assert.equal((await post(`${service.origin}/pay`, { client_secret: 'x' })).status, 404);
    assert.deepEqual(payments(), ['requires_payment', 'requires_payment']);
  });

  it('pays once, tells the merchant’s server where it was told to, and sends the shopper back', async () => {
    const { url } = await start();
    assert.equal(backWith(await post(url, { ...CARD, do: 'pay' })), 'succeeded');
    await shop.heard(1);
    assert.equal(elsewhere.taken.length, 0);
    for (const what of ['pay', 'cancel', 'refuse', ''])
      assert.equal(backWith(await post(url, { ...CARD, do: what })), 'succeeded');
    assert.equal(backWith(await fetch(url, { redirect: 'manual' })), 'succeeded');
    assert.deepEqual([payments(), gateway.events.length], [['succeeded'], 1]);
  });

  it('comes back declined, canceled, or after the bank’s question', async () => {
    assert.equal(backWith(await post((await start('a')).url, { ...CARD, number: '4000000000000002', do: 'pay' })), 'declined');
    assert.equal(backWith(await post((await start('b')).url, { do: 'cancel' })), 'canceled');
    for (const [answer, status] of [['confirm', 'succeeded'], ['refuse', 'declined']] as const) {
      const { url } = await start(answer);
      const asked = await post(url, { ...CARD, number: '4000000000003220', do: 'pay' });
      assert.ok((await asked.text()).includes('value="confirm"'));
      assert.equal(backWith(await post(url, { do: answer })), status);
    }
  }); // prettier-ignore

  it('says which field is wrong, or that it is down, charges nothing, and repeats no digit', async () => {
    const { url } = await start();
    const wrong = { number: '4111111111111112', expiry: '01/20', cvc: '7' };
    for (const [field, value] of Object.entries(wrong)) {
      const answer = await post(url, { ...CARD, [field]: value, do: 'pay' });
      assert.equal(answer.status, 422, field);
      const page = await answer.text();
      assert.match(page, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
      for (const typed of [CARD.number, CARD.number.replace(/ /g, ''), wrong.number, '2038', '01/20'])
        assert.ok(!page.includes(typed), typed);
    }
    const failed = await post(url, { ...CARD, number: '4000000000000341', do: 'pay' });
    assert.ok(failed.status === 503 && (await failed.text()).includes('Nothing was charged'));
    gateway.setDown(true);
    assert.equal((await fetch(url)).status, 503);
    assert.deepEqual(payments(), ['requires_payment']);
  });

  it('may be framed by nobody, runs no script, and sends its forms nowhere but home and back', async () => {
    const { headers } = await fetch((await start()).url);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "form-action 'self' https://shop.example;",
    ])
      assert.ok(policy.includes(part), part);
    assert.doesNotMatch(policy, /script-src|unsafe|\*/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  });

  it('takes no address for the way back that is none of the web', async () => {
    for (const name of ['return_url', 'callback_url'])
      for (const url of ['javascript:alert(1)', '/order', 'data:text/html,x', 7, null, '']) {
        const answer = await fetch(`${service.origin}/v1/payments`, {
          method: 'POST',
          headers: { authorization: `Bearer ${KEYS.secretKey}`, 'idempotency-key': 'k' },
          body: JSON.stringify({ amount: 1, currency: 'USD', reference: 'x', [name]: url }),
        });
        assert.equal(answer.status, 400, `${name}: ${String(url)}`);
      }
    assert.equal(gateway.payments.length, 0);
  });
});
