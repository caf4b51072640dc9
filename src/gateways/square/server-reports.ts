/** What Square's objects say of a payment, as the order book compares it. Pure; amounts and words are translated, never judged. */
import { StoreError } from '../../errors.js';
import { compare } from '../../money.js';
import type { Dispute, PaymentReport, ReportedStatus } from '../gateway-server.js';
import { fromSquare, type Square } from './server-client.js';
import { declineOf } from './shapes.js';

/** developer.squareup.com/docs/payments-api/take-payments: paid is COMPLETED and nothing else. */
const STATUS: Readonly<Record<string, ReportedStatus>> = {
  PENDING: 'processing',
  APPROVED: 'authorized',
  COMPLETED: 'paid',
  CANCELED: 'canceled',
  FAILED: 'declined',
};

export interface ReportFacts {
  readonly mode: 'test' | 'live';
  /** What stands for the payment here, and the reference we gave, where they are not the payment's own. */
  readonly id?: string;
  readonly reference?: string | null;
}

/** @throws StoreError `gateway_failed` for a status of a later version: none of ours may stand in for it. */
export function reportOf(payment: Square.Payment, facts: ReportFacts): PaymentReport {
  const said = payment.status ?? '';
  const status = STATUS[said];
  if (!status || !Object.hasOwn(STATUS, said) || !payment.id)
    throw new StoreError('gateway_failed', 'Square reported a status that is not known here.');
  const refunded = payment.refundedMoney && fromSquare(payment.refundedMoney);
  return {
    gatewayPaymentId: facts.id ?? payment.id,
    reference: facts.reference === undefined ? (payment.referenceId ?? null) : facts.reference,
    status,
    amount: amountOf(payment),
    // Without a location nothing can be said to be ours; the order book takes two accounts for a doubt.
    account: payment.locationId ?? 'unknown',
    mode: facts.mode,
    declineCode: status === 'declined' ? declineOf(reasonsOf(payment)) : null,
    refunded: refunded && refunded.amount > 0 ? refunded : null,
  };
}

/** What comes in: all of it with tips, or less where only a part was approved (gift cards). */
function amountOf({
  amountMoney,
  totalMoney,
  approvedMoney,
  status,
}: Square.Payment): PaymentReport['amount'] {
  const total = fromSquare(totalMoney ?? amountMoney);
  if (!approvedMoney || status === 'FAILED' || status === 'PENDING') return total;
  const approved = fromSquare(approvedMoney);
  return compare(approved, total) < 0 ? approved : total;
}

const reasonsOf = ({ cardDetails, bankAccountDetails }: Square.Payment): readonly string[] =>
  [...(cardDetails?.errors ?? []), ...(bankAccountDetails?.errors ?? [])].map(({ code }) => code);

/** Undefined for what is only an inquiry, and took no money. */
export function disputeOf(dispute: Square.Dispute): Dispute | undefined {
  const said = dispute.state ?? '';
  if (said.startsWith('INQUIRY_')) return undefined;
  const status = said === 'WON' ? 'won' : said === 'LOST' || said === 'ACCEPTED' ? 'lost' : 'open';
  return { status, amount: fromSquare(dispute.amountMoney) };
}
