import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isStoreError, type ErrorCode } from '../../src/errors.js';
import {
  squareGateway,
  squarePaymentLinks,
  type SquareServerOptions,
} from '../../src/gateways/square/server.js';
import { declineOf } from '../../src/gateways/square/shapes.js';
import { money } from '../../src/money.js';
import { ACCESS_TOKEN, LOCATION_ID, SIGNATURE_KEY } from '../support/square/api.js';
import { invalid } from '../support/square/book.js';
import { attempt, optionsFor, startGateway } from '../support/square/shop.js';

const CREATE = 'POST /v2/payments';

const code = (expected: ErrorCode) => (error: unknown) => {
  assert(isStoreError(error), String(error));
  assert.equal(error.code, expected);
  return true;
};

describe('charging a token at Square', () => {
  it('sends exactly this: a change here is a change of what is charged', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    await gateway.start(attempt(), signal);
    assert.deepEqual(api.requests, []);
    const { gatewayPaymentId } = (await gateway.submit?.(attempt(), 'cnon:ok', signal)) ?? {};
    const known = attempt({ gatewayPaymentId: gatewayPaymentId ?? null });
    await gateway.refund?.(known, money(100, 'EUR'), 'refund-key-1', signal);
    await gateway.cancel?.(attempt({ key: 'attempt-key-2', paymentId: 'pay_2' }), signal);
    const version = '2026-09-16';
    const begin_time = '2026-11-23T11:55:00.000Z';
    const list = { begin_time, sort_order: 'ASC', location_id: LOCATION_ID, limit: '100' };
    assert.deepEqual(api.requests, [
      {
        line: CREATE,
        version,
        query: {},
        body: {
          source_id: 'cnon:ok',
          idempotency_key: 'attempt-key-1',
          amount_money: { amount: 2990, currency: 'EUR' },
          autocomplete: true,
          location_id: LOCATION_ID,
          reference_id: attempt().paymentId,
          buyer_email_address: 'aiko@example.com',
        },
      },
      { line: `GET /v2/payments/${String(gatewayPaymentId)}`, version, query: {}, body: undefined },
      {
        line: 'POST /v2/refunds',
        version,
        query: {},
        body: {
          idempotency_key: 'refund-key-1',
          payment_id: gatewayPaymentId,
          amount_money: { amount: 100, currency: 'EUR' },
        },
      },
      { line: `GET /v2/payments/${String(gatewayPaymentId)}`, version, query: {}, body: undefined },
      { line: 'POST /v2/payments/cancel', version, query: {}, body: { idempotency_key: 'attempt-key-2' } },
      { line: 'GET /v2/payments', version, query: list, body: undefined },
    ]);
  });

  it('charges once per attempt, however often the same token is handed in (REC-2, I1)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const first = await gateway.submit?.(attempt(), 'cnon:ok', signal);
    const again = await Promise.all(
      [1, 2, 3].map(async () => gateway.submit?.(attempt(), 'cnon:ok', signal)),
    );
    for (const each of again) assert.deepEqual(each, first);
    assert.equal(api.book.charged(), 1);
    assert.deepEqual(first?.report, {
      gatewayPaymentId: first?.gatewayPaymentId,
      reference: attempt().paymentId,
      status: 'paid',
      amount: money(2990, 'EUR'),
      account: LOCATION_ID,
      mode: 'test',
      declineCode: null,
      refunded: null,
    });
  });

  for (const [fault, times, ends] of [
    ['reset', 1, 'well'],
    ['lost', 1, 'well'],
    ['broken', 1, 'well'],
    ['broken after', 1, 'well'],
    ['html', 1, 'well'],
    ['limit', 1, 'gateway_failed'],
    ['reset', 2, 'gateway_failed'],
    ['lost', 2, 'gateway_failed'],
    ['broken after', 2, 'gateway_failed'],
    ['unauthorized', 1, 'gateway_settings'],
  ] as const)
    it(`${ends === 'well' ? 'gets over' : `says ${ends} for`} ${times} × ${fault}, and charges once in the end`, async (t) => {
      const { api, gateway, signal } = await startGateway(t);
      api.faults.push(...Array.from({ length: times }, () => ({ request: CREATE, fault })));
      if (ends !== 'well')
        await assert.rejects(async () => gateway.submit?.(attempt(), 'cnon:ok', signal), code(ends));
      const started = await gateway.submit?.(attempt(), 'cnon:ok', signal);
      assert.equal(started?.report?.status, 'paid');
      assert.equal(api.book.charged(), 1);
      assert.equal(api.book.payments.size, 1);
    });

  it('gives up when it is told to, with Square silent', async (t) => {
    const { api, gateway } = await startGateway(t);
    api.faults.push({ request: CREATE, fault: 'silent' });
    const stop = new AbortController();
    const heard = api.heard(CREATE);
    const submitted = gateway.submit?.(attempt(), 'cnon:ok', stop.signal);
    await heard;
    stop.abort(new DOMException('late', 'TimeoutError'));
    await assert.rejects(async () => submitted, code('gateway_timeout'));
    assert.equal(api.requests.length, 1);
  });

  for (const [token, reason] of [
    ['cnon:declined', 'card_declined'],
    ['cnon:funds', 'insufficient_funds'],
    ['cnon:cvv', 'incorrect_cvc'],
    ['cnon:expired', 'expired_card'],
    ['cnon:limit', 'limit_exceeded'],
    ['cnon:number', 'incorrect_number'],
    ['cnon:unverified', 'authentication_failed'],
    ['cnon:busy', 'try_again_later'],
  ] as const)
    it(`tells ${token} as ${reason}`, async (t) => {
      const { gateway, signal } = await startGateway(t);
      const { report, next, ended } = (await gateway.submit?.(attempt(), token, signal)) ?? {};
      assert.equal(report?.status, 'declined');
      assert.equal(report.declineCode, reason);
      assert.deepEqual(report.amount, money(2990, 'EUR'));
      assert.deepEqual(next, { type: 'wait' });
      assert.equal(ended, undefined);
    });

  it('closes the attempt when Square refuses the card and makes no payment of it', async (t) => {
    const { gateway, signal } = await startGateway(t);
    assert.equal((await gateway.submit?.(attempt(), 'cnon:empty', signal))?.ended, 'closed');
  });

  it('finds what an earlier token paid, instead of charging the next one (I1)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    api.faults.push({ request: CREATE, fault: 'lost' }, { request: CREATE, fault: 'lost' });
    await assert.rejects(
      async () => gateway.submit?.(attempt(), 'cnon:ok-1', signal),
      code('gateway_failed'),
    );
    const second = await gateway.submit?.(attempt(), 'cnon:ok-2', signal);
    assert.equal(second?.report?.status, 'paid');
    assert.equal(api.book.charged(), 1);
  });

  for (const token of ['cnon:ok-2', 'cnon:stale'] as const)
    it(`sends no more tokens (${token}) while it can’t be seen what the key made`, async (t) => {
      const { api, gateway, signal } = await startGateway(t);
      api.listed = false;
      if (token === 'cnon:ok-2') await gateway.submit?.(attempt(), 'cnon:ok-1', signal);
      assert.equal((await gateway.submit?.(attempt(), token, signal))?.ended, 'unclear');
      assert(api.book.charged() <= 1);
    });

  it('refuses what Square does not take there as a setting, and leaves the attempt open', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const submit = (amount: number, currency: string) => async () =>
      gateway.submit?.(attempt({ amount: money(amount, currency) }), 'cnon:ok', signal);
    await assert.rejects(submit(100, 'USD'), code('gateway_settings'));
    await assert.rejects(submit(0, 'EUR'), code('gateway_settings'));
    assert.equal(api.book.payments.size, 0);
    await submit(2990, 'EUR')();
    assert.equal(api.book.charged(), 1);
  });

  it('reads amounts exactly, and none that a number can’t hold (T-24)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const most = Number.MAX_SAFE_INTEGER;
    const big = attempt({ amount: money(most, 'EUR') });
    const { gatewayPaymentId = null, report } = (await gateway.submit?.(big, 'cnon:ok', signal)) ?? {};
    assert.deepEqual(report?.amount, money(most, 'EUR'));
    const payment = api.book.payments.get(gatewayPaymentId ?? '');
    assert(payment);
    payment.totalMoney = payment.approvedMoney = { amount: BigInt(most) + 2n, currency: 'EUR' };
    await assert.rejects(gateway.retrieve(attempt({ gatewayPaymentId }), signal), code('gateway_failed'));
  });

  it('reports what was approved, if that is less than what was asked (I3)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId = null } = (await gateway.submit?.(attempt(), 'cnon:ok', signal)) ?? {};
    const payment = api.book.payments.get(gatewayPaymentId ?? '');
    assert(payment);
    payment.approvedMoney = { amount: 2000n, currency: 'EUR' };
    const known = attempt({ gatewayPaymentId });
    assert.deepEqual((await gateway.retrieve(known, signal))?.amount, money(2000, 'EUR'));
  });
});

