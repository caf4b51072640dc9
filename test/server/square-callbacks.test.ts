import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { WebhooksHelper } from 'square';
import { isStoreError } from '../../src/errors.js';
import type { GatewayEvent, PaymentReport, ServerGateway } from '../../src/gateways/gateway-server.js';
import { money } from '../../src/money.js';
import { NOTIFICATION_URL, SIGNATURE_KEY, type SquareApi } from '../support/square/api.js';
import { attempt, startGateway } from '../support/square/shop.js';
import { NOON } from '../support/server.js';

const HEADER = 'x-square-hmacsha256-signature';

async function hear(
  gateway: ServerGateway,
  { body, headers }: { body: string; headers: Readonly<Record<string, string>> },
): Promise<GatewayEvent[]> {
  return gateway.verifyCallback({
    headers: new Headers(headers),
    body: new TextEncoder().encode(body),
    receivedAt: new Date(NOON),
  });
}

/** What Square's own SDK says of it. Its answer is a promise: without `await` everything would be genuine. */
const official = (requestBody: string, signatureHeader: string, notificationUrl = NOTIFICATION_URL) =>
  WebhooksHelper.verifySignature({
    requestBody,
    signatureHeader,
    signatureKey: SIGNATURE_KEY,
    notificationUrl,
  });

const refused = (error: unknown): boolean => isStoreError(error) && error.code === 'callback_refused';

/** A paid payment with everything that can happen to it afterwards, and what an event says of it. */
async function paid(t: TestContext): Promise<{
  api: SquareApi;
  gateway: ServerGateway;
  id: string;
  says: (type: string, change?: object) => Promise<PaymentReport | undefined>;
}> {
  const { api, gateway, signal } = await startGateway(t);
  const started = await gateway.submit?.(attempt(), 'cnon:ok', signal);
  return {
    api,
    gateway,
    id: started?.gatewayPaymentId ?? '',
    says: async (type, change = {}) => {
      const event = { ...api.events.last(type), ...change };
      return (await hear(gateway, api.events.sign(event)))[0]?.report;
    },
  };
}

describe('the signature of a Square callback (WH-1)', () => {
  it('is taken where Square’s own SDK takes it', async (t) => {
    const { api, gateway } = await paid(t);
    const good = api.events.sign(api.events.last('payment.created'));
    assert.equal(await official(good.body, good.headers[HEADER] ?? ''), true);
    const [event] = await hear(gateway, good);
    assert.equal(event?.type, 'payment.created');
    assert.equal(event.eventId, api.events.last('payment.created').event_id);
    assert.equal(event.occurredAt.getTime(), NOON);
  });

  it('is refused after any change of body or header, by us and by Square’s SDK alike', async (t) => {
    const { api, gateway } = await paid(t);
    const good = api.events.sign(api.events.last('payment.created'));
    const header = good.headers[HEADER] ?? '';
    const changes = fc.oneof(
      fc.nat({ max: good.body.length - 1 }).map((at) => ({
        body: good.body.slice(0, at) + (good.body[at] === 'x' ? 'y' : 'x') + good.body.slice(at + 1),
        header,
      })),
      fc.nat({ max: header.length - 1 }).map((at) => ({
        body: good.body,
        header: header.slice(0, at) + (header[at] === 'A' ? 'B' : 'A') + header.slice(at + 1),
      })),
      fc.string().map((text) => ({ body: good.body, header: text.replace(/[^\x20-\x7e]/g, '') })),
      fc.constantFrom(`${header} x`, header.slice(0, -1), `${header}=`, header.toLowerCase()).map((each) => ({
        body: good.body,
        header: each,
      })),
    );
    await fc.assert(
      fc.asyncProperty(changes, async ({ body, header: sent }) => {
        await assert.rejects(hear(gateway, { body, headers: { [HEADER]: sent } }), refused);
        assert.equal(await official(body, sent), false);
      }),
      { numRuns: 500 },
    );
    await assert.rejects(hear(gateway, { body: good.body, headers: {} }), refused);
  });

  it('is over the configured address, whatever the request’s own may be (WH-6)', async (t) => {
    const { api, gateway } = await paid(t);
    const event = api.events.last('payment.created');
    const elsewhere = api.events.sign(event, { url: 'https://other.test/store/callbacks/square' });
    await assert.rejects(hear(gateway, elsewhere), refused);
    assert.equal(await official(elsewhere.body, elsewhere.headers[HEADER] ?? ''), false);
    const host = { ...api.events.sign(event), headers: { ...api.events.sign(event).headers, host: 'proxy' } };
    assert.equal((await hear(gateway, host)).length, 1);
  });

  it('is taken under the old key and the new while one replaces the other, and not after (WH-2)', async (t) => {
    const next = 'signature-key-next';
    const webhook = { notificationUrl: NOTIFICATION_URL };
    const both = await startGateway(t, { webhook: { ...webhook, signatureKeys: [next, SIGNATURE_KEY] } });
    const after = await startGateway(t, { webhook: { ...webhook, signatureKeys: [next] } });
    await both.gateway.submit?.(attempt(), 'cnon:ok', both.signal);
    const event = both.api.events.last('payment.created');
    for (const key of [SIGNATURE_KEY, next])
      assert.equal((await hear(both.gateway, both.api.events.sign(event, { key }))).length, 1);
    await assert.rejects(hear(after.gateway, both.api.events.sign(event)), refused);
  });

  it('covers a body that is still no event of Square’s: refused as a whole', async (t) => {
    const { api, gateway } = await paid(t);
    const good = api.events.last('payment.created');
    for (const event of [
      {},
      [],
      null,
      'text',
      { ...good, event_id: 1 },
      { ...good, event_id: '' },
      { ...good, type: undefined },
      { ...good, created_at: 'yesterday' },
    ])
      await assert.rejects(hear(gateway, api.events.sign(event)), refused, JSON.stringify(event));
    for (const data of [
      null,
      {},
      { object: null },
      { object: { payment: 1 } },
      { object: { payment: { id: 7 } } },
    ])
      assert.equal((await hear(gateway, api.events.sign({ ...good, data })))[0]?.report, undefined);
  });
});

