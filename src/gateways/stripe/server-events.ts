/**
 * Callbacks: verified by our own verifier before a byte is read (Stripe's SDK takes a timestamp from next year), then parsed.
 * A PaymentIntent in an event speaks for itself. Everything else (refunds, disputes, reviews, sessions) names its payment
 * only, so that is asked for: what then stands at Stripe is the truth, in whatever order the events come.
 */
import { isStoreError, StoreError } from '../../errors.js';
import type { Dispute, GatewayEvent, PaymentReport, RawCallback } from '../gateway-server.js';
import { verifyTimestamped } from '../signature.js';
import type { StripeClient, StripeNode } from './server-client.js';
import { disputeOf } from './server-reports.js';

/** ms; an event that can't be read in this time is sent again. */
const PATIENCE = 8000;

/** A verified event, as far as it was looked at. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly account: string;
  readonly object: Readonly<Record<string, unknown>> & { readonly object: string };
}

export interface Reader {
  readonly webhookSecrets: readonly string[];
  readonly client: StripeClient;
  /** What the event says of a payment of ours; undefined if it says nothing, or of somebody else's. */
  readonly read: (event: StripeEvent, signal: AbortSignal) => Promise<PaymentReport | undefined>;
}

/** @throws StoreError `callback_refused`; `gateway_…` if Stripe has to be asked and does not answer, so that it sends it again. */
export async function readCallback(callback: RawCallback, reader: Reader): Promise<GatewayEvent[]> {
  const { headers, body, receivedAt } = callback;
  verifyTimestamped(headers.get('stripe-signature'), body, {
    secrets: reader.webhookSecrets,
    now: receivedAt,
  });
  const event = parse(body, reader.client.account);
  try {
    const report = await reader.read(event, AbortSignal.timeout(PATIENCE));
    return [{ eventId: event.id, type: event.type, occurredAt: new Date(event.created * 1000), report }];
  } catch (cause) {
    if (isStoreError(cause)) throw cause;
    throw refused(cause);
  }
}

function parse(body: Uint8Array, own: string): StripeEvent {
  try {
    const raw = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(body),
    ) as Partial<StripeNode.Event>;
    const { id, type, created, livemode, account } = raw;
    const object = (raw.data as { object?: StripeEvent['object'] } | undefined)?.object;
    if (
      raw.object !== 'event' ||
      !id?.startsWith('evt_') ||
      typeof type !== 'string' ||
      !Number.isSafeInteger(created) ||
      typeof livemode !== 'boolean' ||
      typeof object?.object !== 'string'
    )
      throw new TypeError('no event');
    return { id, type, created: created ?? 0, livemode, account: account ?? own, object };
  } catch (cause) {
    throw refused(cause);
  }
}

/** The signature is genuine by now; what does not fit is of another version, and refused as a whole. */
const refused = (cause: unknown): StoreError =>
  new StoreError('callback_refused', 'It is signed, but no event that is known here.', { cause });

/** Whether Stripe can be asked about it with our key, or it is somebody else's. */
export const isOurs = (event: StripeEvent, client: StripeClient): boolean =>
  event.account === client.account && event.livemode === (client.mode === 'live');

/** Events that change a payment without holding it (security notes 4.1). */
const ABOUT_PAYMENT =
  /^(charge\.(refunded|refund\.updated|dispute\.\w+)|refund\.\w+|review\.\w+|radar\.early_fraud_warning\.created)$/;

/** The PaymentIntent that a charge, refund, dispute, review or warning is about. */
export function intentIdOf({ type, object }: StripeEvent): string | undefined {
  if (!ABOUT_PAYMENT.test(type)) return undefined;
  const { payment_intent: intent } = object;
  const id = typeof intent === 'object' && intent !== null ? (intent as { id?: unknown }).id : intent;
  return typeof id === 'string' && id.startsWith('pi_') ? id : undefined;
}

/** The dispute that the event is about, as it stands now. */
export async function disputeIn(
  client: StripeClient,
  { object }: StripeEvent,
  signal: AbortSignal,
): Promise<Dispute | undefined> {
  const { id } = object;
  if (object.object !== 'dispute' || typeof id !== 'string') return undefined;
  return disputeOf(await client.call(signal, (stripe) => stripe.disputes.retrieve(id)));
}
