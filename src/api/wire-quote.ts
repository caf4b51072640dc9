/** A cart, and what it costs: asked for with every change. A part of wire.ts. */
import type { WireImage } from './wire-catalog.js';

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
