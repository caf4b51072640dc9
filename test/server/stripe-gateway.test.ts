import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isStoreError, type ErrorCode } from '../../src/errors.js';
import { stripeCheckout, stripeGateway, type StripeServerOptions } from '../../src/gateways/stripe/server.js';
import { money } from '../../src/money.js';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET } from '../support/stripe/api.js';
import { attempt, startGateway } from '../support/stripe/shop.js';

const CREATE = 'POST /v1/payment_intents';
const PAYS = { type: 'card', number: '4242424242424242' } as const;

const code = (expected: ErrorCode) => (error: unknown) => {
  assert(isStoreError(error), String(error));
  assert.equal(error.code, expected);
  return true;
};

describe('starting a payment at Stripe', () => {
  it('comes to the same PaymentIntent, however often the same attempt is started (REC-2)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const first = await gateway.start(attempt(), signal);
    const again = await Promise.all([1, 2, 3].map(() => gateway.start(attempt(), signal)));
    for (const each of again) assert.deepEqual(each, first);
    assert.equal(api.book.intents.size, 1);
    assert.equal(first.report?.status, 'open');
    assert.deepEqual(first.report.amount, money(2990, 'EUR'));
  });

  for (const [fault, times, ends] of [
    ['reset', 1, 'well'],
    ['lost', 1, 'well'],
    ['limit', 1, 'gateway_failed'],
    ['reset', 2, 'gateway_failed'],
    ['lost', 2, 'gateway_failed'],
    ['html', 2, 'gateway_failed'],
    ['unauthorized', 1, 'gateway_settings'],
  ] as const)
    it(`${ends === 'well' ? 'gets over' : `says ${ends} for`} ${times} × ${fault}, and makes one payment in the end`, async (t) => {
      const { api, gateway, signal } = await startGateway(t);
      api.faults.push(...Array.from({ length: times }, () => ({ request: CREATE, fault: fault })));
      if (ends !== 'well') {
        await assert.rejects(gateway.start(attempt(), signal), (error: unknown) => {
          assert(isStoreError(error) && error.cause instanceof Error);
          return code(ends)(error);
        });
      }
      const started = await gateway.start(attempt(), signal);
      assert.equal(api.book.intents.size, 1);
      assert.equal(started.gatewayPaymentId, [...api.book.intents.keys()][0]);
    });

  it('is not stuck on a failure that Stripe keeps under the key, and hands out one payment only', async (t) => {
    for (const fault of ['broken', 'broken after'] as const) {
      const { api, gateway, signal } = await startGateway(t);
      api.faults.push({ request: CREATE, fault });
      const started = await gateway.start(attempt(), signal);
      const again = await gateway.start(attempt(), signal);
      assert.equal(again.gatewayPaymentId, started.gatewayPaymentId, fault);
      assert.equal(api.book.intents.size, 1, fault);
    }
  });

  it('says a conflict of the same key as a failure to try again, and tries no other key', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    api.faults.push({ request: CREATE, fault: 'slow' });
    const heard = api.heard(CREATE);
    const slow = gateway.start(attempt(), signal);
    await heard;
    await assert.rejects(gateway.start(attempt(), signal), code('gateway_failed'));
    api.release();
    assert.equal((await slow).gatewayPaymentId, [...api.book.intents.keys()][0]);
    assert.deepEqual(new Set(api.requests.map(({ key }) => key)), new Set([attempt().key]));
  });

  it('finds the payment of an attempt that an earlier version of the store began in other words', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const started = await gateway.start(attempt(), signal);
    const other = stripeGateway({
      secretKey: SECRET_KEY,
      publishableKey: PUBLISHABLE_KEY,
      webhookSecrets: [WEBHOOK_SECRET],
      api: api.address,
      receipts: false,
      clock: () => attempt().createdAt.getTime(),
    });
    assert.equal((await other.start(attempt(), signal)).gatewayPaymentId, started.gatewayPaymentId);
    assert.equal(api.book.intents.size, 1);
  });

  it('gives up when it is told to, with Stripe silent', async (t) => {
    const { api, gateway } = await startGateway(t);
    api.faults.push({ request: CREATE, fault: 'silent' });
    const stop = new AbortController();
    const heard = api.heard(CREATE);
    const started = gateway.start(attempt(), stop.signal);
    await heard;
    stop.abort(new DOMException('late', 'TimeoutError'));
    await assert.rejects(started, code('gateway_timeout'));
    assert.equal(api.book.intents.size, 0);
  });

  it('refuses an amount that Stripe would not charge as it stands, before anything is sent', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    for (const amount of [money(1234, 'IQD'), money(1001, 'KWD'), money(150, 'MGA')])
      await assert.rejects(async () => gateway.start(attempt({ amount }), signal), code('gateway_settings'));
    await assert.rejects(
      gateway.start(attempt({ amount: money(20, 'EUR') }), signal),
      code('gateway_settings'),
    );
    const started = await gateway.start(
      attempt({ amount: money(1500, 'ISK'), key: 'attempt-key-2' }),
      signal,
    );
    assert.equal([...api.book.intents.values()][0]?.amount, 150_000);
    assert.deepEqual(started.report?.amount, money(1500, 'ISK'));
  });
});

