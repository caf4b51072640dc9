/** What a page is told of the store: ways to pay, what shoppers agree to. A part of wire.ts. */
import type { WirePlacePart } from './wire-quote.js';

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
