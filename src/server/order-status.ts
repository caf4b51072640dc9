/**
 * Where a payment and an order stand: pure functions of the set of things the gateways said, in whatever order and
 * however often they said them (invariant I8). Nothing else in the server decides that something is paid.
 *
 * A payment's status is the highest of the reports that fit it:
 *   open < requires_action < held < processing (and authorized) < canceled < declined < paid
 * "Declined" is final for the attempt but not for the truth: should the gateway say "paid" after all, paid it is.
 * A report that does not fit (another amount, currency, mode, gateway, reference) never counts, and sends the order to
 * review; so do two accounts or two gateway ids for one payment, two paid payments for one order, and money for a
 * canceled order. A person has to look at those. Money for an order that merely expired makes it paid: it was wanted.
 *
 * A part of the order's total is `held` once it is authorized. One that was to take what there is (`some`) comes to what the
 * gateway says, as long as it says the same amount always. The order is paid when what was taken comes to its total.
 *
 * A dispute is known to be open until it is won or lost; lost has the last word (none < open < won < lost).
 */
import type { WirePaymentState, WirePaymentStatus } from '../api/wire.js';
import type { DeclineCode, Dispute, ReportedStatus } from '../gateways/gateway-server.js';

/** What was fixed when the attempt was made. */
export interface PaymentFacts {
  readonly id: string;
  readonly gateway: string;
  readonly mode: 'test' | 'live';
  readonly amount: number;
  readonly currency: string;
  /** As `start` answered; null as long as it has not. */
  readonly gatewayPaymentId: string | null;
  /** It was made sure that nothing can be charged any more, though no report says so. */
  readonly closed: boolean;
  /** Of the order's total; null: it is for all of it, and `authorized` waits for the merchant. */
  readonly part: 'some' | 'rest' | null;
  /** This part is to be given back, since the rest is not to be had. */
  readonly undone: boolean;
}

/** What a gateway said about it. */
export interface ReportFacts {
  readonly eventId: string;
  readonly occurredAt: number;
  readonly gateway: string;
  readonly account: string;
  readonly gatewayPaymentId: string;
  readonly reference: string | null;
  readonly status: ReportedStatus;
  readonly mode: 'test' | 'live';
  readonly amount: number;
  readonly currency: string;
  readonly declineCode: DeclineCode | null;
  readonly refunded: { readonly amount: number; readonly currency: string } | null;
  readonly dispute: Dispute['status'] | null;
}

export interface PaymentStanding {
  readonly status: WirePaymentStatus;
  readonly declineCode: DeclineCode | null;
  /** Minor units given back so far. */
  readonly refunded: number;
  readonly dispute: Dispute['status'] | null;
  /** What it comes to: less than was asked for where only a part was there. */
  readonly amount: number;
  /** Something does not fit; the order goes to review. */
  readonly doubtful: boolean;
}

export type Mismatch =
  'gateway' | 'reference' | 'mode' | 'amount' | 'currency' | 'refunded' | 'account' | 'gateway_payment_id';

const RANK: readonly WirePaymentStatus[] = [
  'open',
  'requires_action',
  'held',
  'processing',
  'canceled',
  'declined',
  'paid',
];

const DISPUTES: readonly (Dispute['status'] | null)[] = [null, 'open', 'won', 'lost'];

/** In which fixed facts the report differs from the payment. */
export function mismatches(payment: PaymentFacts, report: ReportFacts): Mismatch[] {
  const { refunded } = report;
  const checks: readonly (readonly [Mismatch, boolean])[] = [
    ['gateway', report.gateway === payment.gateway],
    ['reference', report.reference === null || report.reference === payment.id],
    ['mode', report.mode === payment.mode],
    ['amount', report.amount === payment.amount || isPartOf(payment, report.amount)],
    ['currency', report.currency === payment.currency],
    [
      'refunded',
      !refunded ||
        (refunded.currency === payment.currency &&
          refunded.amount >= 0 &&
          refunded.amount <= (payment.part === 'some' ? report.amount : payment.amount)),
    ],
  ];
  return checks.filter(([, fits]) => !fits).map(([name]) => name);
}

const isPartOf = ({ part, amount: asked }: PaymentFacts, amount: number): boolean =>
  part === 'some' && amount > 0 && amount < asked;

