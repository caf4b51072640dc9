import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createSandboxGateway, type SandboxGateway } from '../../src/gateways/sandbox/index.js';
import type { SandboxPayment } from '../../src/gateways/sandbox/index.js';
import { verifyTimestamped } from '../../src/gateways/signature.js';
import { startMerchant, type Merchant } from '../support/merchant.js';

const KEYS = {
  secretKey: 'sandbox_sk_test_1',
  publishableKey: 'sandbox_pk_test_1',
  webhookSecret: 'sandbox_whsec_test_1',
};
/** In no table: the home page lists the test cards, and must not list this one. */
const CARD = { number: '4111111111111111', expiry: '11/38', cvc: '737' };
const HANGS = '4000000000000259';
type Json = Readonly<Record<string, unknown>>;

describe('the sandbox gateway as a service', () => {
  let shop: Merchant;
  let gateway: SandboxGateway;
  let service: Awaited<ReturnType<SandboxGateway['listen']>>;
  let ticks = 0;
  beforeEach(async () => {
    shop = await startMerchant();
    gateway = createSandboxGateway({
      ...KEYS,
      callbackUrl: shop.url,
      retrySchedule: [1, 1, 1],
      // Each look at the clock is a second later: no two signatures are the same.
      now: () => new Date(Date.now() + ++ticks),
    });
    service = await gateway.listen({ port: 0 });
  });
  afterEach(async () => {
    await service.close();
    await shop.close();
  });

  const bearer = { authorization: `Bearer ${KEYS.secretKey}` };
  async function call(
    path: string,
    body?: Json | string,
    headers: Readonly<Record<string, string>> = bearer,
    signal?: AbortSignal,
  ): Promise<{ status: number; json: Json }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(service.origin + path, {
      headers,
      ...(body !== undefined && { method: 'POST', body: text }),
      ...(signal && { signal }),
    });
    return { status: response.status, json: (await response.json()) as Json };
  }
  async function create(key: string, change: Json = {}): Promise<{ at: string; client_secret: string }> {
    const { json } = await call(
      '/v1/payments',
      { amount: 4000, currency: 'USD', reference: `pay_${key}`, ...change },
      { ...bearer, 'idempotency-key': key },
    );
    return { at: `/v1/payments/${String(json['id'])}`, client_secret: String(json['client_secret']) };
  }
  async function confirm(
    payment: Awaited<ReturnType<typeof create>>,
    card: Json = CARD,
    signal?: AbortSignal,
  ): ReturnType<typeof call> {
    return call(`${payment.at}/confirm`, { client_secret: payment.client_secret, card }, {}, signal);
  }
  const only = (): SandboxPayment => {
    assert.equal(gateway.payments.length, 1);
    return gateway.payments[0]!;
  };

  it('asks for its secret key on every door of the merchant’s server', async () => {
    const { at } = await create('a');
    for (const authorization of ['', 'Bearer', KEYS.secretKey, 'Bearer sandbox_sk_other']) {
      for (const [path, body] of [
        ['/v1/payments', {}],
        ['/v1/payments?reference=pay_a', undefined],
        [at, undefined],
        [`${at}/cancel`, {}],
        [`${at}/refunds`, { amount: 1 }],
        ['/v1/test/callbacks', { drop: true }],
        ['/v1/test/log', undefined],
      ] as const) {
        const { status, json } = await call(path, body, { authorization });
        assert.equal(status, 401, `${path} with "${authorization}"`);
        assert.ok(!JSON.stringify(json).includes('sandbox_sk'));
      }
    }
    assert.equal(only().status, 'requires_payment');
  });

  it('makes no payment of nonsense', async () => {
    const good = { amount: 1, currency: 'USD', reference: 'x' };
    const key = { 'idempotency-key': 'k' };
    for (const amount of [0, -1, 1.5, '1', null, 2 ** 53])
      assert.equal((await call('/v1/payments', { ...good, amount }, { ...bearer, ...key })).status, 400);
    for (const change of [{ currency: 'usd' }, { currency: 'DOLLAR' }, { reference: '' }, { reference: 7 }])
      assert.equal((await call('/v1/payments', { ...good, ...change }, { ...bearer, ...key })).status, 400);
    assert.equal((await call('/v1/payments', good)).status, 400, 'without a key');
    for (const body of ['', 'null', '[]', '{', '"x"'])
      assert.equal((await call('/v1/payments', body, { ...bearer, ...key })).status, 400, body);
    assert.equal(gateway.payments.length, 0);
  });

  it('confirms nothing without the payment’s own secret', async () => {
    const [one, two] = [await create('a'), await create('b')];
    for (const client_secret of [
      two.client_secret,
      '',
      one.client_secret.slice(0, -1),
      undefined,
      null,
      {},
    ]) {
      for (const step of ['confirm', 'challenge']) {
        const { status } = await call(`${one.at}/${step}`, { client_secret, card: CARD, accept: true }, {});
        assert.equal(status, 403, `${step} with ${JSON.stringify(client_secret)}`);
      }
    }
    assert.equal(
      (await call('/v1/payments/sbx_pay_none/confirm', { client_secret: '', card: CARD })).status,
      403,
    );
    assert.equal((await call(`${one.at}/confirm`, { client_secret: one.client_secret }, {})).status, 400);
    assert.ok(gateway.payments.every(({ status }) => status === 'requires_payment'));
  });

  it('says where a paid payment stands when it is confirmed again, with whatever card, and charges nothing', async () => {
    const payment = await create('a');
    const paid = { status: 'succeeded', decline_code: null };
    assert.deepEqual((await confirm(payment)).json, paid);
    for (const card of [CARD, { ...CARD, number: '4000000000000002' }, { number: '1', expiry: '', cvc: '' }])
      assert.deepEqual((await confirm(payment, card)).json, paid);
    assert.equal(gateway.events.length, 1);
  });

  it('charges a card whose answer never comes, and says so to whoever asks', async () => {
    const payment = await create('a');
    const patience = new AbortController();
    const asked = confirm(payment, { ...CARD, number: HANGS }, patience.signal);
    await shop.heard(1);
    patience.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    assert.equal(only().status, 'succeeded');
    assert.equal((await confirm(payment)).json['status'], 'succeeded');
    assert.equal((await call(payment.at)).json['status'], 'succeeded');
    assert.equal(gateway.events.length, 1);
  });

  it('charges nothing when it is down, on all its doors, and works on afterwards', async () => {
    const payment = await create('a');
    gateway.setDown(true);
    for (const answer of [await confirm(payment), await call(payment.at), await call('/v1/payments', {})]) {
      assert.equal(answer.status, 503);
      assert.equal((answer.json['error'] as Json)['code'], 'not_processed');
    }
    assert.equal((await fetch(`${service.origin}/v1/frame`)).status, 200);
    gateway.setDown(false);
    assert.equal(only().status, 'requires_payment');
    assert.equal((await confirm(payment)).json['status'], 'succeeded');
  });

  it('lets a payment that is processing succeed once, and not by another card', async () => {
    const payment = await create('a');
    await confirm(payment, { ...CARD, number: '4000000000000077' });
    assert.equal((await confirm(payment)).json['status'], 'processing');
    gateway.finishProcessing();
    gateway.finishProcessing();
    assert.equal(only().status, 'succeeded');
    assert.deepEqual(gateway.events.map(({ type }) => type), ['payment.processing', 'payment.succeeded']);
  }); // prettier-ignore

  it('cancels what waits for the shopper, and nothing else', async () => {
    const [waiting, challenged, paid] = [await create('a'), await create('b'), await create('c')];
    await confirm(challenged, { ...CARD, number: '4000000000003220' });
    await confirm(paid);
    for (const payment of [waiting, waiting, challenged])
      assert.equal((await call(`${payment.at}/cancel`, {})).json['status'], 'canceled');
    assert.equal((await call(`${paid.at}/cancel`, {})).status, 409);
    assert.equal((await call('/v1/payments/sbx_pay_none/cancel', {})).status, 404);
    assert.equal((await confirm(waiting)).json['status'], 'canceled');
    const late = { client_secret: challenged.client_secret, accept: true };
    assert.equal((await call(`${challenged.at}/challenge`, late, {})).json['status'], 'canceled');
    assert.equal(gateway.events.filter(({ type }) => type === 'payment.canceled').length, 2);
  });

  it('gives back whole amounts only, of paid payments only, under a key of their own', async () => {
    const [open, paid] = [await create('a'), await create('b')];
    await confirm(paid);
    const refund = async (at: string, amount: unknown, key?: string): Promise<number> =>
      (await call(`${at}/refunds`, { amount }, { ...bearer, ...(key && { 'idempotency-key': key }) })).status;
    for (const amount of [0, -1, 0.5, NaN, '100', null, undefined, 2 ** 53])
      assert.equal(await refund(paid.at, amount, 'r0'), 400, String(amount));
    assert.equal(await refund(paid.at, 100), 400, 'without a key');
    assert.equal(await refund(paid.at, 4001, 'r1'), 409);
    assert.equal(await refund(open.at, 1, 'r2'), 409);
    assert.equal(await refund('/v1/payments/sbx_pay_none', 1, 'r3'), 404);
    assert.equal(await refund(paid.at, 1500, 'r4'), 200);
    assert.equal(await refund(paid.at, 1500, 'r4'), 200);
    assert.equal(await refund(paid.at, 1000, 'r4'), 409, 'the key of another refund');
    assert.equal(await refund(open.at, 1500, 'r4'), 409, 'the key of another payment’s refund');
    assert.equal((await call(paid.at)).json['amount_refunded'], 1500);
  });

  it('repeats a callback until it is taken and not once more, each time under a fresh signature (WH-1)', async () => {
    shop.answers.push(500, 302);
    await confirm(await create('a'));
    await shop.heard(3);
    // A repetition too many would come before what is sent now is taken on its third try.
    shop.answers.push(500, 500);
    await confirm(await create('b'));
    await shop.heard(6);
    const [a, b] = gateway.events.map(({ id }) => id);
    const sent = shop.taken.map(({ body }) => (JSON.parse(String(body)) as { id: string }).id);
    assert.deepEqual(sent, [a, a, a, b, b, b]);
    for (const { header, body } of shop.taken)
      verifyTimestamped(header, body, { secrets: [KEYS.webhookSecret], now: new Date() });
    while (gateway.deliveries.length < 6) await new Promise(setImmediate);
    assert.deepEqual(gateway.deliveries.map(({ answer }) => answer), [500, 302, 200, 500, 500, 200]);
  }); // prettier-ignore

  it('gives up after its schedule, and tells why nobody took it', async () => {
    await shop.close();
    await confirm(await create('a'));
    while (gateway.deliveries.length < 4) await new Promise(setImmediate);
    assert.ok(gateway.deliveries.every(({ answer }) => typeof answer === 'string' && answer));
  });

  it('sends a callback late when told to, and an old event again on demand', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    gateway.setCallbacks({ delay: 60_000 });
    await confirm(await create('a'));
    test.mock.timers.tick(59_999);
    assert.equal(shop.taken.length, 0);
    test.mock.timers.tick(1);
    await shop.heard(1);
    await gateway.repeatCallback(gateway.events[0]!);
    assert.deepEqual(shop.taken[1]?.body, shop.taken[0]?.body);
  });

  it('keeps nothing of a card but brand and last four digits, and shows none to anyone', async () => {
    const secrets = [CARD.number, '4111 1111 1111 1111', CARD.expiry, '11 / 38', '"737"', '>737<'];
    await confirm(await create('a'));
    const answered = await confirm(await create('b'), { ...CARD, cvc: '7' });
    await shop.heard(1);
    const home = await (await fetch(service.origin)).text();
    const told = JSON.stringify([
      gateway.payments, gateway.events, gateway.deliveries, shop.taken.map(({ body }) => String(body)),
      (await call('/v1/test/log')).json, (await call('/v1/payments?reference=pay_a')).json, answered.json,
    ]); // prettier-ignore
    for (const secret of secrets) assert.ok(!told.includes(secret) && !home.includes(secret), secret);
    assert.ok(told.includes('"last4":"1111"'));
    for (const secret of Object.values(KEYS).filter((key) => key !== KEYS.publishableKey))
      assert.ok(!told.includes(secret) && !home.includes(secret));
  });

  it('shows what merchants wrote as text', async () => {
    await create('a', { reference: '<img src=x onerror=alert(1)>"&' });
    const home = await (await fetch(service.origin)).text();
    assert.ok(!home.includes('<img') && home.includes('&#60;img'));
  });

  it('lets no other origin read its API, and only its frames be framed', async () => {
    for (const path of ['/v1/frame', '/v1/challenge', '/', '/v1/payments']) {
      const { headers } = await fetch(service.origin + path, { headers: { origin: 'https://evil.example' } });
      assert.equal(headers.get('access-control-allow-origin'), null, path);
    }
    const policy = async (path: string): Promise<string> =>
      (await fetch(service.origin + path)).headers.get('content-security-policy') ?? '';
    assert.match(await policy('/'), /frame-ancestors 'none'/);
    for (const path of ['/v1/frame', '/v1/challenge']) {
      const csp = await policy(path);
      assert.match(csp, /frame-ancestors \*/);
      assert.match(csp, /require-trusted-types-for 'script'; trusted-types 'none'/);
      assert.doesNotMatch(csp, /unsafe|https?:|data:/);
    }
  });

  it('serves the scripts that the build made, each with its type', async () => {
    for (const [name, type] of [['sandbox.js', 'text/javascript'], ['frame.js', 'text/javascript'],
      ['challenge.js', 'text/javascript'], ['frame.css', 'text/css']] as const) {
      const { ok, headers } = await fetch(`${service.origin}/v1/${name}`);
      assert.ok(ok, name);
      assert.equal(headers.get('content-type'), `${type}; charset=utf-8`);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
    assert.ok(!(await fetch(`${service.origin}/v1/server.js`)).ok);
  }); // prettier-ignore

  it('rejects a port that is taken', async () => {
    const other = createSandboxGateway({ ...KEYS, callbackUrl: shop.url });
    await assert.rejects(other.listen({ port: Number(new URL(service.origin).port) }), {
      code: 'EADDRINUSE',
    });
  });
});
