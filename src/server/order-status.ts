/**
 * Where a payment and an order stand: pure functions of the set of things the gateways said, in whatever order and
 * however often they said them (invariant I8). Nothing else in the server decides that something is paid.
 *
 * A payment's status is the highest of the reports that fit it:
 *   open < requires_action < processing (and authorized) < canceled < declined < paid
 * "Declined" is final for the attempt but not for the truth: should the gateway say "paid" after all, paid it is.
 * A report that does not fit (another amount, currency, mode, gateway, reference) never counts, and sends the order to
 * review; so do two accounts or two gateway ids for one payment, two paid payments for one order, and money for a
 * canceled order. A person has to look at those. Money for an order that merely expired makes it paid: it was wanted.
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
  readonly amount: number;
  /** Something does not fit; the order goes to review. */
  readonly doubtful: boolean;
}

export type Mismatch =
  'gateway' | 'reference' | 'mode' | 'amount' | 'currency' | 'refunded' | 'account' | 'gateway_payment_id';

const RANK: readonly WirePaymentStatus[] = [
  'open',
  'requires_action',
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
    ['amount', report.amount === payment.amount],
    ['currency', report.currency === payment.currency],
    [
      'refunded',
      !refunded ||
        (refunded.currency === payment.currency && refunded.amount >= 0 && refunded.amount <= payment.amount),
    ],
  ];
  return checks.filter(([, fits]) => !fits).map(([name]) => name);
}

/** Where the payment stands after these reports. */
export function paymentStatus(payment: PaymentFacts, reports: readonly ReportFacts[]): PaymentStanding {
  const fitting = reports.filter((report) => mismatches(payment, report).length === 0);
  // Which of two accounts or ids was heard of first must not matter, so a "paid" of neither is believed. What was final
  // stays final, though: another attempt may be under way by now.
  const ids = new Set(fitting.map(({ gatewayPaymentId }) => gatewayPaymentId));
  if (payment.gatewayPaymentId !== null) ids.add(payment.gatewayPaymentId);
  const split = ids.size > 1 || new Set(fitting.map(({ account }) => account)).size > 1;
  const refunded = split ? 0 : Math.max(0, ...fitting.map((report) => report.refunded?.amount ?? 0));
  const said = fitting.map(({ status }) => wireStatus(status));
  const dispute = split
    ? null
    : (DISPUTES[Math.max(0, ...fitting.map((r) => DISPUTES.indexOf(r.dispute)))] ?? null);
  if (refunded > 0 || dispute !== null) said.push('paid'); // only what was paid can be given back or be disputed
  if (payment.closed) said.push('canceled');
  const ranks = said.map((status) => RANK.indexOf(split && status === 'paid' ? 'processing' : status));
  const status = RANK[Math.max(0, ...ranks)] ?? 'open';
  return {
    status,
    declineCode: status === 'declined' ? lastReason(fitting) : null,
    refunded,
    dispute,
    amount: payment.amount,
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
  readonly canceled: boolean;
  /** Its payment never came. */
  readonly expired: boolean;
}

/** Where the order stands, by its payments. */
export function orderStatus(
  payments: readonly PaymentStanding[],
  { canceled, expired }: OrderFacts,
): WirePaymentState {
  const paid = payments.filter(({ status }) => status === 'paid');
  if (payments.some(({ doubtful }) => doubtful) || paid.length > 1 || (paid.length > 0 && canceled))
    return 'review';
  const [only] = paid;
  if (only) return paidStatus(only);
  // Money that may be on its way is never called gone, whatever else was decided.
  if (payments.some(({ status }) => status === 'processing')) return 'processing';
  if (canceled) return 'canceled';
  if (expired) return 'expired';
  return payments.some(({ status }) => isActive(status)) ? 'processing' : 'unpaid';
}

function paidStatus({ dispute, refunded, amount }: PaymentStanding): WirePaymentState {
  if (dispute === 'lost') return 'lost';
  if (dispute === 'open') return 'disputed';
  return refunded === 0 ? 'paid' : refunded < amount ? 'partially_refunded' : 'refunded';
}

/** Whether the attempt may still end in a charge. */
export const isActive = (status: WirePaymentStatus): boolean =>
  status === 'open' || status === 'requires_action' || status === 'processing';

/** Whether the order still waits for its money. */
export const isOpenOrder = (state: WirePaymentState): boolean => state === 'unpaid' || state === 'processing';

/** Whether the money was taken, whatever became of it later. */
export const isPaidOrder = (state: WirePaymentState): boolean =>
  ['paid', 'partially_refunded', 'refunded', 'disputed', 'lost'].includes(state);

const wireStatus = (status: ReportedStatus): WirePaymentStatus =>
  status === 'authorized' ? 'processing' : status;

/** The reason of the latest decline; equal times are told apart by event id, so that arrival plays no part. */
function lastReason(reports: readonly ReportFacts[]): DeclineCode | null {
  const declines = reports.filter((report) => report.status === 'declined');
  declines.sort((a, b) => b.occurredAt - a.occurredAt || (a.eventId < b.eventId ? 1 : -1));
  return declines[0]?.declineCode ?? null;
}
