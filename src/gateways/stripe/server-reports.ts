/** What Stripe's objects say of a payment, as the order book compares it. Pure; amounts and words are translated, never judged. */
import { StoreError } from '../../errors.js';
import type { Dispute, PaymentReport, ReportedStatus } from '../gateway-server.js';
import { fromStripeAmount } from './amounts.js';
import type { StripeNode } from './server-client.js';
import { declineOf } from './shapes.js';

type Intent = StripeNode.PaymentIntent;
type Session = StripeNode.Checkout.Session;

/** Under these names our ids stand with the payment at Stripe; nothing else about order or shopper does. */
export const METADATA = { order: 'store_order', payment: 'store_payment' } as const;

/** Asked for together with a payment: it says what was given back. */
export const EXPAND = 'latest_charge';

const STATUS: Readonly<Record<string, ReportedStatus>> = {
  // After a decline too: it could be confirmed again, so it is open until it is canceled (server.ts does that).
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'paid',
  canceled: 'canceled',
};

/** The last try was declined, and the next one may be made with the same PaymentIntent. */
export const isDeclined = (intent: Intent): boolean =>
  intent.status === 'requires_payment_method' && intent.last_payment_error !== null;

/** @throws StoreError `gateway_failed` for a status of a later version: none of ours may stand in for it. */
export function reportOfIntent(intent: Intent, account: string): PaymentReport {
  const status = STATUS[intent.status];
  if (!status || !Object.hasOwn(STATUS, intent.status))
    throw new StoreError('gateway_failed', 'Stripe reported a status that is not known here.');
  // What came in is what counts once it is paid: a capture can be for less.
  const amount = status === 'paid' ? intent.amount_received : intent.amount;
  return {
    gatewayPaymentId: intent.id,
    reference: intent.metadata[METADATA.payment] ?? null,
    status,
    amount: fromStripeAmount(amount, intent.currency),
    account,
    mode: intent.livemode ? 'live' : 'test',
    declineCode: null,
    refunded: refundedOf(intent),
  };
}

/** A PaymentIntent that was declined and then canceled, so that it can't be charged any more. */
export const reportOfDecline = (declined: Intent, account: string): PaymentReport => ({
  ...reportOfIntent(declined, account),
  status: 'declined',
  declineCode: declineOf(declined.last_payment_error ?? {}),
});

/** A hosted page, with its PaymentIntent expanded. The payment's id is the session's: there is no other at first. */
export function reportOfSession(session: Session, account: string): PaymentReport {
  if (session.amount_total === null || session.currency === null)
    throw new StoreError('gateway_failed', 'Stripe reported a session without an amount.');
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const status = sessionStatus(session, intent);
  return {
    gatewayPaymentId: session.id,
    reference: session.client_reference_id,
    status,
    amount: fromStripeAmount(
      status === 'paid' && intent ? intent.amount_received : session.amount_total,
      session.currency,
    ),
    account,
    mode: session.livemode ? 'live' : 'test',
    declineCode: status === 'declined' ? declineOf(intent?.last_payment_error ?? {}) : null,
    refunded: intent && refundedOf(intent),
  };
}

function sessionStatus(session: Session, intent: Intent | null): ReportedStatus {
  switch (session.status) {
    case 'open':
      return 'open';
    case 'expired':
      return 'canceled';
    case 'complete':
      if (session.payment_status === 'paid') return 'paid';
      if (intent?.status === 'requires_capture') return 'authorized';
      // A session is confirmed once; when a slow payment fails after that, no other follows.
      return intent && (isDeclined(intent) || intent.status === 'canceled') ? 'declined' : 'processing';
    default:
      throw new StoreError('gateway_failed', 'Stripe reported a status that is not known here.');
  }
}

/** Undefined for what is only an inquiry, and took no money. */
export function disputeOf(dispute: StripeNode.Dispute): Dispute | undefined {
  const said: string = dispute.status;
  if (said.startsWith('warning_') || said === 'prevented') return undefined;
  const status = said === 'won' || said === 'lost' ? said : 'open';
  return { status, amount: fromStripeAmount(dispute.amount, dispute.currency) };
}

function refundedOf({ latest_charge: charge }: Intent): PaymentReport['refunded'] {
  if (charge === null || typeof charge === 'string' || charge.amount_refunded === 0) return null;
  return fromStripeAmount(charge.amount_refunded, charge.currency);
}
