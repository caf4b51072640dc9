/** The kit itself: for each check a gateway that is wrong in just that way, and does not get through. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conformanceOf, type Clock, type Processor } from '../../src/conformance/index.js';
import type {
  GatewayEvent,
  PaymentReport,
  RawCallback,
  ServerGateway,
} from '../../src/gateways/gateway-server.js';
import { signTimestamped } from '../../src/gateways/signature.js';
import { money } from '../../src/money.js';
import { SANDBOX_KEYS, sandboxProcessor } from '../support/processors.js';

type Wrong = (right: ServerGateway, processor: Processor) => Partial<ServerGateway>;
/** The beginning of a check's name, what is wrong, and what the kit says to it. */
type Row = readonly [check: string, fault: string, complaint: RegExp, wrong: Wrong, page?: 'hosted'];

/** Changes what callbacks report. */
const saying =
  (change: (report: PaymentReport, event: GatewayEvent) => PaymentReport | undefined): Wrong =>
  (right) => ({
    async verifyCallback(callback) {
      const events = await right.verifyCallback(callback);
      return events.map((event) =>
        event.report ? { ...event, report: change(event.report, event) } : event,
      );
    },
  });

/** Reads callbacks without looking at the signature: signs them itself. */
const unsigned =
  (when: (callback: RawCallback) => boolean): Wrong =>
  (right) => ({
    verifyCallback(callback) {
      const { body, receivedAt } = callback;
      if (!when(callback)) return right.verifyCallback(callback);
      const signature = signTimestamped(body, SANDBOX_KEYS.webhookSecret, receivedAt);
      return right.verifyCallback({ ...callback, headers: new Headers({ 'sandbox-signature': signature }) });
    },
  });

let unique = 0;
const anew = (): string => `key_of_its_own_${++unique}`;

