import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createSandboxGateway,
  sandboxGateway,
  TEST_CARDS,
  type SandboxGateway,
} from '../../src/gateways/sandbox/index.js';
import { verifyTimestamped } from '../../src/gateways/signature.js';
import { startMerchant, type Merchant } from '../support/merchant.js';

const KEYS = {
  secretKey: 'sandbox_sk_test_1',
  publishableKey: 'sandbox_pk_test_1',
  webhookSecret: 'sandbox_whsec_test_1',
};
const CARD = { number: '4242424242424242', expiry: '11/38', cvc: '737' };
type Json = Record<string, unknown>;

describe('the sandbox gateway', () => {
  let shop: Merchant;
  let gateway: SandboxGateway;
  beforeEach(async () => {
    shop = await startMerchant();
    gateway = createSandboxGateway({ ...KEYS, callbackUrl: shop.url, retrySchedule: [1, 1, 1] });
  });
  afterEach(async () => {
    gateway.close();
    await shop.close();
  });

  async function call(
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: Json }> {
    const init = { method: body ? 'POST' : 'GET', headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await gateway.fetch(new Request(`http://127.0.0.1${path}`, init));
    return { status: response.status, json: (await response.json()) as Json };
  }
  const asServer = { authorization: `Bearer ${KEYS.secretKey}` };
  const create = (key = 'key-1', amount = 4000): ReturnType<typeof call> =>
    call(
      '/v1/payments',
      { amount, currency: 'USD', reference: `pay_${key}` },
      { ...asServer, 'idempotency-key': key },
    );
  async function pay(number: string, cvc = '737'): ReturnType<typeof call> {
    const { json } = await create(`key-${number.slice(-4)}`);
    return call(`/v1/payments/${String(json['id'])}/confirm`, {
      client_secret: json['client_secret'],
      card: { ...CARD, number, cvc },
    });
  }

  it('comes to the same payment for the same key, and refuses the key for another request', async () => {
    const [first, second, other] = [await create(), await create(), await create('key-1', 5000)];
    assert.deepEqual(second.json, first.json);
    assert.equal(other.status, 409);
    assert.equal(gateway.payments.length, 1);
  });

  it('lets only the secret key make payments, and only the payment’s own secret confirm it', async () => {
    for (const authorization of ['', 'Bearer sandbox_sk_wrong', `Bearer ${KEYS.publishableKey}`]) {
      assert.equal((await call('/v1/payments', { amount: 1 }, { authorization })).status, 401);
    }
    const [one, two] = [await create('a'), await create('b')];
    const stolen = await call(`/v1/payments/${String(one.json['id'])}/confirm`, {
      client_secret: two.json['client_secret'],
      card: CARD,
    });
    assert.equal(stolen.status, 403);
    assert.ok(gateway.payments.every((p) => p.status === 'requires_payment'));
  });

  for (const { number, behaviour } of TEST_CARDS) {
    if (behaviour.does === 'hang') continue; // It never answers: the journey in a real browser shows that one.
    it(`does with ${number} what its table says: ${behaviour.does}`, async () => {
      const { status, json } = await pay(number, number.startsWith('37') ? '7373' : '737');
      const expected = {
        pay: [200, 'succeeded', null],
        decline: [200, 'declined', behaviour.does === 'decline' ? behaviour.code : null],
        challenge: [200, 'requires_action', null],
        process: [200, 'processing', null],
        fail: [503, undefined, undefined],
      }[behaviour.does];
      assert.deepEqual([status, json['status'], json['decline_code']], expected);
      if (behaviour.does === 'fail') assert.equal(gateway.payments[0]?.status, 'requires_payment');
    });
  }

  it('charges a payment once, however often it is confirmed, and a declined one never', async () => {
    const { json } = await create();
    const confirm = (number: string): ReturnType<typeof call> =>
      call(`/v1/payments/${String(json['id'])}/confirm`, {
        client_secret: json['client_secret'],
        card: { ...CARD, number },
      });
    await confirm('4000000000000002');
    const again = await confirm(CARD.number);
    assert.equal(again.json['status'], 'declined');
    await pay(CARD.number);
    await pay(CARD.number);
    assert.equal(gateway.events.filter((e) => e.type === 'payment.succeeded').length, 1);
  });

  it('asks for the challenge’s answer and takes it once', async () => {
    for (const [accept, status] of [
      [true, 'succeeded'],
      [false, 'declined'],
    ] as const) {
      const { json } = await create(`challenge-${accept}`);
      const at = `/v1/payments/${String(json['id'])}`;
      await call(`${at}/confirm`, {
        client_secret: json['client_secret'],
        card: { ...CARD, number: '4000000000003220' },
      });
      assert.equal(
        (await call(`${at}/challenge`, { client_secret: json['client_secret'], accept })).json['status'],
        status,
      );
      assert.equal(
        (await call(`${at}/challenge`, { client_secret: json['client_secret'], accept: !accept })).json[
          'status'
        ],
        status,
      );
    }
  });

  it('refuses a card that can’t be right, by field', async () => {
    const { json } = await create();
    for (const [change, field] of [
      [{ number: '4242424242424241' }, 'number'],
      [{ expiry: '01/20' }, 'expiry'],
      [{ expiry: '13/38' }, 'expiry'],
      [{ cvc: '12' }, 'cvc'],
    ] as const) {
      const answer = await call(`/v1/payments/${String(json['id'])}/confirm`, {
        client_secret: json['client_secret'],
        card: { ...CARD, ...change },
      });
      assert.equal(answer.status, 422);
      assert.equal((answer.json['error'] as Json)['field'], field);
    }
  });

  it('gives back no more than was paid, and once per key', async () => {
    await pay(CARD.number);
    const at = `/v1/payments/${gateway.payments[0]?.id ?? ''}/refunds`;
    const refund = (amount: number, key: string): ReturnType<typeof call> =>
      call(at, { amount }, { ...asServer, 'idempotency-key': key });
    assert.equal((await refund(3000, 'r1')).status, 200);
    assert.equal((await refund(3000, 'r1')).status, 200);
    assert.equal((await refund(1001, 'r2')).status, 409);
    assert.equal((await refund(1000, 'r3')).status, 200);
    assert.equal(gateway.payments[0]?.amount_refunded, 4000);
  });

  it('repeats a callback until it is taken, signed anew each time', async () => {
    shop.answers.push(500, 503, 200);
    await pay(CARD.number);
    await shop.heard(3);
    assert.equal(new Set(shop.taken.map(({ body }) => String(body))).size, 1);
    for (const { header, body } of shop.taken)
      verifyTimestamped(header, body, { secrets: [KEYS.webhookSecret], now: new Date() });
  });

  it('sends callbacks twice, held back and out of order, or not at all, when told', async () => {
    gateway.setCallbacks({ hold: true });
    await pay('4000000000000077');
    gateway.finishProcessing();
    assert.equal(shop.taken.length, 0);
    await gateway.releaseCallbacks({ reversed: true });
    const types = shop.taken.map(({ body }) => (JSON.parse(String(body)) as { type: string }).type);
    assert.deepEqual(types, ['payment.succeeded', 'payment.processing']);
    gateway.setCallbacks({ copies: 3 });
    await pay(CARD.number);
    await shop.heard(5);
    gateway.setCallbacks({ drop: true });
    await pay('5555555555554444');
    assert.equal(shop.taken.length, 5);
  });

  it('keeps nothing of a card but brand and last four digits, anywhere', async () => {
    await pay(CARD.number);
    const home = await (await gateway.fetch(new Request('http://127.0.0.1/'))).text();
    const told = JSON.stringify([
      gateway.payments,
      gateway.events,
      gateway.deliveries,
      shop.taken.map(({ body }) => String(body)),
    ]);
    assert.ok(!told.includes(CARD.number) && !told.includes('11/38') && !told.includes('"737"'));
    assert.ok(told.includes('"last4":"4242"'));
    assert.ok(!home.includes('11/38'));
  });

  it('says no to keys of the wrong kind, and does not repeat them', () => {
    const wrong = { ...KEYS, callbackUrl: shop.url };
    for (const change of [
      { secretKey: 'sandbox_pk_oops' },
      { publishableKey: 'sandbox_sk_secret' },
      { webhookSecret: 'short' },
    ]) {
      assert.throws(
        () => createSandboxGateway({ ...wrong, ...change }),
        (e) => e instanceof TypeError && !e.message.includes(Object.values(change)[0] ?? ''),
      );
    }
    const half = { url: 'http://127.0.0.1:1', webhookSecrets: ['x'] };
    assert.throws(
      () => sandboxGateway({ ...half, secretKey: 'sandbox_pk_1', publishableKey: 'sandbox_pk_1' }),
      TypeError,
    );
    assert.throws(
      () => sandboxGateway({ ...half, secretKey: 'sandbox_sk_1', publishableKey: 'sandbox_sk_1' }),
      TypeError,
    );
  });

  it('serves its pages under a strict policy of their own', async () => {
    for (const path of ['/v1/frame', '/v1/challenge', '/']) {
      const { headers } = await gateway.fetch(new Request(`http://127.0.0.1${path}`));
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });
});
