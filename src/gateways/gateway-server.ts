/**
 * The contract of a gateway's server half: makes payments at the gateway, asks it about them, verifies its callbacks.
 * It keeps no state and decides nothing: it turns what the gateway says into a `PaymentReport`, and the order book
 * alone compares that with the attempt (amount, currency, account, mode, reference) and says *paid*.
 *
 * | call           | Stripe                                       | Square                                  | redirect        | offline |
 * |----------------|----------------------------------------------|-----------------------------------------|-----------------|---------|
 * | start          | PaymentIntent, our key as Idempotency-Key; `confirm` with client_secret | nothing yet: `confirm` with app and location | link or form → `redirect` | `wait` |
 * | submit         | –                                            | CreatePayment with token and our key (≤ 45 chars) | –     | –       |
 * | retrieve       | PaymentIntents.retrieve, or create again under the same key when no id was kept | GetPayment / ListPayments by reference | the processor's query | – |
 * | verifyCallback | `Stripe-Signature` t + v1 over `t.body`      | HMAC over configured URL + body         | named fields    | –       |
 * | refund         | refunds.create with key                      | RefundPayment with key                  | if it can       | –       |
 * | cancel         | PaymentIntents.cancel                        | CancelPaymentByIdempotencyKey           | if it can       | –       |
 * | capture        | PaymentIntents.capture                       | CompletePayment                         | –               | –       |
 */
import type { Money } from '../money.js';
import type { GatewayClaim } from './claim.js';
import type { WireGateway, WireNextStep } from '../api/wire.js';

/** One try to pay one order. Written to the database before the gateway hears of it. */
export interface Attempt {
  /** Ours; goes to the gateway as its reference or metadata, and comes back in callbacks. */
  readonly paymentId: string;
  readonly orderId: string;
  /** ASCII, at most 45 characters (Square's limit). The same for every repetition of this attempt, never for another. */
  readonly key: string;
  readonly amount: Money;
  /** The gateway's own id, once known. */
  readonly gatewayPaymentId: string | null;
  readonly createdAt: Date;
  /** For receipts and risk checks; undefined when only asking. */
  readonly buyer?: { readonly email: string; readonly locale?: string };
  /** Where a redirect comes back to: from the server's own configuration, never from a request. */
  readonly returnUrl: string;
  /**
   * Only authorize; `capture` comes when all parts of the order are there, `cancel` when they are not. `some`: also less than
   * the amount, if that is all there is; the report says how much. Only for gateways with `parts`.
   */
  readonly part?: 'some' | 'rest';
}

/** Where the payment stands, in the gateway's own word, mapped. */
export type ReportedStatus =
  /** Made, nothing charged: waits for the shopper. */
  | 'open'
  | 'requires_action'
  | 'processing'
  /** Authorized, waits for capture. */
  | 'authorized'
  | 'paid'
  /** This try failed for good; the gateway charged nothing. */
  | 'declined'
  | 'canceled';

/** What the gateway says of a payment. Every field comes from the gateway, so that the order book can compare. */
export interface PaymentReport {
  readonly gatewayPaymentId: string;
  /** The reference we gave (our paymentId); null if the gateway does not return it. */
  readonly reference: string | null;
  readonly status: ReportedStatus;
  readonly amount: Money;
  /** The gateway account that holds the money: Stripe account, Square location. */
  readonly account: string;
  readonly mode: 'test' | 'live';
  /** Our label for the reason; set when `status` is `declined`. */
  readonly declineCode: DeclineCode | null;
  /** All that was given back so far, not the last refund alone; null: nothing. */
  readonly refunded: Money | null;
  /** A chargeback; absent or null: none that this message knows of. */
  readonly dispute?: Dispute | null;
}

export interface Dispute {
  /** `lost`: the money is gone; `won`: it came back. */
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: Money;
}

/** Reasons a shopper can act on. Gateways' own codes are mapped to these; what says nothing useful is `card_declined`. */
export type DeclineCode =
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'incorrect_number'
  | 'authentication_failed'
  | 'limit_exceeded'
  | 'not_supported'
  | 'try_again_later';