describe('asking Square about a payment', () => {
  it('finds it by our reference when the answer was lost, and says nothing of one it never heard of', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    for (let n = 0; n < 120; n++) {
      const other = attempt({ key: `other-${n}`, paymentId: `pay_${n}` });
      await gateway.submit?.(other, `cnon:ok-${n}`, signal);
    }
    assert.equal(await gateway.retrieve(attempt(), signal), undefined);
    const made = await gateway.submit?.(attempt(), 'cnon:ok', signal);
    const found = await gateway.retrieve(attempt(), signal);
    assert.equal(found?.gatewayPaymentId, made?.gatewayPaymentId);
    assert.equal(api.requests.at(-1)?.query['cursor'], '100');
    assert.equal(await gateway.retrieve(attempt({ gatewayPaymentId: 'nothing' }), signal), undefined);
  });

  it('knows every state of a payment, and takes no unknown one for any of them', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId = null } = (await gateway.submit?.(attempt(), 'cnon:ok', signal)) ?? {};
    const payment = api.book.payments.get(gatewayPaymentId ?? '');
    assert(payment);
    const known = attempt({ gatewayPaymentId });
    for (const [status, reported] of [
      ['PENDING', 'processing'],
      ['APPROVED', 'authorized'],
      ['COMPLETED', 'paid'],
      ['CANCELED', 'canceled'],
      ['FAILED', 'declined'],
    ] as const) {
      payment.status = status;
      assert.equal((await gateway.retrieve(known, signal))?.status, reported);
    }
    for (const status of ['SOMETHING_NEW', 'constructor', '']) {
      payment.status = status;
      await assert.rejects(gateway.retrieve(known, signal), code('gateway_failed'));
    }
  });
});

