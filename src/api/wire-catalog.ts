/** Products, as a page is told of them. A part of wire.ts. */

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
