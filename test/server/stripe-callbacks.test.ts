import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import Stripe from 'stripe';
import { isStoreError } from '../../src/errors.js';
import type { GatewayEvent, PaymentReport, ServerGateway } from '../../src/gateways/gateway-server.js';
import { money } from '../../src/money.js';
import { SECRET_KEY, WEBHOOK_SECRET, type StripeApi } from '../support/stripe/api.js';
import { attempt, startGateway } from '../support/stripe/shop.js';
import { NOON } from '../support/server.js';

const PAYS = { type: 'card', number: '4242424242424242' } as const;
const official = new Stripe(SECRET_KEY);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function hear(
  gateway: ServerGateway,
  { body, headers }: { body: string; headers: Readonly<Record<string, string>> },
  at = NOON,
): Promise<GatewayEvent[]> {
  return gateway.verifyCallback({
    headers: new Headers(headers),
    body: bytes(body),
    receivedAt: new Date(at),
  });
}

const refused = (error: unknown): boolean => isStoreError(error) && error.code === 'callback_refused';

/** A paid payment with everything that can happen to it afterwards, and what an event says of it. */
async function paid(t: TestContext): Promise<{
  api: StripeApi;
  gateway: ServerGateway;
  intent: string;
  says: (type: string, change?: object) => Promise<PaymentReport | undefined>;
}> {
  const { api, gateway, signal } = await startGateway(t);
  const intent = (await gateway.start(attempt(), signal)).gatewayPaymentId ?? '';
  api.book.confirm(intent, PAYS);
  return {
    api,
    gateway,
    intent,
    says: async (type, change = {}) => {
      const event = { ...api.events.last(type), ...change };
      return (await hear(gateway, api.events.sign(event)))[0]?.report;
    },
  };
}