describe('canceling, capturing and refunding at Square', () => {
  it('makes sure that nothing can be charged any more, or says that it is too late', async (t) => {
    const { api, gateway, signal } = await startGateway(t, { capture: 'manual' });
    assert.equal(await gateway.cancel?.(attempt(), signal), undefined);
    const approved = await gateway.submit?.(attempt(), 'cnon:ok-1', signal);
    assert.equal(approved?.report?.status, 'authorized');
    assert.equal((await gateway.cancel?.(attempt(), signal))?.status, 'canceled');
    const known = attempt({ gatewayPaymentId: approved.gatewayPaymentId });
    assert.equal((await gateway.cancel?.(known, signal))?.status, 'canceled');
    const late = attempt({ key: 'attempt-key-2', paymentId: 'pay_2' });
    const { gatewayPaymentId = null } = (await gateway.submit?.(late, 'cnon:ok-2', signal)) ?? {};
    await gateway.capture?.({ ...late, gatewayPaymentId }, signal);
    assert.equal((await gateway.cancel?.(late, signal))?.status, 'paid');
    assert.equal((await gateway.cancel?.({ ...late, gatewayPaymentId }, signal))?.status, 'paid');
    assert.equal(api.book.charged(), 1);
  });

  it('does not say that there is nothing when Square won’t cancel what it does not show (I1)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    await gateway.submit?.(attempt(), 'cnon:ok', signal);
    api.listed = false;
    api.book.cancelByKey = () => {
      throw invalid('BAD_REQUEST');
    };
    await assert.rejects(async () => gateway.cancel?.(attempt(), signal), code('gateway_failed'));
    api.listed = true;
    assert.equal((await gateway.cancel?.(attempt(), signal))?.status, 'paid');
  });

  it('captures once, however often it is asked, and whatever is lost on the way', async (t) => {
    const { api, gateway, signal } = await startGateway(t, { capture: 'manual' });
    const { gatewayPaymentId = null } = (await gateway.submit?.(attempt(), 'cnon:ok', signal)) ?? {};
    const known = attempt({ gatewayPaymentId });
    const complete = `POST /v2/payments/${String(gatewayPaymentId)}/complete`;
    api.faults.push({ request: complete, fault: 'lost' });
    assert.equal((await gateway.capture?.(known, signal))?.status, 'paid');
    assert.equal((await gateway.capture?.(known, signal))?.status, 'paid');
    assert.equal(api.book.charged(), 1);
  });

  it('gives money back once per key, never more than came in, and tells the sum (T-23)', async (t) => {
    const { api, gateway, signal } = await startGateway(t);
    const { gatewayPaymentId = null } = (await gateway.submit?.(attempt(), 'cnon:ok', signal)) ?? {};
    const known = attempt({ gatewayPaymentId });
    const refund = (amount: number, key: string) =>
      gateway.refund?.(known, money(amount, 'EUR'), key, signal);
    api.faults.push({ request: 'POST /v2/refunds', fault: 'lost' });
    const first = await refund(990, 'refund-1');
    assert.deepEqual(await refund(990, 'refund-1'), first);
    assert.deepEqual(first?.report?.refunded, money(990, 'EUR'));
    assert.deepEqual((await refund(1000, 'refund-2'))?.report?.refunded, money(1990, 'EUR'));
    await assert.rejects(async () => refund(1001, 'refund-3'), code('refund_refused'));
    await refund(1000, 'refund-4');
    await assert.rejects(async () => refund(1, 'refund-5'), code('refund_refused'));
    assert.equal(api.book.refunds.length, 3);
    await assert.rejects(
      async () => gateway.refund?.(attempt({ paymentId: 'x' }), money(1, 'EUR'), 'k', signal),
      code('refund_refused'),
    );
  });
});

