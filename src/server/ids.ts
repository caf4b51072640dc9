/**
 * Identifiers, digests and the order token. Ids are 128 random bits in Crockford's base32, lower case: they can be read
 * aloud, and never hold a run of digits that could be taken for a card number.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { hasCardNumber } from './card-data.js';

export type OrderId = `ord_${string}`;
export type PaymentId = `pay_${string}`;
export type EventId = `evt_${string}`;
export type RefundId = `ref_${string}`;
export type MessageId = `msg_${string}`;
export type DeliveryId = `dlv_${string}`;
export type DecisionId = `dec_${string}`;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export interface Ids {
  order(): OrderId;
  payment(): PaymentId;
  event(): EventId;
  refund(): RefundId;
  message(): MessageId;
  delivery(): DeliveryId;
  decision(): DecisionId;
  /** The idempotency key a gateway gets: 30 ASCII characters (Square takes at most 45). */
  attemptKey(): string;
  /** Names one failure in the log, so that a shopper can quote it. */
  fault(): string;
}

export function createIds(randomBytes: (size: number) => Uint8Array): Ids {
  const make = (): string => {
    const id = base32(randomBytes(16));
    // One in millions does, and would be refused, or hidden in the log, wherever it comes along.
    return hasCardNumber(id) ? make() : id;
  };
  return {
    order: () => `ord_${make()}`,
    payment: () => `pay_${make()}`,
    event: () => `evt_${make()}`,
    refund: () => `ref_${make()}`,
    message: () => `msg_${make()}`,
    delivery: () => `dlv_${make()}`,
    decision: () => `dec_${make()}`,
    attemptKey: () => `key_${make()}`,
    fault: () => `err_${make()}`,
  };
}

export const isOrderId = (text: string): text is OrderId => /^ord_[0-9a-hjkmnp-tv-z]{26}$/.test(text);

export const isPaymentId = (text: string): text is PaymentId => /^pay_[0-9a-hjkmnp-tv-z]{26}$/.test(text);

/** SHA-256, base64url, 43 characters. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');

/**
 * The token that opens an order. It follows from the Idempotency-Key, which only the page that placed the order knows,
 * so it need not be kept and the answer to a repeated request has the same one.
 */
export const orderToken = (idempotencyKey: string, id: OrderId): string =>
  createHmac('sha256', idempotencyKey).update(id).digest('base64url');

/** Compares two texts in a time that says nothing about where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/** JSON with sorted keys and without undefined: the same text for the same value, whatever the order it was written in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

function base32(bytes: Uint8Array): string {
  let bits = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let left = Math.ceil((bytes.length * 8) / 5); left > 0; left -= 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}
