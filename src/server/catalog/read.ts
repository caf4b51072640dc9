/** Reads the catalogue: for pricing what a sku costs and how much of it is left, for pages the products. */
import type { WireImage, WireProduct, WireVariant } from '../../api/wire.js';
import type { Db } from '../db/database.js';
import type { ProductRow, VariantRow } from '../db/tables.js';
import type { CatalogItem } from '../pricing.js';
import { takenPieces } from '../stock.js';
import type { ShelfProduct } from './search.js';

/** @throws TypeError if the catalogue is in another currency than the store. */
export async function checkCurrency(db: Db, currency: string): Promise<void> {
  const other = await db
    .selectFrom('products')
    .select('currency')
    .where('currency', '!=', currency)
    .executeTakeFirst();
  if (other)
    throw new TypeError(
      `The catalogue is in ${other.currency}, the store in ${currency}: seed it again in ${currency}.`,
    );
}

/** What pricing needs to know of these skus; unknown ones are missing. */
export async function readItems(db: Db, skus: readonly string[]): Promise<Map<string, CatalogItem>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .selectFrom('variants as v')
    .innerJoin('products as p', 'p.id', 'v.product_id')
    .select([
      'v.sku',
      'v.product_id',
      'v.options',
      'v.price',
      'v.stock',
      'v.compare_at_price',
      'v.image as own_image',
      'p.title',
      'p.category',
      'p.image',
      'p.options as choices',
    ])
    .where('v.sku', 'in', skus)
    .execute();
  const taken = await takenPieces(db, skus);
  return new Map(
    rows.map((row) => [
      row.sku,
      {
        sku: row.sku,
        productId: row.product_id,
        title: row.title,
        variant: inWords(row.options, row.choices),
        price: row.price,
        image: small((JSON.parse(row.own_image) ?? JSON.parse(row.image)) as WireImage | null),
        available: available(row.stock, taken.get(row.sku)),
        category: row.category,
        onSale: (row.compare_at_price ?? 0) > row.price,
      },
    ]),
  );
}

/** A line of a cart is small, and an order keeps it for ever: the narrowest of its widths will do. */
function small(image: WireImage | null): WireImage | null {
  if (!image) return null;
  const { sources = [], ...picture } = image;
  const wide = sources.filter(({ width }) => width >= 160).sort((a, b) => a.width - b.width);
  return { ...picture, url: wide[0]?.url ?? picture.url };
}

/** `{"Colour":"Indigo","Size":"Large"}` → `Indigo / Large`, in the product's order. */
function inWords(options: string, choices: string): string {
  const chosen = new Map(Object.entries(JSON.parse(options) as Record<string, string>));
  return (JSON.parse(choices) as WireProduct['options'])
    .map(({ name }) => chosen.get(name) ?? '')
    .join(' / ');
}

const available = (stock: number | null, taken = 0): number | null =>
  stock === null ? null : Math.max(0, stock - taken);

/** All products as the shop has arranged them, or those of these ids. */
export async function readShelf(db: Db, ids?: readonly string[]): Promise<ShelfProduct[]> {
  const products = db.selectFrom('products').selectAll().orderBy('position').orderBy('id');
  const variants = db.selectFrom('variants').selectAll().orderBy('position').orderBy('sku');
  const rows = await (ids ? products.where('id', 'in', ids) : products).execute();
  const all = await (ids ? variants.where('product_id', 'in', ids) : variants).execute();
  const byProduct = new Map(rows.map(({ id }): [string, VariantRow[]] => [id, []]));
  for (const variant of all) byProduct.get(variant.product_id)?.push(variant);
  return rows.map((row) => ({ row, variants: byProduct.get(row.id) ?? [] }));
}

/** What shoppers may see. */
export interface ShelfRules {
  /** Products are shown and not sold. */
  readonly catalogMode: { readonly prices: boolean } | undefined;
  /** Up to how many pieces it is told how many are left. */
  readonly lowStock: number;
}

/** What shoppers see of these products, now. */
export async function wireProducts(
  db: Db,
  { catalogMode, lowStock }: ShelfRules,
  products: readonly ShelfProduct[],
): Promise<WireProduct[]> {
  const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
  const taken = await takenPieces(db, skus);
  const prices = catalogMode?.prices ?? true;
  const variantOf = (variant: VariantRow): WireVariant => {
    const left = available(variant.stock, taken.get(variant.sku));
    return {
      sku: variant.sku,
      title: variant.title,
      options: JSON.parse(variant.options) as Record<string, string>,
      price: prices ? variant.price : null,
      available: (left ?? 1) > 0,
      compare_at_price: prices ? variant.compare_at_price : null,
      image: JSON.parse(variant.image) as WireImage | null,
      ...(left !== null && left > 0 && left <= lowStock && { left }),
    };
  };
  return products.map(({ row, variants }) => ({
    id: row.id,
    title: row.title,
    description: row.description,
    currency: row.currency,
    image: JSON.parse(row.image) as WireImage | null,
    options: JSON.parse(row.options) as WireProduct['options'],
    variants: variants.map(variantOf),
    category: row.category,
    images: imagesOf(row),
    catalog_only: catalogMode !== undefined,
  }));
}

/** What was kept before there could be several has its one only. */
function imagesOf({ image, images }: ProductRow): readonly WireImage[] {
  const all = JSON.parse(images) as readonly WireImage[];
  const main = JSON.parse(image) as WireImage | null;
  return all.length > 0 || !main ? all : [main];
}