describe('what events of Square say (security notes 4.2)', () => {
  it('of a payment: how it stands now, whatever the event says (T-13)', async (t) => {
    const { api, id, says } = await paid(t);
    const report = await says('payment.created');
    assert.equal(report?.status, 'paid');
    assert.equal(report.reference, attempt().paymentId);
    const event = structuredClone(api.events.last('payment.created'));
    Object.assign(event.data.object['payment'] ?? {}, { status: 'FAILED', reference_id: 'x' });
    assert.deepEqual(await says('payment.created', event), report);
    const { status } = api.book.payments.get(id) ?? {};
    assert.equal(status, 'COMPLETED');
  });

  it('of refunds: the sum given back so far, and less again when one fails', async (t) => {
    const { api, gateway, id, says } = await paid(t);
    const known = attempt({ gatewayPaymentId: id });
    const { signal } = new AbortController();
    await gateway.refund?.(known, money(1000, 'EUR'), 'refund-1', signal);
    const second = await gateway.refund?.(known, money(500, 'EUR'), 'refund-2', signal);
    assert.deepEqual((await says('refund.created'))?.refunded, money(1500, 'EUR'));
    api.book.finishRefund(second?.refundId ?? '', false);
    assert.deepEqual((await says('refund.updated'))?.refunded, money(1000, 'EUR'));
  });

  it('of a dispute: open, lost or won; an inquiry that took no money is none', async (t) => {
    const { api, id, says } = await paid(t);
    api.book.dispute(id, 'INQUIRY_EVIDENCE_REQUIRED');
    assert.equal((await says('dispute.created'))?.dispute, undefined);
    for (const [state, status] of [
      ['EVIDENCE_REQUIRED', 'open'],
      ['PROCESSING', 'open'],
      ['WON', 'won'],
      ['LOST', 'lost'],
      ['ACCEPTED', 'lost'],
    ] as const) {
      api.book.dispute(id, state);
      const { dispute } = (await says('dispute.state.updated')) ?? {};
      assert.deepEqual(dispute, { status, amount: money(2990, 'EUR') }, state);
    }
    assert.equal(
      (await says('dispute.state.updated', { type: 'dispute.state.changed' }))?.dispute?.status,
      'lost',
    );
  });

  it('of anything else, of other places and of other systems’ payments: nothing', async (t) => {
    const { api, id, says } = await paid(t);
    const asked = api.requests.length;
    for (const type of ['dispute.evidence.created', 'order.updated', 'payment.deleted', 'xpayment.updated'])
      assert.equal(await says('payment.created', { type }), undefined, type);
    const elsewhere = structuredClone(api.events.last('payment.created'));
    Object.assign(elsewhere.data.object['payment'] ?? {}, { location_id: 'LOTHER' });
    assert.equal(await says('payment.created', elsewhere), undefined);
    assert.equal(api.requests.length, asked);
    const unknown = structuredClone(api.events.last('payment.created'));
    Object.assign(unknown.data.object['payment'] ?? {}, { id: 'unknown' });
    assert.equal(await says('payment.created', unknown), undefined);
    delete api.book.payments.get(id)?.referenceId;
    assert.equal(await says('payment.created'), undefined);
  });

  it('has to come again when Square can’t be asked: no silent loss (WH-4)', async (t) => {
    const { api, gateway } = await paid(t);
    const sent = api.events.sign(api.events.last('payment.created'));
    api.faults.push({ request: 'GET /v2/payments', fault: 'limit' });
    const failed = (error: unknown): boolean => isStoreError(error) && error.code === 'gateway_failed';
    await assert.rejects(hear(gateway, sent), failed);
    assert.equal((await hear(gateway, sent))[0]?.report?.status, 'paid');
  });
});
