/** The merchant's products, where they are kept in the store's database: looked through, added, changed, repriced, removed. */
import type { Transaction } from 'kysely';
import { StoreError } from '../../errors.js';
import type { WireAdminProduct, WireAdminProductList } from '../../api/wire-admin.js';
import type { WireImage } from '../../api/wire.js';
import { readShelf } from '../catalog/read.js';
import type { ShelfProduct } from '../catalog/search.js';
import { bumpVersion, putProduct, removeProduct } from '../catalog/write.js';
import type { Product } from '../catalog/json.js';
import type { Db } from '../db/database.js';
import type { Tables } from '../db/tables.js';
import { readJson } from '../json.js';
import { json } from '../problems.js';
import { readQuery } from '../query.js';
import { check } from '../schemas.js';
import { takenPieces } from '../stock.js';
import { inTransaction } from '../transaction.js';
import type { Handler, World } from '../world.js';

const PAGE = 50;
const PAGE_LIMIT = 100;

/** What can be asked for, as JSON Schema. */
export const ADMIN_PRODUCTS_QUERY = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: PAGE_LIMIT,
    default: PAGE,
    description: 'Products per page.',
  },
  cursor: { type: 'string', description: '`next_cursor` of the page before.' },
} as const;

/** By id, so that pages stay whole while products come and go. */
export const getAdminProducts: Handler = async (world, { request }) => {
  const query = readQuery(request);
  const limit = query.whole('limit', PAGE_LIMIT) ?? PAGE;
  await world.catalog.fresh();
  const rows = await world.db
    .selectFrom('products')
    .select('id')
    .where('id', '>', query.text('cursor')?.replaceAll('\0', '') ?? '')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map(({ id }) => id);
  const products = ids.length > 0 ? await views(world.db, await readShelf(world.db, ids)) : [];
  return json({
    products: ids.flatMap((id) => products.filter((product) => product.id === id)),
    next_cursor: rows.length > limit ? (ids.at(-1) ?? null) : null,
  } satisfies WireAdminProductList);
};

export const getAdminProduct: Handler = async (world, { params }) => {
  await world.catalog.fresh();
  return json(await oneProduct(world.db, params['id'] ?? ''));
};

/** A new one, at the end of the shelf. */
export const postProduct: Handler = async (world, { request }) => {
  requireOwn(world);
  const product = check(world.schemas.product, await readJson(request));
  await inTransaction(world, async (trx, world) => {
    await bumpVersion(trx); // nobody else writes products until the end
    const [there] = await readShelf(trx, [product.id]);
    if (there) throw conflict('There is such a product already.');
    await put(world, trx, product);
  });
  return json(await oneProduct(world.db, product.id), 201);
};

/** The product anew, all of it. */
export const postProductChange: Handler = async (world, { request, params }) => {
  requireOwn(world);
  const product = check(world.schemas.product, await readJson(request));
  if (product.id !== params['id'])
    throw refuse('$.id', 'Must be the id in the address: a product keeps its id.');
  await inTransaction(world, async (trx, world) => {
    await bumpVersion(trx);
    const [there] = await readShelf(trx, [product.id]);
    if (!there) throw new StoreError('product_unknown');
    await put(world, trx, product);
  });
  return json(await oneProduct(world.db, product.id));
};

/** It is not sold any more; orders keep what they froze. */
export const postProductRemove: Handler = async (world, { request, params }) => {
  requireOwn(world);
  check(world.schemas.nothing, await readJson(request));
  if (!(await removeProduct(world.db, params['id'] ?? ''))) throw new StoreError('product_unknown');
  return json({ received: true });
};

/** Price and stock of one variant; what is left out stays. */
export const postVariant: Handler = async (world, { request, params }) => {
  requireOwn(world);
  const change = check(world.schemas.variant, await readJson(request));
  const sku = params['sku'] ?? '';
  const product = await inTransaction(world, async (trx) => {
    await bumpVersion(trx);
    const row = await trx.selectFrom('variants').selectAll().where('sku', '=', sku).executeTakeFirst();
    if (!row) throw new StoreError('product_unknown');
    const { price, compare_at_price: before } = { ...row, ...change };
    if (before !== null && before <= price)
      throw refuse('$.compare_at_price', 'Must be more than the price; null takes it away.');
    if (Object.keys(change).length > 0)
      await trx.updateTable('variants').set(change).where('sku', '=', sku).execute();
    // It is no more what the catalogue said that was seeded.
    await trx.updateTable('products').set({ digest: '' }).where('id', '=', row.product_id).execute();
    return row.product_id;
  });
  return json(await oneProduct(world.db, product));
};

/** @throws StoreError `request_invalid` (409) where the next reading of the source would undo the change. */
function requireOwn({ catalog }: World): void {
  if (catalog.kept !== 'database')
    throw conflict(`The products come from a ${catalog.kept}, and are changed there.`);
}

async function put(world: World, trx: Transaction<Tables>, product: Product): Promise<void> {
  const skus = product.variants.map(({ sku }) => sku);
  const other = await trx
    .selectFrom('variants')
    .select(['sku', 'product_id'])
    .where('sku', 'in', skus)
    .where('product_id', '!=', product.id)
    .executeTakeFirst();
  if (other) {
    const at = skus.indexOf(other.sku);
    throw refuse(`$.variants[${at}].sku`, `Belongs to the product "${other.product_id}".`);
  }
  await putProduct(trx, world.settings.currency, product, world.now());
}

const conflict = (why: string): StoreError =>
  new StoreError('request_invalid', why, { info: { status: 409 } });

const refuse = (path: string, message: string): StoreError =>
  new StoreError('request_invalid', undefined, { info: { errors: [{ path, message }] } });

async function oneProduct(db: Db, id: string): Promise<WireAdminProduct> {
  const [product] = await views(db, await readShelf(db, [id]));
  if (!product) throw new StoreError('product_unknown');
  return product;
}

async function views(db: Db, products: readonly ShelfProduct[]): Promise<WireAdminProduct[]> {
  const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
  const taken = await takenPieces(db, skus);
  return products.map(({ row, variants }) => ({
    id: row.id,
    title: row.title,
    description: row.description,
    category: row.category,
    currency: row.currency,
    image: JSON.parse(row.image) as WireImage | null,
    images: JSON.parse(row.images) as WireImage[],
    added_at: new Date(row.added_at).toISOString(),
    options: JSON.parse(row.options) as WireAdminProduct['options'],
    variants: variants.map((variant) => ({
      sku: variant.sku,
      title: variant.title,
      options: JSON.parse(variant.options) as Record<string, string>,
      price: variant.price,
      compare_at_price: variant.compare_at_price,
      stock: variant.stock,
      taken: taken.get(variant.sku) ?? 0,
      image: JSON.parse(variant.image) as WireImage | null,
    })),
  }));
}
