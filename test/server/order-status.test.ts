import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isActive,
  orderStatus,
  paymentStatus,
  type OrderFacts,
  type PaymentFacts,
  type PaymentStanding,
  type ReportFacts,
} from '../../src/server/order-status.js';

const PAYMENT: PaymentFacts = {
  id: 'pay_00000000000000000000000001',
  gateway: 'paper',
  mode: 'test',
  amount: 2990,
  currency: 'EUR',
  gatewayPaymentId: null,
  closed: false,
  part: null,
  undone: false,
};

const report = (changes: Partial<ReportFacts> = {}): ReportFacts => ({
  eventId: 'ev_1',
  occurredAt: 1000,
  gateway: 'paper',
  account: 'acct_1',
  gatewayPaymentId: 'pp_1',
  reference: PAYMENT.id,
  status: 'paid',
  mode: 'test',
  amount: 2990,
  currency: 'EUR',
  declineCode: null,
  refunded: null,
  dispute: null,
  ...changes,
});

const OPEN: OrderFacts = { total: 2990, canceled: false, expired: false };
const CANCELED: OrderFacts = { ...OPEN, canceled: true };
const EXPIRED: OrderFacts = { ...OPEN, expired: true };

const standing = (changes: Partial<PaymentStanding> = {}): PaymentStanding => ({
  status: 'open',
  declineCode: null,
  refunded: 0,
  dispute: null,
  amount: 2990,
  doubtful: false,
  ...changes,
});

/** Reports that mostly fit, since that is where order could matter, and now and then do not. */
const anyReport: fc.Arbitrary<ReportFacts> = fc
  .record({
    eventId: fc.integer({ min: 1, max: 999_999 }).map((n) => `ev_${n}`),
    occurredAt: fc.integer({ min: 0, max: 3 }),
    status: fc.constantFrom<ReportFacts['status']>(
      'open', 'requires_action', 'processing', 'authorized', 'paid', 'declined', 'canceled',
    ), // prettier-ignore
    account: fc.oneof(
      { weight: 9, arbitrary: fc.constant('acct_1') },
      { weight: 1, arbitrary: fc.constant('acct_2') },
    ),
    gatewayPaymentId: fc.oneof(
      { weight: 9, arbitrary: fc.constant('pp_1') },
      { weight: 1, arbitrary: fc.constant('pp_2') },
    ),
    amount: fc.oneof({ weight: 9, arbitrary: fc.constant(2990) }, { weight: 1, arbitrary: fc.constant(100) }),
    declineCode: fc.constantFrom('card_declined' as const, 'expired_card' as const, null),
    refunded: fc.option(fc.integer({ min: 0, max: 2990 }).map((amount) => ({ amount, currency: 'EUR' }))),
    dispute: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('open' as const, 'won' as const, 'lost' as const) },
    ),
  })
  .map((changes) => report(changes));

const anyEnd = fc.record({ total: fc.constant(2990), canceled: fc.boolean(), expired: fc.boolean() });

const anyReports = fc.uniqueArray(anyReport, { maxLength: 5, selector: ({ eventId }) => eventId });