/** Where the payment stands after these reports. */
export function paymentStatus(payment: PaymentFacts, reports: readonly ReportFacts[]): PaymentStanding {
  const fitting = reports.filter((report) => mismatches(payment, report).length === 0);
  // Which of two accounts or ids was heard of first must not matter, so a "paid" of neither is believed. What was final
  // stays final, though: another attempt may be under way by now.
  const ids = new Set(fitting.map(({ gatewayPaymentId }) => gatewayPaymentId));
  if (payment.gatewayPaymentId !== null) ids.add(payment.gatewayPaymentId);
  const accounts = new Set(fitting.map(({ account }) => account));
  const amounts = new Set(fitting.flatMap(({ status, amount }) => (isMoney(status) ? [amount] : [])));
  const split = ids.size > 1 || accounts.size > 1 || amounts.size > 1;
  const [only = payment.amount, ...others] = amounts;
  const amount = others.length > 0 ? payment.amount : only;
  const refunded = split ? 0 : Math.max(0, ...fitting.map((report) => report.refunded?.amount ?? 0));
  const said = fitting.map(({ status }) => wireStatus(status, payment));
  const dispute = split
    ? null
    : (DISPUTES[Math.max(0, ...fitting.map((r) => DISPUTES.indexOf(r.dispute)))] ?? null);
  if (refunded > 0 || dispute !== null) said.push('paid'); // only what was paid can be given back or be disputed
  if (payment.closed) said.push('canceled');
  const ranks = said.map((each) => RANK.indexOf(split && each === 'paid' ? 'processing' : each));
  const reached = RANK[Math.max(0, ...ranks)] ?? 'open';
  // A part that was given back, because the rest was not to be had, was never paid.
  const status = payment.undone && reached === 'paid' && refunded >= amount ? 'canceled' : reached;
  return {
    status,
    declineCode: status === 'declined' ? lastReason(fitting) : null,
    refunded,
    dispute,
    amount,
    doubtful: split || fitting.length < reports.length,
  };
}

/**
 * Whether less was given back later than before, as when the shopper's bank does not take a refund. It only seems so: what a
 * gateway says may be older than its date. `refunded` stays the most there was, for money must not be given back twice.
 */
export function seemsTakenBack(payment: PaymentFacts, reports: readonly ReportFacts[]): boolean {
  const said = reports
    .filter((report) => mismatches(payment, report).length === 0)
    .map(({ refunded, occurredAt }) => ({ amount: refunded?.amount ?? 0, occurredAt }));
  const most = Math.max(0, ...said.map(({ amount }) => amount));
  const last = Math.max(
    0,
    ...said.filter(({ amount }) => amount === most).map(({ occurredAt }) => occurredAt),
  );
  return said.some(({ amount, occurredAt }) => amount < most && occurredAt > last);
}

/** How the order itself was ended, if it was. */
export interface OrderFacts {
  /** Minor units. */
  readonly total: number;
  readonly canceled: boolean;
  /** Its payment never came. */
  readonly expired: boolean;
}

/** Where the order stands, by its payments. */
export function orderStatus(
  payments: readonly PaymentStanding[],
  { total, canceled, expired }: OrderFacts,
): WirePaymentState {
  const paid = payments.filter(({ status }) => status === 'paid');
  const sum = sumOf(paid);
  if (payments.some(({ doubtful }) => doubtful) || sum > total || (paid.length > 0 && canceled))
    return 'review';
  if (paid.length > 0 && sum === total) return paidStatus(paid);
  // Money that may be on its way is never called gone, whatever else was decided: a part that waits for its rest included.
  const held = payments.filter(({ status }) => status === 'held');
  if (paid.length > 0 || (held.length > 0 && sumOf(held) === total)) return 'processing';
  if (payments.some(({ status }) => status === 'processing')) return 'processing';
  if (canceled) return 'canceled';
  if (expired) return 'expired';
  return payments.some(({ status }) => isActive(status)) ? 'processing' : 'unpaid';
}

function paidStatus(paid: readonly PaymentStanding[]): WirePaymentState {
  if (paid.some(({ dispute }) => dispute === 'lost')) return 'lost';
  if (paid.some(({ dispute }) => dispute === 'open')) return 'disputed';
  const refunded = paid.reduce((all, each) => all + each.refunded, 0);
  return refunded === 0 ? 'paid' : refunded < sumOf(paid) ? 'partially_refunded' : 'refunded';
}

const sumOf = (payments: readonly PaymentStanding[]): number =>
  payments.reduce((sum, { amount }) => sum + amount, 0);

/** Whether the attempt may still be charged, or what it holds be taken. */
export const isPending = (status: WirePaymentStatus): boolean => isActive(status) || status === 'held';

/** Whether the attempt is under way: an order has one such at most. */
export const isActive = (status: WirePaymentStatus): boolean =>
  status === 'open' || status === 'requires_action' || status === 'processing';

/** Whether the order still waits for its money. */
export const isOpenOrder = (state: WirePaymentState): boolean => state === 'unpaid' || state === 'processing';

/** Whether the money was taken, whatever became of it later. */
export const isPaidOrder = (state: WirePaymentState): boolean =>
  ['paid', 'partially_refunded', 'refunded', 'disputed', 'lost'].includes(state);

const wireStatus = (status: ReportedStatus, { part }: PaymentFacts): WirePaymentStatus =>
  status !== 'authorized' ? status : part === null ? 'processing' : 'held';

/** Whether the amount of such a report is one that is there. */
const isMoney = (status: ReportedStatus): boolean => status === 'authorized' || status === 'paid';

/** The reason of the latest decline; equal times are told apart by event id, so that arrival plays no part. */
function lastReason(reports: readonly ReportFacts[]): DeclineCode | null {
  const declines = reports.filter((report) => report.status === 'declined');
  declines.sort((a, b) => b.occurredAt - a.occurredAt || (a.eventId < b.eventId ? 1 : -1));
  return declines[0]?.declineCode ?? null;
}