describe('the signature of a Stripe callback (WH-1)', () => {
  it('is taken where Stripe’s own SDK takes it, made by Stripe’s own SDK', async (t) => {
    const { api, gateway } = await paid(t);
    const payload = JSON.stringify(api.events.last('payment_intent.succeeded'));
    const header = official.webhooks.generateTestHeaderString({
      payload,
      secret: WEBHOOK_SECRET,
      timestamp: Math.floor(NOON / 1000),
    });
    const [event] = await hear(gateway, { body: payload, headers: { 'stripe-signature': header } });
    assert.equal(event?.type, 'payment_intent.succeeded');
    assert.equal(event.eventId, api.events.last('payment_intent.succeeded').id);
    assert.equal(event.occurredAt.getTime(), NOON);
  });

  it('is refused after any change of body or header, by us and by Stripe’s SDK alike', async (t) => {
    const { api, gateway } = await paid(t);
    const good = api.events.sign(api.events.last('payment_intent.succeeded'));
    const header = good.headers['stripe-signature'];
    const changes = fc.oneof(
      fc.nat({ max: good.body.length - 1 }).map((at) => ({
        body: good.body.slice(0, at) + (good.body[at] === 'x' ? 'y' : 'x') + good.body.slice(at + 1),
        header,
      })),
      // Up to the end of v1: what follows is another scheme, which nobody looks at.
      fc.nat({ max: header.indexOf(',v0') - 1 }).map((at) => ({
        body: good.body,
        header: header.slice(0, at) + (header[at] === '7' ? '8' : '7') + header.slice(at + 1),
      })),
      fc.string().map((text) => ({ body: good.body, header: text.replace(/[^\x20-\x7e]/g, '') })),
    );
    await fc.assert(
      fc.asyncProperty(changes, async ({ body, header: sent }) => {
        await assert.rejects(hear(gateway, { body, headers: { 'stripe-signature': sent } }), refused);
        assert.throws(() =>
          official.webhooks.constructEvent(
            body,
            sent,
            WEBHOOK_SECRET,
            300,
            undefined,
            Math.floor(NOON / 1000),
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is refused five minutes late, and from the future, which Stripe’s SDK takes', async (t) => {
    const { api, gateway } = await paid(t);
    const event = api.events.last('payment_intent.succeeded');
    const year = 365 * 86_400_000;
    for (const [at, taken] of [
      [NOON - 300_000, true],
      [NOON - 301_000, false],
      [NOON + 300_000, true],
      [NOON + 301_000, false],
      [NOON + year, false],
    ] as const) {
      const heard = hear(gateway, api.events.sign(event, { at }));
      if (taken) assert.equal((await heard).length, 1);
      else await assert.rejects(heard, refused);
    }
    const ahead = api.events.sign(event, { at: NOON + year });
    const known = official.webhooks.constructEvent(
      ahead.body,
      ahead.headers['stripe-signature'],
      WEBHOOK_SECRET,
      300,
      undefined,
      Math.floor(NOON / 1000),
    );
    assert.equal(known.id, event.id); // should it refuse one day, our verifier has one reason less
  });

  it('is taken under the old secret and the new while one replaces the other, and not after (WH-2)', async (t) => {
    const next = ['whsec', 'next'].join('_');
    const both = await startGateway(t, { webhookSecrets: [next, WEBHOOK_SECRET] });
    const after = await startGateway(t, { webhookSecrets: [next] });
    const intent = await both.gateway.start(attempt(), both.signal);
    both.api.book.confirm(intent.gatewayPaymentId ?? '', PAYS);
    const event = both.api.events.last('payment_intent.succeeded');
    for (const secret of [WEBHOOK_SECRET, next])
      assert.equal((await hear(both.gateway, both.api.events.sign(event, { secret }))).length, 1);
    await assert.rejects(hear(after.gateway, both.api.events.sign(event)), refused);
  });

  it('covers a body that is still no event of Stripe’s: refused as a whole', async (t) => {
    const { api, gateway } = await paid(t);
    const good = api.events.last('payment_intent.succeeded');
    for (const event of [
      {},
      [],
      null,
      { ...good, id: 'pi_1' },
      { ...good, object: 'v2.core.event' },
      { ...good, created: '2026-11-23T12:00:00Z' },
      { ...good, data: {} },
      { ...good, data: { object: 'payment_intent' } },
      { ...good, data: { object: { object: 'payment_intent' } } },
      { ...good, data: { object: { ...good.data.object, amount_received: '2990' } } },
      { ...good, data: { object: { ...good.data.object, currency: 'isk', amount_received: 12_345 } } },
    ])
      await assert.rejects(hear(gateway, api.events.sign(event as object)), refused, JSON.stringify(event));
  });
});

describe('what events of Stripe say (security notes 4.1)', () => {
  it('of a payment: the state it was in', async (t) => {
    const { says } = await paid(t);
    assert.equal((await says('payment_intent.created'))?.status, 'open');
    const report = await says('payment_intent.succeeded');
    assert.deepEqual(report, {
      gatewayPaymentId: report?.gatewayPaymentId,
      reference: attempt().paymentId,
      status: 'paid',
      amount: money(2990, 'EUR'),
      account: 'own',
      mode: 'test',
      declineCode: null,
      refunded: null,
    });
  });

  it('of refunds, disputes, reviews and warnings: how the payment stands now, whatever was true when they were sent', async (t) => {
    const { api, intent, says } = await paid(t);
    api.book.refund(intent, 1000);
    const object = { object: 'review', payment_intent: intent };
    api.events.emit('review.opened', object);
    api.events.emit('review.closed', object);
    api.events.emit('radar.early_fraud_warning.created', { ...object, object: 'radar.early_fraud_warning' });
    for (const type of ['refund.updated', 'refund.failed', 'charge.refund.updated'])
      api.events.emit(type, api.book.refunds[0] ?? {});
    for (const type of [
      ...['charge.refunded', 'refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'],
      ...['review.opened', 'review.closed', 'radar.early_fraud_warning.created'],
    ]) {
      const report = await says(type);
      assert.equal(report?.status, 'paid', type);
      assert.deepEqual(report.refunded, money(1000, 'EUR'), type);
    }
  });

  it('of a dispute: open, lost or won; an inquiry that took no money is none', async (t) => {
    const { api, intent, says } = await paid(t);
    api.book.dispute(intent, 'warning_needs_response');
    assert.equal((await says('charge.dispute.created'))?.dispute, undefined);
    api.book.dispute(intent, 'needs_response');
    const dispute = await says('charge.dispute.updated');
    assert.deepEqual(dispute?.dispute, { status: 'open', amount: money(2990, 'EUR') });
    for (const type of ['charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated'])
      api.events.emit(type, [...api.book.disputes.values()][0] ?? {});
    api.book.dispute(intent, 'lost');
    for (const type of [
      ...['charge.dispute.created', 'charge.dispute.closed'],
      ...['charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated'],
    ])
      assert.equal((await says(type))?.dispute?.status, 'lost', type);
  });

  it('of anything else, of other payments, and of payments that are not ours to ask about: nothing', async (t) => {
    const { api, intent, says } = await paid(t);
    api.events.emit('customer.created', { object: 'customer', id: 'cus_1', payment_intent: intent });
    assert.equal(await says('customer.created'), undefined);
    const asked = api.requests.length;
    api.book.refund(intent, 1);
    assert.equal(await says('charge.refunded', { account: 'acct_other' }), undefined);
    assert.equal(await says('charge.refunded', { livemode: true }), undefined);
    assert.equal(api.requests.length, asked);
    api.events.emit('charge.refunded', { object: 'charge', payment_intent: 'pi_unknown' });
    assert.equal(await says('charge.refunded'), undefined);
    api.events.emit('charge.refunded', { object: 'charge', payment_intent: null });
    assert.equal(await says('charge.refunded'), undefined);
  });

  it('has to come again when Stripe can’t be asked: no silent loss (WH-4)', async (t) => {
    const { api, gateway, intent } = await paid(t);
    api.book.refund(intent, 1);
    api.faults.push({ request: 'GET /v1/payment_intents', fault: 'limit' });
    const sent = api.events.sign(api.events.last('charge.refunded'));
    await assert.rejects(
      hear(gateway, sent),
      (error) => isStoreError(error) && error.code === 'gateway_failed',
    );
    assert.deepEqual((await hear(gateway, sent))[0]?.report?.refunded, money(1, 'EUR'));
  });
});
