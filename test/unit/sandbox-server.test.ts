import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isStoreError, type ErrorCode } from '../../src/errors.js';
import type { Attempt, GatewayEvent, RawCallback, ServerGateway } from '../../src/gateways/gateway-server.js';
import {
  createSandboxGateway,
  sandboxGateway,
  type SandboxEvent,
  type SandboxGateway,
  type SandboxServerOptions,
} from '../../src/gateways/sandbox/index.js';
import { signTimestamped } from '../../src/gateways/signature.js';
import { money } from '../../src/money.js';
import { startMerchant, type Merchant } from '../support/merchant.js';

const KEYS = {
  secretKey: 'sandbox_sk_test_1',
  publishableKey: 'sandbox_pk_test_1',
  webhookSecret: 'sandbox_whsec_test_1',
};
const attempt: Attempt = {
  paymentId: 'pay_1',
  orderId: 'ord_1',
  key: 'key-1',
  amount: money(4000, 'USD'),
  gatewayPaymentId: null,
  createdAt: new Date(),
  returnUrl: 'https://shop.example/order',
};
const { signal } = new AbortController();
const fails = (code: ErrorCode) => (error: unknown) => isStoreError(error) && error.code === code;

describe('the sandbox seen from the merchant’s server', () => {
  let shop: Merchant;
  let gateway: SandboxGateway;
  let service: Awaited<ReturnType<SandboxGateway['listen']>>;
  const half = (change: Partial<SandboxServerOptions> = {}): ServerGateway =>
    sandboxGateway({ ...KEYS, url: service.origin, webhookSecrets: [KEYS.webhookSecret], ...change });

  beforeEach(async () => {
    shop = await startMerchant();
    gateway = createSandboxGateway({ ...KEYS, callbackUrl: shop.url, retrySchedule: [] });
    service = await gateway.listen({ port: 0 });
  });
  afterEach(async () => {
    await service.close();
    await shop.close();
  });

  /** What the shopper's browser does with the step that `start` answered. */
  async function pay(number: string, change: Partial<Attempt> = {}): Promise<string> {
    const { gatewayPaymentId, next } = await half().start({ ...attempt, ...change }, signal);
    assert.ok(next.type === 'confirm' && gatewayPaymentId);
    await fetch(`${service.origin}/v1/payments/${gatewayPaymentId}/confirm`, {
      method: 'POST',
      body: JSON.stringify({ ...next.client, card: { number, expiry: '11/38', cvc: '737' } }),
    });
    return gatewayPaymentId;
  }
  const callback = (header: string | null, body: Uint8Array): RawCallback => ({
    headers: new Headers(header === null ? {} : { 'sandbox-signature': header }),
    body,
    receivedAt: new Date(),
  });
  const signed = (event: unknown, secret = KEYS.webhookSecret): RawCallback => {
    const body = new TextEncoder().encode(typeof event === 'string' ? event : JSON.stringify(event));
    return callback(signTimestamped(body, secret, new Date()), body);
  };
  const verify = async (message: RawCallback, from = half()): Promise<GatewayEvent[]> =>
    from.verifyCallback(message);

  it('comes to the same payment when the same attempt is started again, at the same time too', async () => {
    const started = await Promise.all([1, 2, 3].map(() => half().start(attempt, signal)));
    for (const one of started) assert.deepEqual(one, started[0]);
    assert.equal(gateway.payments.length, 1);
    await half().start({ ...attempt, paymentId: 'pay_2', key: 'key-2' }, signal);
    assert.equal(gateway.payments.length, 2);
  });

  it('fails, and makes nothing, when a key comes back with another amount', async () => {
    await half().start(attempt, signal);
    await assert.rejects(half().start({ ...attempt, amount: money(1, 'USD') }, signal), fails('gateway_failed'));
    assert.deepEqual(gateway.payments.map(({ amount }) => amount), [4000]);
  }); // prettier-ignore

  it('finds a payment by its id, and by our reference when the id was lost; undefined when there is none', async () => {
    const id = await pay('4242424242424242');
    const byReference = await half().retrieve(attempt, signal);
    assert.deepEqual(byReference, {
      gatewayPaymentId: id,
      reference: 'pay_1',
      status: 'paid',
      amount: money(4000, 'USD'),
      account: 'sbx_acct_k_test_1',
      mode: 'test',
      declineCode: null,
      refunded: null,
      dispute: null,
    });
    assert.deepEqual(await half().retrieve({ ...attempt, gatewayPaymentId: id }, signal), byReference);
    assert.equal(await half().retrieve({ ...attempt, paymentId: 'pay_other' }, signal), undefined);
    assert.equal(await half().retrieve({ ...attempt, gatewayPaymentId: '../test/log' }, signal), undefined);
  });

  it('cancels what is open, so that it can never be confirmed; says what it is when it is too late', async () => {
    assert.equal(await half().cancel?.(attempt, signal), undefined, 'never heard of');
    await half().start(attempt, signal);
    for (const _again of [1, 2]) assert.equal((await half().cancel?.(attempt, signal))?.status, 'canceled');
    await pay('4242424242424242');
    assert.equal((await half().retrieve(attempt, signal))?.status, 'canceled');
    const paid = { ...attempt, paymentId: 'pay_2', key: 'key-2' };
    await pay('4242424242424242', paid);
    assert.equal((await half().cancel?.(paid, signal))?.status, 'paid');
    const slow = { ...attempt, paymentId: 'pay_3', key: 'key-3' };
    await pay('4000000000000077', slow);
    assert.equal((await half().cancel?.(slow, signal))?.status, 'processing');
  });

  it('tells of a dispute, and how it was decided', async () => {
    const id = await pay('4242424242424242');
    gateway.dispute(id, 'open');
    assert.deepEqual((await half().retrieve(attempt, signal))?.dispute, {
      status: 'open',
      amount: money(4000, 'USD'),
    });
    assert.throws(() => gateway.dispute(id, 'open'), RangeError);
    gateway.dispute(id, 'lost');
    assert.equal((await verify(signed(gateway.events.at(-1))))[0]?.report?.dispute?.status, 'lost');
  });

  it('refunds once per key, and reports what went back', async () => {
    const paid = { ...attempt, gatewayPaymentId: await pay('4242424242424242') };
    const refund = (amount: number, key: string): ReturnType<NonNullable<ServerGateway['refund']>> =>
      half().refund!(paid, money(amount, 'USD'), key, signal);
    assert.deepEqual(await refund(1000, 'r1'), await refund(1000, 'r1'));
    assert.deepEqual((await refund(1000, 'r1')).report?.refunded, money(1000, 'USD'));
    await assert.rejects(refund(3001, 'r2'), fails('refund_refused'));
    assert.deepEqual((await half().retrieve(paid, signal))?.refunded, money(1000, 'USD'));
    const unknown = { ...attempt, gatewayPaymentId: 'sbx_pay_none' };
    await assert.rejects(half().refund!(unknown, money(1, 'USD'), 'r3', signal), fails('gateway_failed'));
  });

  it('reads every status from genuine callbacks, the same as when it asks (WH-1)', async () => {
    const ways = {
      '4242424242424242': ['paid', null],
      '4000000000009995': ['declined', 'insufficient_funds'],
      '4000000000000069': ['declined', 'expired_card'],
      '4000000000003220': ['requires_action', null],
      '4000000000000077': ['processing', null],
    } as const;
    for (const [i, [number, [status, declineCode]]] of Object.entries(ways).entries()) {
      const change = { paymentId: `pay_${i}`, key: `key-${i}` };
      await pay(number, change);
      await shop.heard(i + 1);
      const { header, body } = shop.taken[i]!;
      const [event, ...more] = await verify(callback(header, body));
      assert.deepEqual(more, []);
      assert.deepEqual([event?.report?.status, event?.report?.declineCode], [status, declineCode]);
      assert.equal(event?.eventId, gateway.events[i]?.id);
      assert.equal(event?.type, gateway.events[i]?.type);
      assert.deepEqual(event?.report, await half().retrieve({ ...attempt, ...change }, signal));
    }
    const canceled = await half().start({ ...attempt, paymentId: 'pay_c', key: 'key-c' }, signal);
    await fetch(`${service.origin}/v1/payments/${canceled.gatewayPaymentId ?? ''}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.secretKey}` },
    });
    const [event] = await verify(signed(gateway.events.at(-1)));
    assert.equal(event?.report?.status, 'canceled');
  });

  it('refuses what is forged, unsigned, or signed by a secret that was taken away (WH-1, WH-2)', async () => {
    await pay('4242424242424242');
    await shop.heard(1);
    const { header, body } = shop.taken[0]!;
    const forged = Buffer.from(String(body).replace('4000', '4001'));
    const refused = fails('callback_refused');
    for (const message of [callback(header, forged), callback(null, body), callback('', body), callback(`${header}, ${header}`, forged)])
      await assert.rejects(verify(message), refused);
    const old = signed(gateway.events[0], 'sandbox_whsec_old_one');
    await verify(old, half({ webhookSecrets: [KEYS.webhookSecret, 'sandbox_whsec_old_one'] }));
    await assert.rejects(verify(old), refused);
    const late = { ...callback(header, body), receivedAt: new Date(Date.now() + 301_000) };
    await assert.rejects(verify(late), refused);
  }); // prettier-ignore

  it('refuses what is signed and still no event of the sandbox', async () => {
    await pay('4242424242424242');
    const event = gateway.events[0] as SandboxEvent;
    const payment = (change: object): object => ({ ...event, data: { payment: { ...event.data.payment, ...change } } });
    for (const odd of [
      '', 'null', '[]', '{', '{}', '"x"', { ...event, id: 7 }, { ...event, id: 'evt_1' }, { ...event, created: 'now' },
      { ...event, data: {} }, payment({ status: 'disputed' }), payment({ status: 'constructor' }),
      payment({ amount: '4000' }), payment({ amount: 1.5 }), payment({ currency: '$' }),
    ]) {
      await assert.rejects(verify(signed(odd)), fails('callback_refused'), JSON.stringify(odd));
    }
    const body = Uint8Array.of(0x22, 0xff, 0x22);
    await assert.rejects(verify(callback(signTimestamped(body, KEYS.webhookSecret, new Date()), body)), fails('callback_refused'));
  }); // prettier-ignore

  it('says that the gateway failed when it is down, gone, or talks nonsense, and that no money moved', async () => {
    const untouched = (error: unknown): boolean =>
      isStoreError(error) && error.code === 'gateway_failed' && error.money === 'untouched';
    const answers = (make: () => Response): ServerGateway => half({ fetch: () => Promise.resolve(make()) });
    gateway.setDown(true);
    for (const from of [half(), half({ url: 'http://127.0.0.1:1' }), answers(() => new Response('<html>'))]) {
      await assert.rejects(from.start(attempt, signal), untouched);
      await assert.rejects(from.retrieve(attempt, signal), untouched);
    }
    gateway.setDown(false);
    await assert.rejects(half({ secretKey: 'sandbox_sk_wrong' }).start(attempt, signal), untouched);
    const strange = answers(() => Response.json({ status: 'disputed' }));
    await assert.rejects(strange.retrieve(attempt, signal), untouched);
    const elsewhere = answers(() => new Response(null, { status: 404 }));
    await assert.rejects(elsewhere.start(attempt, signal), untouched);
  });

  it('says that the gateway did not answer in time when it hangs', async (test) => {
    let time = new AbortController();
    test.mock.method(AbortSignal, 'timeout', () => (time = new AbortController()).signal);
    const hangs = half({
      fetch: (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
          time.abort(new DOMException('too late', 'TimeoutError'));
        }),
    });
    await assert.rejects(hangs.start(attempt, signal), fails('gateway_timeout'));
    await assert.rejects(hangs.retrieve(attempt, signal), fails('gateway_timeout'));
  });

  it('sends its key to the configured origin only: it follows no redirect', async () => {
    const seen: RequestInit[] = [];
    const spy = half({
      fetch: (input, init) => {
        assert.equal(new URL(String(input)).origin, service.origin);
        seen.push(init ?? {});
        return fetch(input, init);
      },
    });
    await spy.start(attempt, signal);
    await spy.retrieve(attempt, signal);
    assert.deepEqual(seen.map(({ redirect }) => redirect), ['manual', 'manual']);
    const sent = half({
      fetch: () => Promise.resolve(Response.redirect('https://elsewhere.example/', 307)),
    });
    await assert.rejects(sent.start(attempt, signal), fails('gateway_failed'));
  }); // prettier-ignore

  it('tells pages where the card form is, and no secret', () => {
    const told = half().describe();
    assert.deepEqual(told.frame_origins, [service.origin]);
    assert.equal(told.settings['script_url'], `${service.origin}/v1/sandbox.js`);
    for (const secret of [KEYS.secretKey, KEYS.webhookSecret])
      assert.ok(!JSON.stringify(told).includes(secret));
  });
});