describe('asking Stripe about a payment', () => {
  it('finds it without an id by the same request again, whether the first was heard or not', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { buyer: _unknown, ...asking } = attempt();
    const started = await gateway.start(attempt(), signal); // the answer got lost on our side
    api.indexed = false;
    const report = await gateway.retrieve(asking, signal);
    assert.equal(report?.gatewayPaymentId, started.gatewayPaymentId);
    const unheard = { ...asking, key: 'attempt-key-2', paymentId: 'pay_00000000000000000000000002' };
    assert.equal((await gateway.retrieve(unheard, signal))?.status, 'open');
    assert.equal(api.book.intents.size, 2);
  });

  it('looks before it asks again under a key that Stripe may have forgotten (REC-2: 22:59 h, 24:01 h)', async (t) => {
    const { api, gateway, advance, signal } = await startGateway(t);
    const started = await gateway.start(attempt(), signal);
    advance(22 * 3_600_000 + 59 * 60_000);
    assert.equal((await gateway.retrieve(attempt(), signal))?.gatewayPaymentId, started.gatewayPaymentId);
    assert(!api.requests.some(({ line }) => line.includes('/search')));
    advance(3_600_000 + 2 * 60_000);
    api.forgetKeys();
    assert.equal((await gateway.retrieve(attempt(), signal))?.gatewayPaymentId, started.gatewayPaymentId);
    assert.equal((await gateway.start(attempt(), signal)).gatewayPaymentId, started.gatewayPaymentId);
    assert.equal(api.book.intents.size, 1);
  });

  it('knows every state of a PaymentIntent', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId } = await gateway.start(attempt(), signal);
    const known = attempt({ gatewayPaymentId });
    const intent = api.book.intents.get(gatewayPaymentId ?? '');
    assert(intent);
    for (const [status, reported] of [
      ['requires_payment_method', 'open'],
      ['requires_confirmation', 'open'],
      ['requires_action', 'requires_action'],
      ['processing', 'processing'],
      ['requires_capture', 'authorized'],
      ['canceled', 'canceled'],
    ] as const) {
      intent.status = status;
      assert.equal((await gateway.retrieve(known, signal))?.status, reported);
    }
    intent.status = 'something_new';
    await assert.rejects(gateway.retrieve(known, signal), code('gateway_failed'));
    intent.status = 'constructor';
    await assert.rejects(gateway.retrieve(known, signal), code('gateway_failed'));
  });

  it('says nothing of a payment that Stripe has never heard of', async (t) => {
    const { gateway, signal } = await startGateway(t);
    assert.equal(await gateway.retrieve(attempt({ gatewayPaymentId: 'pi_unknown' }), signal), undefined);
  });
});

