/**
 * Callbacks: verified by our own verifier before a byte is read, then parsed. An event only names what it is about; how that
 * stands now is asked for, whatever was true when it was sent. So the order in which events come plays no part.
 */
import { isStoreError, StoreError } from '../../errors.js';
import type { Dispute, GatewayEvent, PaymentReport, RawCallback } from '../gateway-server.js';
import type { SquareConnection } from './server-client.js';
import type { SquareServerOptions } from './server-options.js';
import { disputeOf } from './server-reports.js';
import { verifySquare } from './server-signature.js';

/** ms; Square gives up on an answer after ten seconds and sends it again. */
const PATIENCE = 8000;

/** What a verified event is about. */
export interface SquareEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  /** The payment it is about, if it is about one. */
  readonly paymentId: string | undefined;
  readonly disputeId: string | undefined;
  /** Where it happened, if the event says so. */
  readonly locationId: string | undefined;
}

export interface Reader {
  readonly options: SquareServerOptions;
  /** What Square says of a payment of ours; undefined if it is somebody else's. */
  readonly read: (event: SquareEvent, signal: AbortSignal) => Promise<PaymentReport | undefined>;
}

/** @throws StoreError `callback_refused`; `gateway_…` if Square does not answer, so that it sends the event again. */
export async function readCallback(
  callback: RawCallback,
  { options, read }: Reader,
): Promise<GatewayEvent[]> {
  verifySquare(callback.headers.get('x-square-hmacsha256-signature'), callback.body, {
    keys: options.webhook.signatureKeys,
    notificationUrl: options.webhook.notificationUrl,
  });
  const event = parse(callback.body);
  const ours = event.paymentId !== undefined && [undefined, options.locationId].includes(event.locationId);
  try {
    const report = ours ? await read(event, AbortSignal.timeout(PATIENCE)) : undefined;
    return [{ eventId: event.id, type: event.type, occurredAt: event.createdAt, report }];
  } catch (cause) {
    if (isStoreError(cause)) throw cause;
    throw refused(cause);
  }
}

type Json = Readonly<Record<string, unknown>>;

const objectAt = (value: unknown, name: string): Json => {
  const found = typeof value === 'object' && value !== null ? (value as Json)[name] : undefined;
  return typeof found === 'object' && found !== null ? (found as Json) : {};
};

const textAt = (value: Json, name: string): string | undefined => {
  const found = value[name];
  return typeof found === 'string' && found !== '' ? found : undefined;
};

function parse(body: Uint8Array): SquareEvent {
  try {
    const event = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Json;
    const id = textAt(event, 'event_id');
    const type = textAt(event, 'type');
    const createdAt = new Date(textAt(event, 'created_at') ?? '');
    if (!id || !type || Number.isNaN(createdAt.getTime())) throw new TypeError('no event');
    const object = objectAt(objectAt(event, 'data'), 'object');
    return { id, type, createdAt, ...subjectOf(type, object) };
  } catch (cause) {
    throw refused(cause);
  }
}

/** The events of security notes 4.2; evidence, orders and everything else say nothing about money. */
function subjectOf(type: string, object: Json): Pick<SquareEvent, 'paymentId' | 'disputeId' | 'locationId'> {
  const silent = { paymentId: undefined, disputeId: undefined, locationId: undefined };
  if (/^payment\.(created|updated)$/.test(type)) {
    const payment = objectAt(object, 'payment');
    return { ...silent, paymentId: textAt(payment, 'id'), locationId: textAt(payment, 'location_id') };
  }
  if (/^refund\.(created|updated)$/.test(type)) {
    const refund = objectAt(object, 'refund');
    return { ...silent, paymentId: textAt(refund, 'payment_id'), locationId: textAt(refund, 'location_id') };
  }
  if (!/^dispute\.(created|state\.(changed|updated))$/.test(type)) return silent;
  const dispute = objectAt(object, 'dispute');
  return {
    paymentId: textAt(objectAt(dispute, 'disputed_payment'), 'payment_id'),
    disputeId: textAt(dispute, 'id') ?? textAt(dispute, 'dispute_id'),
    locationId: textAt(dispute, 'location_id'),
  };
}

/** The signature is genuine by now; what does not fit is of another version, and refused as a whole. */
const refused = (cause: unknown): StoreError =>
  new StoreError('callback_refused', 'It is signed, but no event that is known here.', { cause });

/** The dispute that the event is about, as it stands now. */
export async function disputeIn(
  square: SquareConnection,
  { disputeId }: SquareEvent,
  signal: AbortSignal,
): Promise<Dispute | undefined> {
  if (disputeId === undefined) return undefined;
  const { dispute } = await square.twice(signal, (api, how) => api.disputes.get({ disputeId }, how));
  return dispute && disputeOf(dispute);
}