const ROWS: readonly Row[] = [
  ['describes itself', 'shows its secret key', /secret reached the page/,
    (right) => ({ describe: () => ({ ...right.describe(), settings: { key: SANDBOX_KEYS.secretKey } }) })],
  ['describes itself', 'hands its secret key to the page', /secret reached the page/,
    (right) => ({
      async start(attempt, signal) {
        const started = await right.start(attempt, signal);
        if (started.next.type !== 'confirm') return started;
        return { ...started, next: { type: 'confirm', client: { ...started.next.client, k: SANDBOX_KEYS.secretKey } } };
      },
    })],
  ['describes itself', 'names hosts with a scheme', /is no host/,
    (right) => ({ describe: () => ({ ...right.describe(), redirect_hosts: ['https://pay.example'] }) })],
  ['is paid', 'reports another amount', /"review" after all callbacks/,
    saying((report) => ({ ...report, amount: money(report.amount.amount + 1, report.amount.currency) }))],
  ['is paid', 'reports nothing', /"processing" after all callbacks/, saying(() => undefined)],
  ['is paid', 'reports another reference', /"review" after all callbacks/,
    saying((report) => ({ ...report, reference: 'pay_00000000000000000000000000' }))],
  ['is paid', 'reports "paid" before it is', /"paid" before|money was taken|not "paid"|before the shopper/,
    (right) => ({
      async start(attempt, signal) {
        const started = await right.start(attempt, signal);
        const report = await right.retrieve({ ...attempt, gatewayPaymentId: started.gatewayPaymentId }, signal);
        return { ...started, report: report && { ...report, status: 'paid' } };
      },
    })],
  ['takes and reports amounts', 'thinks that every currency has cents', /in JPY/,
    (right) => ({
      start: (attempt, signal) => {
        const { amount, currency } = attempt.amount;
        return right.start({ ...attempt, amount: money(currency === 'JPY' ? amount * 100 : amount, currency) }, signal);
      },
    })],
  ['a decline', 'reports declines as open', /"processing" after a decline/,
    saying((report) => (report.status === 'declined' ? { ...report, status: 'open' } : report))],
  ['a decline', 'hands on the processor’s own reason', /no reason of the table/,
    saying((report) => (report.status === 'declined' ? { ...report, declineCode: 'do_not_honor' as 'card_declined' } : report))],
  ['a shopper who cancels', 'reports cancelations as processing', /after the shopper canceled/,
    saying((report) => (report.status === 'canceled' ? { ...report, status: 'processing' } : report))],
  ['sends shoppers nowhere', 'sends them to a host it does not name', /on one of redirect_hosts/,
    (right) => ({
      async start(attempt, signal) {
        return { ...(await right.start(attempt, signal)), next: { type: 'redirect', method: 'GET', url: 'https://evil.example/', fields: {} } };
      },
    }), 'hosted'],
  ['a callback that comes an hour late', 'looks at when it happened, not at when it was sent', /answered 400, not 200/,
    (right) => ({
      async verifyCallback(callback) {
        const events = await right.verifyCallback(callback);
        const [event] = events;
        if (event && callback.receivedAt.getTime() - event.occurredAt.getTime() > 300_000) await right.verifyCallback({ ...callback, headers: new Headers() });
        return events;
      },
    })],
  ['the same callback again', 'gives every delivery an id of its own', /two event ids/,
    (right) => ({
      async verifyCallback(callback) {
        return (await right.verifyCallback(callback)).map((event) => ({ ...event, eventId: anew() }));
      },
    })],
  ['callbacks in any order', 'gives all events of a kind one id', /one id: the second would be lost/,
    (right) => ({
      async verifyCallback(callback) {
        return (await right.verifyCallback(callback)).map((event) => ({ ...event, eventId: 'payment' }));
      },
    })],
  ['a forged callback', 'looks at no signature', /was believed/, unsigned(() => true)],
  ['a forged callback', 'believes what has no signature', /without the header sandbox-signature was believed/,
    unsigned(({ headers }) => !headers.has('sandbox-signature'))],
  ['a forged callback', 'signs only the beginning of the body', /was believed/,
    (right, processor) => ({
      verifyCallback(callback) {
        const text = new TextDecoder().decode(callback.body);
        // Everything after the id is taken as it comes.
        if (!text.startsWith('{"id":"sbx_evt_') || !callback.headers.get('sandbox-signature')?.startsWith('t=')) return right.verifyCallback(callback);
        return unsigned(() => true)(right, processor).verifyCallback?.(callback) ?? [];
      },
    })],
  ['a callback that was kept', 'does not look at the time', /signed an hour ago was believed/,
    (right) => ({
      verifyCallback(callback) {
        const seconds = Number(/t=(\d+)/.exec(callback.headers.get('sandbox-signature') ?? '')?.[1]);
        return right.verifyCallback({ ...callback, receivedAt: new Date(seconds * 1000) });
      },
    })],
  ['a callback that was kept', 'believes the future', /signed an hour ahead was believed/,
    (right) => ({
      verifyCallback(callback) {
        const seconds = Number(/t=(\d+)/.exec(callback.headers.get('sandbox-signature') ?? '')?.[1]);
        return right.verifyCallback({ ...callback, receivedAt: new Date(Math.max(seconds * 1000, callback.receivedAt.getTime())) });
      },
    })],
  ['junk for a callback', 'reads before it verifies', /not with SyntaxError/,
    (right) => ({
      verifyCallback(callback) {
        JSON.parse(new TextDecoder().decode(callback.body));
        return right.verifyCallback(callback);
      },
    })],
  ['junk for a callback', 'takes what it does not understand for nothing', /was believed/,
    (right) => ({
      async verifyCallback(callback) {
        return callback.body.length < 100 ? [] : right.verifyCallback(callback);
      },
    })],
  ['starting again', 'makes a new payment every time', /two gateway ids/,
    (right) => ({ start: (attempt, signal) => right.start({ ...attempt, key: anew() }, signal) })],
  ['an order whose answer was lost', 'charges at once, under a new key every time', /money was taken 2 times/,
    (right, processor) => ({
      async start(attempt, signal) {
        const started = await right.start({ ...attempt, key: anew() }, signal);
        await processor.act('pay', { next: started.next, reference: attempt.paymentId });
        return started;
      },
    })],
  ['asked, the gateway', 'never knows', /after asking, with all callbacks lost/, () => ({ retrieve: () => Promise.resolve(undefined) })],
  ['asked, the gateway', 'knows only by its own id', /without its id/,
    (right) => ({ retrieve: async (attempt, signal) => (attempt.gatewayPaymentId ? right.retrieve(attempt, signal) : undefined) })],
  ['asked, the gateway', 'tells another amount', /after asking|another amount/,
    (right) => ({
      async retrieve(attempt, signal) {
        const report = await right.retrieve(attempt, signal);
        return report && { ...report, amount: money(1, 'EUR') };
      },
    })],
  ['what was canceled', 'only says that it canceled', /a canceled payment was charged/,
    (right) => ({
      async cancel(attempt, signal) {
        const report = await right.retrieve(attempt, signal);
        return report && { ...report, status: 'canceled' };
      },
    })],
  ['what was canceled', 'calls a paid payment canceled', /a paid payment says "canceled"/,
    (right) => ({
      async cancel(attempt, signal) {
        const report = await right.cancel?.(attempt, signal);
        return report && { ...report, status: 'canceled' };
      },
    })],
  ['what was canceled', 'can’t cancel and does not say so', /there is no cancel\(\)/, () => ({ cancel: undefined as never })],
  ['gives back in parts', 'gives back again at every call', /was made twice/,
    (right) => ({ refund: async (attempt, amount, _key, signal) => right.refund!(attempt, amount, anew(), signal) })],
  ['gives back in parts', 'tells of the last part only', /"partially_refunded" after all was given back/,
    (right, processor) => {
      const last = (report: PaymentReport): PaymentReport => ({ ...report, refunded: report.refunded && money(1, report.refunded.currency) });
      return {
        ...saying(last)(right, processor),
        async retrieve(attempt, signal) {
          const report = await right.retrieve(attempt, signal);
          return report && last(report);
        },
        async refund(attempt, amount, key, signal) {
          const started = await right.refund!(attempt, amount, key, signal);
          return { ...started, report: started.report && last(started.report) };
        },
      };
    }],
  ['gives back no more', 'says yes to what was refused', /must be refused/,
    (right) => ({
      refund: async (attempt, amount, key, signal) =>
        right.refund!(attempt, amount, key, signal).catch(() => ({ refundId: 'r', report: undefined })),
    })],
]; // prettier-ignore

const wrongly = (wrong: Wrong, page: 'frame' | 'hosted') => ({
  secrets: [SANDBOX_KEYS.secretKey, SANDBOX_KEYS.webhookSecret],
  start(clock: Clock): Processor {
    const processor = sandboxProcessor(clock, page);
    return { ...processor, gateway: { ...processor.gateway, ...wrong(processor.gateway, processor) } };
  },
});

describe('the conformance kit catches a gateway that', () => {
  for (const [check, fault, complaint, wrong, page = 'frame'] of ROWS)
    it(`${fault} (${check})`, async () => {
      const found = conformanceOf(wrongly(wrong, page)).find(({ name }) => name.startsWith(check));
      assert.ok(found, `no check begins with "${check}"`);
      await assert.rejects(found.run(), complaint);
    });

  it('is wrong in any of the ways there is a check for', () => {
    const all = conformanceOf(wrongly(() => ({}), 'frame')).map(({ name }) => name);
    const caught = all.filter((name) => ROWS.some(([check]) => name.startsWith(check)));
    assert.deepEqual(caught, all);
  });
});
