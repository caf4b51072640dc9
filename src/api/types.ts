/** The wire's things as the browser's core holds them: camelCase, frozen, amounts as Money. Made only by parse.ts. */
import type { Money } from '../money.js';
import type { GatewaySettings } from '../gateways/gateway.js';
import type {
  WireAddress,
  WireBuyer,
  WireClaim,
  WireConsent,
  WireConsentRequest,
  WireImage,
  WireNextStep,
  WirePaymentState,
  WirePaymentStatus,
  WirePlacePart,
  WireSort,
  WireTotalType,
} from './wire.js';

export type Image = WireImage;

export interface Product {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly image: Image | null;
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly Variant[];
  readonly category: string | null;
  /** All pictures, the main one among them. */
  readonly images: readonly Image[];
  /** It can be looked at and not be bought here. */
  readonly catalogOnly: boolean;
}

/** One page of the catalogue. */
export interface ProductPage {
  readonly products: readonly Product[];
  /** Products on all pages. */
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly categories: readonly { readonly name: string; readonly count: number }[];
}

/** What part of the catalogue is wanted. */
export interface ProductQuery {
  readonly search: string;
  readonly category: string | undefined;
  readonly sort: WireSort;
  readonly page: number;
  readonly limit: number;
}

export interface Variant {
  readonly sku: string;
  readonly title: string;
  readonly options: Readonly<Record<string, string>>;
  /** undefined: the shop shows no prices. */
  readonly price: Money | undefined;
  readonly available: boolean;
  /** What it cost before. */
  readonly compareAt: Money | undefined;
  readonly image: Image | null;
  /** How many can still be ordered; only told when they are few. */
  readonly left: number | undefined;
}

export interface Total {
  readonly type: WireTotalType;
  readonly amount: Money;
  /** A tax that is already in the prices: named, not added. */
  readonly included: boolean;
}

/** A priced line. */
export interface Line {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly variant: string;
  readonly image: Image | null;
  readonly quantity: number;
  readonly quantityMax: number;
  readonly price: Money;
  readonly subtotal: Money;
}

/** Something the server wants said about the cart; `sku` when it is about one line. */
export interface Message {
  readonly type: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly sku: string | undefined;
  /** What it speaks of: the least a coupon asks for. */
  readonly amount: Money | undefined;
  readonly content: string;
}

export interface DeliveryOption {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly amount: Money;
  /** From goods of this amount on it costs nothing. */
  readonly freeFrom?: Money | undefined;
}

/** What a coupon took off. */
export interface Discount {
  readonly code: string;
  readonly title: string;
  readonly amount: Money;
}

export interface Delivery {
  readonly country: string | null;
  readonly options: readonly DeliveryOption[];
  readonly optionId: string | null;
}

/** A priced cart. */
export interface Quote {
  readonly ready: boolean;
  readonly hash: string;
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly totals: readonly Total[];
  readonly total: Money;
  /** What coupons took off; undefined: the store takes no codes. */
  readonly discounts?: readonly Discount[] | undefined;
  readonly delivery: Delivery;
  readonly messages: readonly Message[];
}

export interface Gateway extends GatewaySettings {
  readonly name: string;
  readonly kind: 'frame' | 'redirect' | 'offline';
  readonly redirectHosts: readonly string[];
  /** What it says of itself, where the store wants it shown. */
  readonly claims?: readonly WireClaim[] | undefined;
}

/** What the shop asks shoppers to agree to; see consents.ts for its text in their language. */
export type Consent = WireConsent;

export interface StoreConfig {
  readonly name: string;
  readonly currency: string;
  readonly mode: 'test' | 'live';
  readonly countries: readonly string[];
  readonly gateways: readonly Gateway[];
  readonly consents: readonly Consent[];
  /** Whether shoppers may write a note to their order. */
  readonly orderNote: boolean;
  /** What of an address prices depend on beside the country. */
  readonly pricesBy: readonly WirePlacePart[];
}

export interface Payment {
  readonly id: string;
  readonly number: number;
  readonly gateway: string;
  readonly status: WirePaymentStatus;
  readonly amount: Money;
  readonly declineCode: string | null;
  /** How to pay outside of the store; only while that is to be done. */
  readonly instructions: string | undefined;
}

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly status: 'complete_in_progress' | 'completed' | 'canceled';
  readonly paymentStatus: WirePaymentState;
  readonly mode: 'test' | 'live';
  readonly placedAt: string;
  readonly lines: readonly Line[];
  readonly totals: readonly Total[];
  readonly total: Money;
  readonly discounts?: Quote['discounts'];
  readonly giftNote?: string | undefined;
  readonly delivery: Delivery;
  readonly quoteHash: string;
  readonly emailHint: string;
  /** What a further payment would be for; nothing once none is wanted. */
  readonly due: Money;
  readonly payments: readonly Payment[];
}

/** A started (or resumed) payment attempt. */
export interface StartedAttempt {
  readonly order: Order;
  readonly payment: Payment;
  readonly next: WireNextStep;
}

export interface PlacedOrder extends StartedAttempt {
  readonly token: string;
}

/** What the cart asks prices for. */
export interface QuoteRequest {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly coupon: string | undefined;
  readonly country: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly optionId: string | undefined;
}

/** What the shopper says with an order, besides what is priced. */
export interface OrderDetails {
  readonly buyer: WireBuyer;
  readonly address: WireAddress;
  /** Where the bill goes, if elsewhere. */
  readonly billing?: WireAddress;
  readonly note?: string;
  readonly consents?: readonly WireConsentRequest[];
}

export interface OrderRequest extends OrderDetails {
  readonly lines: QuoteRequest['lines'];
  readonly coupon: string | undefined;
  readonly giftNote: string;
  readonly country: string;
  readonly optionId: string;
  readonly quoteHash: string;
  readonly gateway: string;
  readonly locale: string;
}