describe('canceling, capturing and refunding at Stripe', () => {
  it('makes sure that nothing can be charged any more, or says that it is too late', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId } = await gateway.start(attempt(), signal);
    const known = attempt({ gatewayPaymentId });
    assert.equal((await gateway.cancel?.(known, signal))?.status, 'canceled');
    assert.equal((await gateway.cancel?.(known, signal))?.status, 'canceled');
    assert.throws(() => api.book.confirm(gatewayPaymentId ?? '', PAYS));
    const late = attempt({ key: 'attempt-key-2', paymentId: 'pay_00000000000000000000000002' });
    const started = await gateway.start(late, signal);
    api.book.confirm(started.gatewayPaymentId ?? '', PAYS);
    assert.equal((await gateway.cancel?.(late, signal))?.status, 'paid');
    const debit = attempt({ key: 'attempt-key-3', paymentId: 'pay_00000000000000000000000003' });
    api.book.confirm((await gateway.start(debit, signal)).gatewayPaymentId ?? '', { type: 'debit' });
    assert.equal((await gateway.cancel?.(debit, signal))?.status, 'processing');
  });

  it('captures once, however often it is asked', async (t) => {
    const { api, gateway, signal } = await startGateway(t, { capture: 'manual' });
    const { gatewayPaymentId } = await gateway.start(attempt(), signal);
    api.book.confirm(gatewayPaymentId ?? '', PAYS);
    const known = attempt({ gatewayPaymentId });
    api.faults.push({
      request: `POST /v1/payment_intents/${String(gatewayPaymentId)}/capture`,
      fault: 'lost',
    });
    assert.equal((await gateway.capture?.(known, signal))?.status, 'paid');
    api.forgetKeys();
    assert.equal((await gateway.capture?.(known, signal))?.status, 'paid');
    assert.equal(api.book.charged(), 1);
  });

  it('gives money back once per key, never more than came in, and tells the sum (T-23)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId } = await gateway.start(attempt(), signal);
    api.book.confirm(gatewayPaymentId ?? '', PAYS);
    const known = attempt({ gatewayPaymentId });
    const refund = (amount: number, key: string) =>
      gateway.refund?.(known, money(amount, 'EUR'), key, signal);
    api.faults.push({ request: 'POST /v1/refunds', fault: 'lost' });
    const first = await refund(990, 'refund-1');
    assert.deepEqual(await refund(990, 'refund-1'), first);
    assert.deepEqual(first?.report?.refunded, money(990, 'EUR'));
    assert.deepEqual((await refund(1000, 'refund-2'))?.report?.refunded, money(1990, 'EUR'));
    await assert.rejects(async () => refund(1001, 'refund-3'), code('refund_refused'));
    await refund(1000, 'refund-4');
    await assert.rejects(async () => refund(1, 'refund-5'), code('refund_refused'));
    assert.equal(
      api.book.refunds.reduce((sum, { amount }) => sum + amount, 0),
      2990,
    );
  });
});

describe('the keys of a Stripe gateway (T-20)', () => {
  const good: StripeServerOptions = {
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecrets: [WEBHOOK_SECRET],
  };
  const live = ['sk', 'live', 'Abc123'].join('_');
  for (const [what, change] of [
    ['a publishable key for the secret one', { secretKey: PUBLISHABLE_KEY }],
    ['a secret key for the publishable one', { publishableKey: SECRET_KEY }],
    ['keys of two modes', { secretKey: live }],
    ['no webhook secret', { webhookSecrets: [] }],
    ['an API key for a webhook secret', { webhookSecrets: [SECRET_KEY] }],
    ['an empty key', { secretKey: '' }],
    ['a sample', { publishableKey: 'changeme' }],
    ['an account that is none', { account: 'shop' }],
  ] as const)
    it(`refuses ${what}, and repeats no key`, () => {
      const options = { ...good, ...change };
      for (const make of [() => stripeGateway(options), () => stripeCheckout({ ...options, title: 'Tea' })])
        assert.throws(make, (error: unknown) => {
          assert(error instanceof TypeError);
          for (const key of [SECRET_KEY, live, WEBHOOK_SECRET]) assert(!error.message.includes(key));
          return true;
        });
    });

  it('may be restricted, and say which mode they are of', () => {
    const restricted = { ...good, secretKey: ['rk', 'live', 'a'].join('_'), publishableKey: 'pk_live_a' };
    assert.equal(stripeGateway(restricted).mode, 'live');
    assert.equal(stripeGateway(good).mode, 'test');
  });
});
