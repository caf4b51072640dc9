/**
 * The wire between the merchant's own programs and the store server: `<endpoint>/admin/…`, with an admin key. Never for a page
 * that shoppers see. The rest of the contract is in wire.ts.
 */
import type { WireAddress, WireBuyer, WireImage, WireOrder, WirePayment, WirePaymentState } from './wire.js';

export type { WirePaymentState } from './wire.js';

/** `GET /admin/orders` */
export interface WireAdminOrderList {
  readonly orders: readonly WireAdminOrderRow[];
  /** For the next page; null: this is the last. */
  readonly next_cursor: string | null;
}

export interface WireAdminOrderRow {
  readonly id: string;
  readonly number: string;
  readonly payment_status: WirePaymentState;
  readonly mode: 'test' | 'live';
  readonly placed_at: string;
  readonly currency: string;
  /** Minor units. */
  readonly total: number;
  /** Minor units given back so far. */
  readonly refunded: number;
  readonly email: string;
}

/** `GET /admin/orders/{id}` */
export interface WireAdminOrder extends Omit<WireOrder, 'buyer' | 'payments'> {
  readonly total: number;
  readonly refunded: number;
  readonly buyer: WireBuyer;
  readonly shipping_address: WireAddress;
  /** null: the bill goes where the goods go. */
  readonly billing_address: WireAddress | null;
  /** The shopper's words, with line breaks. */
  readonly note: string | null;
  readonly consents: readonly WireAgreed[];
  readonly locale: string | null;
  readonly url: string;
  readonly payments: readonly (WirePayment & { readonly gateway_payment_id: string | null })[];
  readonly refunds: readonly WireRefund[];
  /** What was said about its payments, in the order it came. */
  readonly events: readonly WirePaymentEvent[];
  readonly alerts: readonly { readonly code: string; readonly at: string; readonly resolved: boolean }[];
}

/** What a shopper agreed to, as they read it. */
export interface WireAgreed {
  readonly id: string;
  readonly text: string;
  readonly link: string | null;
  /** BCP 47, of the page it was read on. */
  readonly locale: string | null;
  readonly agreed_at: string;
}

/** Answer to `POST /admin/orders/{id}/refunds`. */
export interface WireRefundAnswer extends WireRefund {
  /** What was given back of the order's other payments, where it was paid in parts. */
  readonly more?: readonly WireRefund[];
}

/** Money given back of one payment; `pending` means that the gateway has not answered yet. */
export interface WireRefund {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly created_at: string;
}

export interface WirePaymentEvent {
  readonly payment_id: string;
  readonly type: string;
  /** `merchant`: said by hand, of money that passes through no gateway. */
  readonly via: 'callback' | 'api' | 'merchant';
  /** The merchant's own words. */
  readonly note: string | null;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly status: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** `mismatch`: it does not fit the order, and does not count. */
  readonly verdict: 'placed' | 'mismatch' | 'unplaced' | 'silent';
  readonly reasons: readonly string[];
}

/** `GET /admin/alerts`: what a person has to look at, newest first. */
export interface WireAlertList {
  readonly alerts: readonly WireAlert[];
}

export interface WireAlert {
  readonly id: string;
  readonly code: string;
  readonly at: string;
  readonly order_id: string | null;
  readonly payment_id: string | null;
  readonly reasons: readonly string[];
  readonly resolved_at: string | null;
}

/** `POST /admin/orders/{id}/paid` */
export interface WirePaidRequest {
  /** Who saw the money where, for the merchant's own books: `Bank statement of 23 November, M.` */
  readonly note?: string;
}

/** `POST /admin/orders/{id}/refunds`, with an Idempotency-Key. */
export interface WireRefundRequest {
  /** Minor units; absent: all that is left. */
  readonly amount?: number;
  /** ISO 4217; if given, it must be the order's. */
  readonly currency?: string;
  /** For the merchant's own books. */
  readonly reason?: string;
  /** Whether the goods go back on the shelf, once all of the money is given back. */
  readonly restock?: boolean;
}

/** `POST /admin/coupons`: either `rate` or `amount`. */
export interface WireCouponRequest {
  readonly code: string;
  readonly title?: string;
  /** Basis points: 1000 is 10 %. */
  readonly rate?: number;
  /** Minor units. */
  readonly amount?: number;
  /** Minor units: what it is for must cost so much. */
  readonly minimum?: number;
  /** RFC 3339 */
  readonly starts_at?: string;
  readonly ends_at?: string;
  /** Orders that can use it in all. */
  readonly max_uses?: number;
  /** Only for these variants, or those of `products`. */
  readonly skus?: readonly string[];
  readonly products?: readonly string[];
  readonly categories?: readonly string[];
  /** Takes nothing off what costs less than it did before. */
  readonly exclude_sale?: boolean;
  /** Each customer, known by the e-mail address, can use it for one order. */
  readonly once_per_customer?: boolean;
}

export interface WireCoupon {
  readonly code: string;
  readonly title: string;
  readonly rate: number | null;
  readonly amount: number | null;
  readonly minimum: number | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly max_uses: number | null;
  readonly skus: readonly string[] | null;
  readonly products: readonly string[] | null;
  readonly categories: readonly string[] | null;
  readonly exclude_sale: boolean;
  readonly once_per_customer: boolean;
  /** Orders that hold or have used it; one that is given up gives its use back. */
  readonly uses: number;
  /** Those of the store's settings can't be disabled here. */
  readonly source: 'settings' | 'api';
  readonly created_at: string | null;
  readonly disabled_at: string | null;
}

/** `GET /admin/coupons` */
export interface WireCouponList {
  readonly coupons: readonly WireCoupon[];
}

/** `GET /admin/products` */
export interface WireAdminProductList {
  readonly products: readonly WireAdminProduct[];
  /** For the next page; null: this is the last. */
  readonly next_cursor: string | null;
}

/** A product as the merchant keeps it, and what orders have taken of it. */
export interface WireAdminProduct {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly category: string | null;
  readonly currency: string;
  readonly image: WireImage | null;
  readonly images: readonly WireImage[];
  readonly added_at: string;
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly {
    readonly sku: string;
    readonly title: string;
    readonly options: Readonly<Record<string, string>>;
    readonly price: number;
    readonly compare_at_price: number | null;
    /** Pieces owned, ordered ones included; null: never runs out. */
    readonly stock: number | null;
    /** Pieces that orders hold or have bought. */
    readonly taken: number;
    readonly image: WireImage | null;
  }[];
}

/** `POST /admin/variants/{sku}`: what is left out stays. */
export interface WireVariantRequest {
  readonly price?: number;
  readonly compare_at_price?: number | null;
  readonly stock?: number | null;
}