describe('the token and ids of a Square gateway (T-20)', () => {
  const good: SquareServerOptions = optionsFor({ url: 'http://127.0.0.1:1' });
  const secret = ['sq0csp', 'abcdef'].join('-');
  for (const [what, change] of [
    ['an application id for the access token', { accessToken: good.applicationId }],
    ['the access token for the application id', { applicationId: ACCESS_TOKEN }],
    ['an application’s secret for its id', { applicationId: secret }],
    ['an application’s secret for the token', { accessToken: secret }],
    ['the access token for the location', { locationId: ACCESS_TOKEN }],
    ['a token without punctuation for the location', { locationId: 'EAAAABCDEF' }],
    ['no signature key', { webhook: { ...good.webhook, signatureKeys: [] } }],
    ['the access token for a signature key', { webhook: { ...good.webhook, signatureKeys: [ACCESS_TOKEN] } }],
    ['a callback address off HTTPS', { webhook: { ...good.webhook, notificationUrl: 'http://shop.test/' } }],
    ['a callback path for the address', { webhook: { ...good.webhook, notificationUrl: '/callbacks' } }],
    ['an empty token', { accessToken: '' }],
  ] as const)
    it(`refuses ${what}, and repeats none of it`, () => {
      const options = { ...good, ...change };
      for (const make of [
        () => squareGateway(options),
        () => squarePaymentLinks({ ...options, title: 'Tea' }),
      ])
        assert.throws(make, (error: unknown) => {
          assert(error instanceof TypeError);
          for (const each of [ACCESS_TOKEN, secret, SIGNATURE_KEY]) assert(!error.message.includes(each));
          return true;
        });
    });

  it('say by the application id whether it is the sandbox', () => {
    assert.equal(squareGateway(good).mode, 'test');
    const live = squareGateway({ ...good, applicationId: 'sq0idp-Abc_1' });
    assert.equal(live.mode, 'live');
    assert.deepEqual(live.describe().frame_origins, ['https://web.squarecdn.com']);
  });

  it('know a reason to tell the shopper, and nothing of codes called like properties', () => {
    assert.equal(declineOf(['GENERIC_DECLINE', 'CVV_FAILURE']), 'incorrect_cvc');
    assert.equal(declineOf(['constructor', '__proto__']), 'card_declined');
    assert.equal(declineOf([]), 'card_declined');
  });
});