/** One verified callback event. */
export interface GatewayEvent {
  /** Unique per gateway account: the replay defence. */
  readonly eventId: string;
  /** The gateway's own name for it, kept for the log. */
  readonly type: string;
  readonly occurredAt: Date;
  /** Undefined for events that say nothing about a payment; they are stored and answered 200. */
  readonly report: PaymentReport | undefined;
}

/** A callback as it came. `body` is the raw bytes: a re-serialised JSON has another signature. */
export interface RawCallback {
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

/** What `start` and `submit` come back with. */
export interface StartedPayment {
  readonly gatewayPaymentId: string | null;
  readonly next: WireNextStep;
  /** What the gateway said while doing it, if it said anything about the payment. */
  readonly report: PaymentReport | undefined;
  /**
   * What `submit` may say when no report can. `closed`: nothing was charged under the attempt's key, and nothing can be.
   * `unclear`: the key was used, and what came of it can't be seen yet: no further token goes out for this attempt, and
   * `cancel` ends it as soon as the gateway can be sure.
   */
  readonly ended?: 'closed' | 'unclear';
}

export interface StartedRefund {
  readonly refundId: string;
  /** Where the payment stands now, if the answer says it. */
  readonly report: PaymentReport | undefined;
}

export interface ServerGateway {
  readonly name: string;
  readonly mode: 'test' | 'live';
  /** The address the gateway was given for its callbacks, where that is part of what it signs (Square). */
  readonly callbackUrl?: string;
  /**
   * ms an order waits for this gateway's payment and keeps its pieces from others, since the last sign of it; null: without
   * end. Default: the store's own times, and without end for an offline one.
   */
  readonly expiry?: number | null;
  /** What the page may know; no secret is reachable from here. */
  describe(): WireGateway;
  /** What the gateway says of itself; shown only where the store's option `showClaims` wants it. */
  readonly claims?: readonly GatewayClaim[];
  /**
   * Prepares the payment at the gateway. Called again with the same attempt after a crash or a lost answer: it must come
   * to the same payment (idempotency key), and must not charge by itself unless the kind has no later step.
   * @throws StoreError `gateway_failed` or `gateway_timeout`; the attempt stays open and may be started again.
   */
  start(attempt: Attempt, signal: AbortSignal): Promise<StartedPayment>;
  /** Can hold parts of an order's total (`Attempt.part`); has `submit`, `capture` and `cancel` then. */
  readonly parts?: true;
  /** Charges a single-use token, under the attempt's key. Only gateways that tokenize have it. */
  submit?(attempt: Attempt, token: string, signal: AbortSignal): Promise<StartedPayment>;
  /** Asks the gateway where the payment stands; undefined if it has never heard of it. @throws StoreError as `start`. */
  retrieve(attempt: Attempt, signal: AbortSignal): Promise<PaymentReport | undefined>;
  /**
   * Verifies before it parses, and parses into events.
   * @throws StoreError `callback_refused` for anything that is not a genuine, fresh message of this gateway.
   */
  verifyCallback(callback: RawCallback): GatewayEvent[] | Promise<GatewayEvent[]>;
  /**
   * Makes sure that nothing can be charged any more, and answers where the payment then stands (`paid` if it was too
   * late); undefined if the gateway has never heard of it. Safe to repeat. @throws StoreError as `start`.
   */
  cancel?(attempt: Attempt, signal: AbortSignal): Promise<PaymentReport | undefined>;
  /** Takes money that was authorized (manual capture); safe to repeat. @throws StoreError as `start`. */
  capture?(attempt: Attempt, signal: AbortSignal): Promise<PaymentReport>;
  /**
   * Gives money back, at most once per key.
   * @throws StoreError as `start`, and `refund_refused` if the gateway will never do it.
   */
  refund?(attempt: Attempt, amount: Money, key: string, signal: AbortSignal): Promise<StartedRefund>;
}