test('T-13, I8: every order of the same reports, and any duplicates, end at the same standing', () => {
  fc.assert(
    fc.property(
      anyReports,
      anyEnd,
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (reports, ended, closed, picks) => {
        const payment = { ...PAYMENT, closed, part: ended.expired ? ('some' as const) : null };
        const expected = paymentStatus(payment, reports);
        for (const order of permutations(reports)) {
          const twice = order.flatMap((each) =>
            (picks.next().value ?? 0) % 3 === 0 ? [each, each] : [each],
          );
          const actual = paymentStatus(payment, [...twice, ...order.slice(0, 1)]);
          assert.deepEqual(actual, expected);
          assert.equal(orderStatus([actual], ended), orderStatus([expected], ended));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('I8: the order of payments does not change where the order stands', () => {
  const anyStanding = fc.record({
    status: fc.constantFrom<PaymentStanding['status']>(
      'open',
      'requires_action',
      'held',
      'processing',
      'paid',
      'declined',
      'canceled',
    ),
    amount: fc.constantFrom(2990, 2990, 2000, 990),
    refunded: fc.constantFrom(0, 500, 990),
    dispute: fc.constantFrom(null, 'open' as const, 'won' as const, 'lost' as const),
    doubtful: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyStanding, { maxLength: 4 }), anyEnd, (list, ended) => {
      const all = list.map((changes) => standing(changes));
      const states = new Set(permutations(all).map((order) => orderStatus(order, ended)));
      assert.equal(states.size, 1);
    }),
  );
});

test('I5: a further report never takes a payment back from paid, or from final to active', () => {
  fc.assert(
    fc.property(anyReports, anyReport, (reports, more) => {
      const before = paymentStatus(PAYMENT, reports);
      const after = paymentStatus(PAYMENT, [...reports, more]);
      if (!isActive(before.status) && before.status !== 'paid') assert.ok(!isActive(after.status));
      if (before.status === 'paid') assert.ok(after.status === 'paid' || after.doubtful);
      if (before.doubtful) assert.ok(after.doubtful);
      if (!after.doubtful) assert.ok(after.refunded >= before.refunded && after.refunded <= PAYMENT.amount);
    }),
    { numRuns: 2000 },
  );
});

test('paid beats what was said before or after it', () => {
  for (const status of [
    'open',
    'requires_action',
    'processing',
    'authorized',
    'declined',
    'canceled',
  ] as const) {
    const reports = [report({ eventId: 'ev_2', status }), report()];
    assert.equal(paymentStatus(PAYMENT, reports).status, 'paid', status);
    assert.equal(paymentStatus(PAYMENT, reports.reverse()).status, 'paid', status);
  }
});

test('each status alone is told as it is, authorized as processing', () => {
  const told = (status: ReportFacts['status']): string => paymentStatus(PAYMENT, [report({ status })]).status;
  assert.equal(paymentStatus(PAYMENT, []).status, 'open');
  assert.equal(told('requires_action'), 'requires_action');
  assert.equal(told('processing'), 'processing');
  assert.equal(told('authorized'), 'processing');
  assert.equal(told('canceled'), 'canceled');
  assert.equal(told('declined'), 'declined');
});

test('I3, T-12: a report of another amount, currency, mode, gateway or reference never pays and raises doubt', () => {
  const wrong: Partial<ReportFacts>[] = [
    { amount: 100 },
    { amount: 2991 },
    { currency: 'USD' },
    { mode: 'live' },
    { gateway: 'other' },
    { reference: 'pay_00000000000000000000000002' },
    { refunded: { amount: 2991, currency: 'EUR' } },
    { refunded: { amount: -1, currency: 'EUR' } },
    { refunded: { amount: 1, currency: 'USD' } },
  ];
  for (const changes of wrong) {
    const result = paymentStatus(PAYMENT, [report(changes)]);
    assert.equal(result.status, 'open', JSON.stringify(changes));
    assert.equal(result.doubtful, true, JSON.stringify(changes));
    assert.equal(orderStatus([result], OPEN), 'review');
  }
});

test('I3, T-12: two accounts or two gateway ids for one payment: neither is believed to have paid', () => {
  const split = [
    [report(), report({ eventId: 'ev_2', account: 'acct_2', status: 'processing' })],
    [report(), report({ eventId: 'ev_2', gatewayPaymentId: 'pp_2', status: 'open' })],
  ];
  for (const reports of split) {
    const result = paymentStatus(PAYMENT, reports);
    assert.equal(result.status, 'processing');
    assert.equal(orderStatus([result], OPEN), 'review');
  }
  const started = paymentStatus({ ...PAYMENT, gatewayPaymentId: 'pp_9' }, [report()]);
  assert.deepEqual([started.status, started.doubtful], ['processing', true]);
});

test('the reason of a decline is the latest one; of two at once, that of the greater event id', () => {
  const decline = (
    eventId: string,
    occurredAt: number,
    declineCode: ReportFacts['declineCode'],
  ): ReportFacts => report({ eventId, occurredAt, status: 'declined', declineCode });
  const declines = [decline('ev_2', 10, 'card_declined'), decline('ev_1', 20, 'insufficient_funds')];
  assert.equal(paymentStatus(PAYMENT, declines).declineCode, 'insufficient_funds');
  const tied = [...declines, decline('ev_3', 20, 'expired_card')];
  for (const order of permutations(tied))
    assert.equal(paymentStatus(PAYMENT, order).declineCode, 'expired_card');
  assert.equal(paymentStatus(PAYMENT, [...declines, report({ eventId: 'ev_4' })]).declineCode, null);
});

test('an order: unpaid, processing, paid, partly and wholly refunded, canceled', () => {
  assert.equal(orderStatus([], OPEN), 'unpaid');
  assert.equal(orderStatus([standing({ status: 'declined' })], OPEN), 'unpaid');
  assert.equal(orderStatus([standing({ status: 'canceled' })], OPEN), 'unpaid');
  assert.equal(orderStatus([standing()], OPEN), 'processing');
  assert.equal(
    orderStatus([standing({ status: 'declined' }), standing({ status: 'requires_action' })], OPEN),
    'processing',
  );
  assert.equal(orderStatus([standing({ status: 'declined' }), standing({ status: 'paid' })], OPEN), 'paid');
  assert.equal(orderStatus([standing({ status: 'paid', refunded: 1 })], OPEN), 'partially_refunded');
  assert.equal(orderStatus([standing({ status: 'paid', refunded: 2990 })], OPEN), 'refunded');
  assert.equal(orderStatus([standing({ status: 'declined' })], CANCELED), 'canceled');
});

test('I1: two paid payments, or one for a canceled order, are for a person to look at', () => {
  const paid = standing({ status: 'paid' });
  assert.equal(orderStatus([paid, paid], OPEN), 'review');
  assert.equal(orderStatus([paid], CANCELED), 'review');
});

test('REC-1: money for an order that expired makes it paid; money on its way keeps it from being called expired', () => {
  assert.equal(orderStatus([standing({ status: 'canceled' })], EXPIRED), 'expired');
  assert.equal(orderStatus([standing({ status: 'paid' })], EXPIRED), 'paid');
  assert.equal(orderStatus([standing({ status: 'processing' })], EXPIRED), 'processing');
  assert.equal(orderStatus([standing({ status: 'processing' })], CANCELED), 'processing');
  assert.equal(orderStatus([standing()], EXPIRED), 'expired');
});

test('an attempt that was closed is over without a report, and is paid all the same if the gateway says so', () => {
  const closed = { ...PAYMENT, closed: true };
  assert.equal(paymentStatus(closed, []).status, 'canceled');
  assert.equal(paymentStatus(closed, [report({ status: 'processing' })]).status, 'canceled');
  assert.equal(paymentStatus(closed, [report()]).status, 'paid');
});

test('a dispute shows while it is open and when it is lost; won, the order is what it was', () => {
  const told = (...disputes: ReportFacts['dispute'][]): string =>
    orderStatus(
      [
        paymentStatus(
          PAYMENT,
          disputes.map((dispute, n) => report({ eventId: `ev_${n}`, dispute })),
        ),
      ],
      OPEN,
    );
  assert.equal(told(null), 'paid');
  assert.equal(told('open'), 'disputed');
  assert.equal(told('open', 'won', 'open'), 'paid');
  assert.equal(told('lost', 'open', 'won'), 'lost');
  // What can be disputed was paid, even if nobody said so.
  assert.equal(paymentStatus(PAYMENT, [report({ status: 'processing', dispute: 'open' })]).status, 'paid');
  const refunded = report({ eventId: 'ev_2', refunded: { amount: 2990, currency: 'EUR' } });
  assert.equal(
    orderStatus([paymentStatus(PAYMENT, [report({ dispute: 'open' }), refunded])], OPEN),
    'disputed',
  );
});

test('a refund says that the payment was paid, whatever else is known', () => {
  const result = paymentStatus(PAYMENT, [
    report({ status: 'canceled', refunded: { amount: 500, currency: 'EUR' } }),
  ]);
  assert.deepEqual([result.status, result.refunded], ['paid', 500]);
});

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, index) =>
    permutations(list.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

test('I3: an order is paid when its parts come to its total, and by nothing less', () => {
  const part = (amount: number, status: PaymentStanding['status']): PaymentStanding =>
    standing({ amount, status });
  const told = (...parts: PaymentStanding[]): string => orderStatus(parts, OPEN);
  assert.equal(told(part(500, 'held')), 'unpaid');
  assert.equal(told(part(500, 'held'), part(2490, 'held')), 'processing');
  assert.equal(told(part(500, 'paid'), part(2490, 'held')), 'processing');
  assert.equal(told(part(500, 'paid'), part(2490, 'canceled')), 'processing'); // it is being given back
  assert.equal(told(part(500, 'paid'), part(2490, 'paid')), 'paid');
  assert.equal(told(part(500, 'paid'), part(2990, 'paid')), 'review');
  assert.equal(orderStatus([part(500, 'paid')], CANCELED), 'review');
});

test('a part comes to what the gateway says is there, and to nothing while it says two things', () => {
  const some: PaymentFacts = { ...PAYMENT, part: 'some' };
  const held = report({ status: 'authorized', amount: 500 });
  assert.deepEqual([paymentStatus(some, [held]).status, paymentStatus(some, [held]).amount], ['held', 500]);
  const taken = report({ eventId: 'ev_2', amount: 500 });
  assert.equal(paymentStatus(some, [taken, held]).status, 'paid');
  const other = paymentStatus(some, [held, report({ eventId: 'ev_2', amount: 600 })]);
  assert.deepEqual([other.status, other.doubtful], ['processing', true]);
  for (const amount of [0, 2991]) assert.equal(paymentStatus(some, [report({ amount })]).doubtful, true);
  // Only an attempt that was to take less may.
  assert.equal(paymentStatus(PAYMENT, [held]).doubtful, true);
  assert.equal(paymentStatus({ ...PAYMENT, part: 'rest' }, [held]).doubtful, true);
});

test('a part that was given back, as the rest was not to be had, was never paid', () => {
  const undone: PaymentFacts = { ...PAYMENT, part: 'some', undone: true };
  const taken = report({ amount: 500 });
  assert.equal(paymentStatus(undone, [taken]).status, 'paid');
  const back = report({ eventId: 'ev_2', amount: 500, refunded: { amount: 500, currency: 'EUR' } });
  assert.equal(paymentStatus(undone, [back, taken]).status, 'canceled');
});
