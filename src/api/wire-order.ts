/** Orders and their payments. A part of wire.ts. */
import type {
  WireDiscountRequest,
  WireDiscounts,
  WireLine,
  WireLineRequest,
  WireQuote,
  WireTotal,
} from './wire-quote.js';
import type { WireConsentRequest } from './wire-store.js';

export interface WireBuyer {
  readonly email: string;
  readonly phone?: string;
}

export interface WireAddress {
  readonly full_name: string;
  readonly street_address: string;
  readonly extended_address?: string;
  /** Absent in the few countries whose addresses name none. */
  readonly address_locality?: string;
  readonly address_region?: string;
  readonly postal_code?: string;
  /** ISO 3166-1 alpha-2 */
  readonly address_country: string;
}

/** `POST /orders`, with an `Idempotency-Key` header: freezes the quote and starts the first payment attempt. */
export interface WireOrderRequest {
  readonly line_items: readonly WireLineRequest[];
  readonly fulfillment: { readonly country: string; readonly option_id: string };
  /** The quote the shopper saw; another price, stock or delivery cost answers 409 `quote_changed` with the new one. */
  readonly quote_hash: string;
  readonly discounts?: WireDiscountRequest;
  /** What the shopper wants written on a card in the parcel. */
  readonly gift_note?: string;
  readonly buyer: WireBuyer;
  readonly shipping_address: WireAddress;
  /** Where the bill goes, if elsewhere. */
  readonly billing_address?: WireAddress;
  /** To the shop, with line breaks; only where `order_note` is offered. */
  readonly note?: string;
  /** Without one that is required: 422 `consent_missing`. */
  readonly consents?: readonly WireConsentRequest[];
  readonly gateway: string;
  /** BCP 47; the language the gateway and the e-mails should use. */
  readonly locale?: string;
}

/**
 * `POST /orders/{id}/payments`, with an `Idempotency-Key` header: a further attempt after a definite decline, or the attempt
 * that is still open, to be confirmed again.
 */
export interface WirePaymentRequest {
  readonly gateway: string;
  readonly locale?: string;
}

/** `POST /orders/{id}/payments/{payment_id}/submit`: hands a single-use token to a gateway that charges by token. */
export interface WireSubmitRequest {
  readonly token: string;
  /**
   * Take what there is, if it is less than the amount (gift cards): it is only held (`held`), and another payment for the rest
   * (`amount_due`) takes both together. Gateways that can't do that take all or nothing.
   */
  readonly partial?: boolean;
}

/**
 * Where an attempt stands, by what the gateway told the server. `open`: started, nothing charged so far. `held`: a part of the
 * order's total is set aside at the gateway, and is taken together with the rest, or not at all.
 */
export type WirePaymentStatus =
  'open' | 'requires_action' | 'held' | 'processing' | 'paid' | 'declined' | 'canceled';

/** What the browser has to do next for an attempt. */
export type WireNextStep =
  /** The adapter's `confirm` gets `client` (a client secret and the like; good for this attempt only). */
  | { readonly type: 'confirm'; readonly client: Readonly<Record<string, string>> }
  | {
      readonly type: 'redirect';
      readonly method: 'GET' | 'POST';
      /** HTTPS, on one of the gateway's `redirect_hosts`; in test mode also http on the shopper's own device. */
      readonly url: string;
      /** Of a POST the form's fields; of a GET they are added to the address. */
      readonly fields: Readonly<Record<string, string>>;
    }
  /**
   * Nothing: wait for the gateway's word, or pay as the store's instructions say: plain text, lines as they are, `{number}`
   * and `{total}` to be filled in.
   */
  | { readonly type: 'wait'; readonly instructions?: string };

export interface WirePayment {
  readonly id: string;
  /** 1 for the first attempt. */
  readonly number: number;
  readonly gateway: string;
  readonly status: WirePaymentStatus;
  /** What it is for; of a part, what it covers. */
  readonly amount: number;
  readonly currency: string;
  /** Our label key of the reason, when declined: `card_declined`, `insufficient_funds`, … */
  readonly decline_code: string | null;
  /** How to pay outside of the store, as in the next step; only while that is to be done. */
  readonly instructions?: string;
}

/**
 * unpaid: no attempt, or all declined. processing: the money may be on its way. canceled: by the shopper or the shop.
 * expired: given up because the payment never came. disputed: charged back, not decided yet. lost: charged back for good.
 */
export type WirePaymentState =
  | 'unpaid'
  | 'processing'
  | 'paid'
  | 'partially_refunded'
  | 'refunded'
  | 'disputed'
  | 'lost'
  | 'canceled'
  | 'expired'
  | 'review';

/**
 * `GET /orders/{id}`, and the answer to `POST /orders/{id}/cancel` (no body): the shopper gives the order up. Both with
 * `Authorization: Bearer <order token>`.
 */
export interface WireOrder {
  readonly id: string;
  /** Short, for people: `1042`. Opens nothing. */
  readonly number: string;
  /** `canceled` also for an expired one; `payment_status` tells them apart. */
  readonly status: 'complete_in_progress' | 'completed' | 'canceled';
  readonly payment_status: WirePaymentState;
  readonly mode: 'test' | 'live';
  /** RFC 3339, UTC. */
  readonly placed_at: string;
  readonly currency: string;
  readonly line_items: readonly WireLine[];
  readonly totals: readonly WireTotal[];
  readonly discounts?: WireDiscounts;
  readonly fulfillment: WireQuote['fulfillment'];
  readonly gift_note?: string;
  /** The hash of the frozen quote. */
  readonly quote_hash: string;
  /** Shortened, so that a leaked link shows nobody's address: `a…@example.com`. */
  readonly buyer: { readonly email_hint: string };
  /** What a further payment would be for: the total without what is held. 0 once no payment is wanted any more. */
  readonly amount_due: number;
  readonly payments: readonly WirePayment[];
}

/** Answer to `POST /orders/{id}/payments` and to `…/submit`. */
export interface WireAttempt {
  readonly order: WireOrder;
  readonly payment: WirePayment;
  readonly next: WireNextStep;
}

/** Answer to `POST /orders`; the same again, token included, when the same request is repeated under the same key. */
export interface WirePlacedOrder extends WireAttempt {
  /** Opens the order (`Authorization: Bearer`). The server keeps only its hash. */
  readonly token: string;
}
