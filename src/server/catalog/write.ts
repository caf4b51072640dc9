/**
 * Writes products. The tables hold the catalogue whatever its source is, so that a transaction that prices an order waits for
 * nobody else; only what differs is written. What is available is the stock minus what orders hold or have bought (stock.ts),
 * so that writing it again brings nothing back that was sold.
 */
import type { Transaction } from 'kysely';
import type { Db, StoreDatabase } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import type { Tables } from '../db/tables.js';
import { transact } from '../db/transact.js';
import { canonical, sha256 } from '../ids.js';
import { checkCatalog, type Catalog, type CatalogJson, type Product } from './json.js';

/** What is to be there: all of the catalogue, or these products while these skus are sold no more. */
export type Wanted =
  | { readonly all: readonly Product[] }
  | { readonly some: readonly Product[]; readonly goneSkus?: readonly string[] };

/**
 * Makes the catalogue in the database exactly this: adds, changes, and removes what is not in it. Orders keep what they
 * froze. All of it or, if the JSON is at fault, nothing of it.
 * @throws TypeError that names the place in the JSON and the cure.
 */
export async function seedCatalog(database: StoreDatabase, catalog: CatalogJson): Promise<void> {
  const { currency, products } = readOrThrow(catalog);
  await migrate(database);
  await writeCatalog(database.db, currency, { all: products }, Date.now());
}

function readOrThrow(catalog: CatalogJson): Catalog {
  try {
    return checkCatalog(catalog);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`seedCatalog(): ${error.message}`) : error;
  }
}

/** Writes what differs, and nothing if nothing does. */
export async function writeCatalog(db: Db, currency: string, wanted: Wanted, now: number): Promise<void> {
  if (!hasWork(await compare(db, wanted))) return;
  await transact(db, async (trx) => {
    await bumpVersion(trx); // first, so that writers stand in line
    await apply(trx, currency, await compare(trx, wanted), now);
  });
}

/** Tells the processes that their copies for the search are old. Holds the catalogue against other writers until the end. */
export async function bumpVersion(trx: Transaction<Tables>): Promise<void> {
  await trx
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', 'catalog_version')
    .execute();
}

type Placed = Product & { readonly digest: string; readonly position: number | undefined };

interface Work {
  /** To be written: new or changed. */
  readonly write: readonly Placed[];
  /** Unchanged, at another place. */
  readonly move: readonly { readonly id: string; readonly position: number }[];
  readonly removed: readonly string[];
  readonly goneSkus: readonly string[];
}

const hasWork = (work: Work): boolean =>
  Object.values(work).some((list: readonly unknown[]) => list.length > 0);

async function compare(db: Db, wanted: Wanted): Promise<Work> {
  const all = 'all' in wanted;
  const products = all ? wanted.all : wanted.some;
  const rows = db.selectFrom('products').select(['id', 'digest', 'position']);
  const ids = products.map(({ id }) => id);
  const found = all
    ? await rows.execute()
    : await inChunks(ids, (some) => rows.where('id', 'in', some).execute());
  const there = new Map(found.map((row) => [row.id, row]));
  const placed = products.map((product, index) => ({
    ...product,
    digest: sha256(canonical(product)),
    position: all ? index : there.get(product.id)?.position,
  }));
  const write = placed.filter(({ id, digest }) => there.get(id)?.digest !== digest);
  const written = new Set(write.map(({ id }) => id));
  const wished = new Set(ids);
  const skus = all ? [] : (wanted.goneSkus ?? []);
  const goneSkus = await inChunks(skus, (some) =>
    db.selectFrom('variants').select('sku').where('sku', 'in', some).execute(),
  );
  return {
    write,
    move: placed.flatMap(({ id, position }) =>
      position !== undefined && !written.has(id) && there.get(id)?.position !== position
        ? [{ id, position }]
        : [],
    ),
    removed: all ? found.filter(({ id }) => !wished.has(id)).map(({ id }) => id) : [],
    goneSkus: goneSkus.map(({ sku }) => sku),
  };
}

async function apply(
  trx: Transaction<Tables>,
  currency: string,
  { write, move, removed, goneSkus }: Work,
  now: number,
): Promise<void> {
  const emptied = [...removed, ...write.map(({ id }) => id)];
  await inChunks(emptied, (some) => trx.deleteFrom('variants').where('product_id', 'in', some).execute());
  await inChunks(removed, (some) => trx.deleteFrom('products').where('id', 'in', some).execute());
  // A sku that has moved here from a product which is not written itself; that one is whole again at its next turn.
  const skus = [...goneSkus, ...write.flatMap(({ variants }) => variants.map(({ sku }) => sku))];
  await inChunks(skus, async (some) => {
    const robbed = await trx.selectFrom('variants').select('product_id').where('sku', 'in', some).execute();
    await trx.deleteFrom('variants').where('sku', 'in', some).execute();
    const ids = robbed.map((row) => row.product_id);
    if (ids.length > 0)
      await trx.updateTable('products').set({ digest: '' }).where('id', 'in', ids).execute();
    return [];
  });
  const last = await trx
    .selectFrom('products')
    .select((eb) => eb.fn.max('position').as('position'))
    .executeTakeFirst();
  let end = last?.position ?? -1;
  // One row at a time: a statement takes a limited number of values.
  for (const { position, ...product } of write)
    await writeProduct(trx, currency, product, position ?? ++end, now);
  for (const { id, position } of move)
    await trx.updateTable('products').set({ position }).where('id', '=', id).execute();
}

async function writeProduct(
  trx: Transaction<Tables>,
  currency: string,
  product: Omit<Placed, 'position'>,
  position: number,
  now: number,
): Promise<void> {
  const { id, title, description, category, digest, added, variants } = product;
  const row = {
    ...{ position, title, description, category, currency, digest },
    image: JSON.stringify(product.image),
    images: JSON.stringify(product.images),
    options: JSON.stringify(product.options),
    ...(added !== undefined && { added_at: Date.parse(added) }),
  };
  await trx
    .insertInto('products')
    .values({ added_at: now, ...row, id })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  for (const [place, { options, image, ...variant }] of variants.entries())
    await trx
      .insertInto('variants')
      .values({
        ...{ ...variant, product_id: id, position: place },
        options: JSON.stringify(options),
        image: JSON.stringify(image),
      })
      .execute();
}

/** Writes one product: a new one at the end, a changed one where it is. The catalogue must be held (`bumpVersion`). */
export async function putProduct(
  trx: Transaction<Tables>,
  currency: string,
  product: Product,
  now: number,
): Promise<void> {
  await apply(trx, currency, await compare(trx, { some: [product] }), now);
}

/** Removes one product. False if there is none. */
export async function removeProduct(db: Db, id: string): Promise<boolean> {
  return transact(db, async (trx) => {
    await bumpVersion(trx);
    await trx.deleteFrom('variants').where('product_id', '=', id).execute();
    const gone = await trx.deleteFrom('products').where('id', '=', id).returning('id').executeTakeFirst();
    return gone !== undefined;
  });
}

/** A statement takes a limited number of values. */
async function inChunks<A, B>(
  list: readonly A[],
  work: (some: readonly A[]) => Promise<readonly B[]>,
): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < list.length; at += 500) done.push(...(await work(list.slice(at, at + 500))));
  return done;
}
