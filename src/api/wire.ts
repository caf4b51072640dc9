/**
 * The HTTP contract between the page and the store server, as types. Wire JSON is snake_case and uses the words of
 * the Universal Commerce Protocol's checkout where it has one (line_items, item, totals, messages, fulfillment, buyer,
 * the checkout statuses). Amounts are integers in minor units of the `currency` that stands beside them.
 * The server's validators (server/schemas) are checked against these types at compile time.
 */

/** `GET /config`: what a page may know of the store. */
export interface WireConfig {
  readonly name: string;
  readonly currency: string;
  readonly mode: 'test' | 'live';
  /** ISO 3166-1 alpha-2 codes the store delivers to; the first is the default. */
  readonly countries: readonly string[];
  readonly gateways: readonly WireGateway[];
  /** The store shows its products and sells none: it prices no cart and takes no order. */
  readonly catalog_mode?: { readonly prices: boolean };
  /** Boxes to tick; never ticked beforehand. Absent: none. */
  readonly consents?: readonly WireConsent[];
  /** Shoppers may write a note to their order. */
  readonly order_note?: true;
  /** What of an address prices depend on beside the country. Absent: nothing. */
  readonly prices_by?: readonly WirePlacePart[];
}

/** What the store asks shoppers to agree to. Words in [brackets] lead to `link`. */
export interface WireConsent {
  readonly id: string;
  /** Nobody orders without it. */
  readonly required: boolean;
  /** Plain text. */
  readonly text: string;
  /** https://…, or a path of the shop's website. */
  readonly link: string | null;
  /** The same in other languages, by BCP 47 tag. */
  readonly translations: Readonly<Record<string, { readonly text: string; readonly link: string | null }>>;
}

/** What a shopper agreed to: the text as they read it, which must be one of the store's. */
export interface WireConsentRequest {
  readonly id: string;
  readonly text: string;
}

/** One way to pay that the store offers. */
export interface WireGateway {
  /** Folder name of the adapter: `sandbox`, `stripe`, … */
  readonly name: string;
  /** frame: the gateway's iframe stands in the page. redirect: the shopper leaves. offline: paid outside. */
  readonly kind: 'frame' | 'redirect' | 'offline';
  readonly mode: 'test' | 'live';
  /** Origins the gateway's frames may have. Empty unless `kind` is `frame`. */
  readonly frame_origins: readonly string[];
  /** Hosts the shopper may be sent to. Empty unless the gateway redirects. */
  readonly redirect_hosts: readonly string[];
  /** Publishable settings for the adapter's browser half (key, script address). Never a secret. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the gateway says of itself, for pages that show it; absent unless the store wants that. */
  readonly claims?: readonly WireClaim[];
}

/** Somebody's own words about themselves, and where they were read. */
export interface WireClaim {
  readonly subject: string;
  readonly claim: string;
  readonly source_url: string;
  /** `YYYY-MM-DD`; never longer ago than a year. */
  readonly checked_on: string;
}

export interface WireImage {
  readonly url: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  /** The same picture in other widths, for `srcset`. */
  readonly sources?: readonly { readonly url: string; readonly width: number }[];
}

/** How `GET /products` can be ordered. `relevance`: as searched for, or else as the shop has arranged them. */
export type WireSort = 'relevance' | 'price_asc' | 'price_desc' | 'title' | 'newest';

/** `GET /products?q=&category=&sort=&page=&limit=`: one page of what was asked for. */
export interface WireProductList {
  readonly products: readonly WireProduct[];
  /** Products on all pages. */
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Every category of what was searched for, whichever was chosen, with how many products it has. */
  readonly categories: readonly { readonly name: string; readonly count: number }[];
}

/** `GET /products/{id}` and the items of `GET /products`. */
export interface WireProduct {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly currency: string;
  readonly image: WireImage | null;
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly WireVariant[];
  readonly category?: string | null;
  /** All pictures. */
  readonly images?: readonly WireImage[];
  /** It can be looked at and not be bought here: see `catalog_mode` of `GET /config`. */
  readonly catalog_only?: boolean;
}

