/**
 * The catalogue: filled from JSON, read for pages and for pricing. What is available is the stock in it minus what orders
 * hold or have bought (stock.ts), so that filling it again brings nothing back that was sold.
 */
import { z } from 'zod';
import { StoreError } from '../errors.js';
import { isCurrencyCode } from '../money.js';
import type { WireImage, WireProduct } from '../api/wire.js';
import { hasCardNumber } from './card-data.js';
import type { Db, StoreDatabase } from './db/database.js';
import { migrate } from './db/migrate.js';
import { transact } from './db/transact.js';
import { PRICE_LIMIT } from './options.js';
import type { CatalogItem } from './pricing.js';
import { json } from './problems.js';
import { jsonPath } from './schemas.js';
import { takenPieces } from './stock.js';
import type { Handler } from './world.js';

/** The catalogue as a file. `options` of a variant names a value for every option of its product. */
export interface CatalogJson {
  readonly currency: string;
  readonly products: readonly {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly image: WireImage | null;
    readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
    readonly variants: readonly {
      readonly sku: string;
      readonly title: string;
      readonly options: Readonly<Record<string, string>>;
      /** Minor units. */
      readonly price: number;
      /** Pieces owned, ordered ones included; null: never runs out. */
      readonly stock: number | null;
    }[];
  }[];
}

/**
 * Makes the catalogue exactly this: adds, changes, and removes what is not in it. Orders keep what they froze. All of it
 * or, if the JSON is at fault, nothing of it.
 * @throws TypeError that names the place in the JSON and the cure.
 */
export async function seedCatalog(database: StoreDatabase, catalog: CatalogJson): Promise<void> {
  const parsed = catalogSchema.safeParse(catalog);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(
      `seedCatalog(): ${jsonPath(issue?.path ?? [])}: ${issue?.message ?? 'is not a catalogue'}`,
    );
  }
  const { currency, products } = parsed.data;
  const variants = products.flatMap((product) =>
    product.variants.map((variant) => ({ product_id: product.id, ...variant })),
  );
  await migrate(database);
  await transact(database.db, async (trx) => {
    await trx.deleteFrom('variants').execute();
    await trx.deleteFrom('products').execute();
    // One row at a time: a statement takes a limited number of values.
    for (const [position, { id, title, description, image, options }] of products.entries()) {
      const kept = { image: JSON.stringify(image), options: JSON.stringify(options) };
      await trx
        .insertInto('products')
        .values({ id, position, title, description, currency, ...kept })
        .execute();
    }
    for (const [position, { options, ...variant }] of variants.entries()) {
      await trx
        .insertInto('variants')
        .values({ ...variant, position, options: JSON.stringify(options) })
        .execute();
    }
  });
}

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
      'p.title',
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
        image: JSON.parse(row.image) as WireImage | null,
        available: available(row.stock, taken.get(row.sku)),
      },
    ]),
  );
}

export const getProducts: Handler = async (world) => json({ products: await readProducts(world.db) });

export const getProduct: Handler = async (world, { params }) => {
  const [product] = await readProducts(world.db, params['id'] ?? '');
  if (!product) throw new StoreError('product_unknown');
  return json(product);
};

async function readProducts(db: Db, id?: string): Promise<WireProduct[]> {
  const products = db.selectFrom('products').selectAll().orderBy('position');
  const variants = db.selectFrom('variants').selectAll().orderBy('position');
  const productRows = await (id === undefined ? products : products.where('id', '=', id)).execute();
  const variantRows = await (id === undefined ? variants : variants.where('product_id', '=', id)).execute();
  const skus = variantRows.map(({ sku }) => sku);
  const taken = await takenPieces(db, id === undefined ? undefined : skus);
  return productRows.map((product) => ({
    id: product.id,
    title: product.title,
    description: product.description,
    currency: product.currency,
    image: JSON.parse(product.image) as WireImage | null,
    options: JSON.parse(product.options) as WireProduct['options'],
    variants: variantRows
      .filter((variant) => variant.product_id === product.id)
      .map((variant) => ({
        sku: variant.sku,
        title: variant.title,
        options: JSON.parse(variant.options) as Record<string, string>,
        price: variant.price,
        available: (available(variant.stock, taken.get(variant.sku)) ?? 1) > 0,
      })),
  }));
}

const available = (stock: number | null, taken = 0): number | null =>
  stock === null ? null : Math.max(0, stock - taken);

/** `{"Colour":"Indigo","Size":"Large"}` → `Indigo / Large`, in the product's order. */
function inWords(options: string, choices: string): string {
  const chosen = new Map(Object.entries(JSON.parse(options) as Record<string, string>));
  return (JSON.parse(choices) as WireProduct['options'])
    .map(({ name }) => chosen.get(name) ?? '')
    .join(' / ');
}

const id = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/,
    'Must be letters, digits, dots, colons and dashes, at most 64.',
  );
const title = z.string().trim().min(1).max(200);
const amount = z.number().int().min(0).max(PRICE_LIMIT);
const picture = z.strictObject({
  url: z
    .string()
    .refine(
      (url) => /^https?:$/.test(URL.parse(url, 'https://store.invalid/')?.protocol ?? ''),
      'Must be an http(s) address or a path.',
    ),
  alt: z.string().max(500),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const catalogSchema = z.strictObject({
  currency: z.string().refine(isCurrencyCode, 'Must be an ISO 4217 code such as "USD".'),
  products: z
    .array(
      z
        .strictObject({
          id,
          title,
          description: z.string().max(10_000),
          image: picture.nullable(),
          options: z.array(z.strictObject({ name: title, values: z.array(title).min(1) })),
          variants: z
            .array(
              z.strictObject({
                // Shoppers' requests name it, and those are refused when they seem to hold a card number.
                sku: id.refine(
                  (sku) => !hasCardNumber(sku, 'opaque'),
                  'Looks like a card number: put a letter before it, "E4006…".',
                ),
                title,
                options: z.record(z.string(), z.string()),
                price: amount,
                stock: amount.nullable(),
              }),
            )
            .min(1),
        })
        .refine(
          ({ options, variants }) =>
            variants.every(
              (variant) =>
                Object.keys(variant.options).length === options.length &&
                options.every(({ name, values }) =>
                  values.includes(new Map(Object.entries(variant.options)).get(name) ?? ''),
                ),
            ),
          'Every variant must name one of the values for each option, and nothing else.',
        ),
    )
    .refine((products) => unique(products.map((product) => product.id)), 'Two products have the same id.')
    .refine(
      (products) => unique(products.flatMap(({ variants }) => variants.map(({ sku }) => sku))),
      'Two variants have the same sku.',
    ),
});

function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
