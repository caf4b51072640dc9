/** What is sold, for how much less, and how much of it is left. A part of tables.ts. */

export interface ProductTable {
  id: string;
  position: number;
  title: string;
  description: string;
  currency: string;
  /** JSON of `WireImage | null`. */
  image: string;
  /** JSON of `WireProduct['options']`. */
  options: string;
  category: string | null;
  /** JSON of all its `WireImage`s. */
  images: string;
  added_at: number;
  /** SHA-256 of the product as its source has it: what has not changed is not written again. */
  digest: string;
}

export interface VariantTable {
  sku: string;
  product_id: string;
  position: number;
  title: string;
  /** JSON of option name → value. */
  options: string;
  price: number;
  /** Pieces owned, ordered ones included; null: never runs out. See `stock_taken`. */
  stock: number | null;
  compare_at_price: number | null;
  /** JSON of `WireImage | null`. */
  image: string;
}

/** A coupon made over the admin API. */
export interface CouponTable {
  code: string;
  /** JSON of `CouponRule`. */
  rule: string;
  created_at: number;
  disabled_at: number | null;
}

/** How many orders hold or have used a code, wherever its rule comes from. */
export interface CouponUsesTable {
  code: string;
  uses: number;
}

/** Pieces of each sku that orders hold or have bought. Apart from the variants, which a new catalogue replaces. */
export interface StockTable {
  sku: string;
  pieces: number;
}