/** What can be bought: one combination of options. */
export interface WireVariant {
  readonly sku: string;
  readonly title: string;
  /** Option name → value. Empty for a product without options. */
  readonly options: Readonly<Record<string, string>>;
  /** null: the store shows no prices. */
  readonly price: number | null;
  readonly available: boolean;
  /** What it cost before. */
  readonly compare_at_price?: number | null;
  readonly image?: WireImage | null;
  /** How many can still be ordered; only told when they are few. */
  readonly left?: number;
}

/** What the page says it wants: which item and how many, never a price. */
export interface WireLineRequest {
  readonly item: { readonly id: string };
  /** 1…999 */
  readonly quantity: number;
}

/** Coupon codes, as the shopper typed them; one per order. */
export interface WireDiscountRequest {
  readonly codes: readonly string[];
}

/** `POST /quotes` */
export interface WireQuoteRequest {
  readonly line_items: readonly WireLineRequest[];
  readonly discounts?: WireDiscountRequest;
  /** Of the address as much as is known, and as much as prices depend on (`prices_by` of `GET /config`). */
  readonly fulfillment?: {
    readonly country?: string;
    readonly region?: string;
    readonly postal_code?: string;
    readonly option_id?: string;
  };
}

/** A part of an address that delivery or tax depends on. */
export type WirePlacePart = 'region' | 'postal_code';

export type WireTotalType = 'subtotal' | 'discount' | 'fulfillment' | 'tax' | 'total';

/** All rows but `total`, and a tax that is included, add up to `total`: a discount is negative. */
export interface WireTotal {
  readonly type: WireTotalType;
  readonly amount: number;
  /** Only on `tax`: it is already inside the other amounts, so it is shown but not added to the total. */
  readonly included?: true;
}

export interface WireLine {
  /** The sku again: one line per sku. */
  readonly id: string;
  readonly item: {
    readonly id: string;
    readonly product_id: string;
    readonly title: string;
    /** The chosen options in words: `Indigo / Large`; empty for a product without options. */
    readonly variant: string;
    readonly price: number;
    readonly image: WireImage | null;
  };
  readonly quantity: number;
  /** The most that can be ordered now; 0 means sold out. */
  readonly quantity_max: number;
  readonly totals: readonly WireTotal[];
}

/** Something to tell the shopper. Codes are stable: `out_of_stock`, `quantity_too_high`, `product_unknown`, … */
export interface WireMessage {
  readonly type: 'error' | 'warning' | 'info';
  readonly code: string;
  /** JSONPath of what it is about, in the request: `$.line_items[0]`. */
  readonly path?: string;
  /** The item it is about, when it is about one. */
  readonly sku?: string;
  /** Minor units it speaks of: what a coupon asks for at least. */
  readonly amount?: number;
  readonly content: string;
}

export interface WireFulfillmentOption {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly amount: number;
  /** From goods of this amount on, less the discount, it costs nothing. */
  readonly free_from?: number;
}

/** What a coupon took off: minor units, positive. */
export interface WireDiscount {
  readonly code: string;
  readonly title: string;
  readonly amount: number;
}

export interface WireDiscounts {
  /** What the request named and could be a code; a message says why one is not under `applied`. */
  readonly codes: readonly string[];
  readonly applied: readonly WireDiscount[];
}

/** A priced cart. `ready_for_complete` means it can be ordered as it stands. */
export interface WireQuote {
  readonly status: 'incomplete' | 'ready_for_complete';
  /** Binds lines, prices, currency, delivery and tax; an order names the hash the shopper saw. */
  readonly hash: string;
  readonly currency: string;
  readonly line_items: readonly WireLine[];
  readonly totals: readonly WireTotal[];
  /** Absent: the store takes no codes. */
  readonly discounts?: WireDiscounts;
  readonly fulfillment: {
    readonly country: string | null;
    readonly options: readonly WireFulfillmentOption[];
    readonly option_id: string | null;
  };
  readonly messages: readonly WireMessage[];
}

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

/** RFC 9457 problem details; `code` is a key of the error table (errors.ts). */
export interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** For `request_invalid`: which fields and why. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** For `quote_changed` and `quote_blocked`. */
  readonly quote?: WireQuote;
}
