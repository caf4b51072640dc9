/**
 * Where the products come from: the database and the admin API, a file, or a function of the merchant, whose own database then
 * says what everything costs. Whatever it is, its word is written to the tables before anything is shown or priced, so that
 * one transaction can price an order and take its pieces. A source that fails is never silent: what it said last is shown for
 * a while, with an error in the log each time; but nothing is priced by what a function said before.
 */
import { stat } from 'node:fs/promises';
import { StoreError } from '../../errors.js';
import type { StoreDatabase } from '../db/database.js';
import type { Log } from '../log.js';
import { pathOf, readCatalogFile } from './file.js';
import { CatalogError, checkCatalog, type Catalog } from './json.js';
import type { CatalogFunction, CatalogOption, CatalogQuery } from './option.js';
import type { LiveCatalog } from './live.js';
import { readShelf } from './read.js';
import { makeShelf, type Shelf } from './search.js';
import { writeCatalog, type Wanted } from './write.js';

interface Parts {
  readonly database: StoreDatabase;
  readonly currency: string;
  readonly now: () => number;
  readonly log: Log;
}

/** ms. How old what is shown may be: from a file, from a function, and from a function that fails. */
const FILE_AGE = 1000;
const LIST_AGE = 30_000;
const FAILING_AGE = 10 * 60_000;
/** ms until a function that failed is asked for its list again. */
const PATIENCE = 5000;
/** ms */
const ANSWER_TIME = 10_000;

export function createCatalog(option: CatalogOption | undefined, parts: Parts): LiveCatalog {
  const shelf = createShelf(parts.database);
  if (option === undefined) {
    const nothing = (): Promise<void> => Promise.resolve();
    return { kept: 'database', load: nothing, fresh: nothing, freshItems: nothing, shelf };
  }
  const source = typeof option === 'function' ? functionSource(option, parts) : fileSource(option, parts);
  return { ...source, shelf };
}

/** A copy of all products, for as long as nobody has changed them. */
function createShelf({ db }: StoreDatabase): () => Promise<Shelf> {
  let copy: { readonly version: number; readonly shelf: Promise<Shelf> } | undefined;
  return async () => {
    const { value: version } = await db
      .selectFrom('counters')
      .select('value')
      .where('name', '=', 'catalog_version')
      .executeTakeFirstOrThrow();
    if (copy?.version !== version) {
      const shelf = readShelf(db).then(makeShelf);
      copy = { version, shelf };
      shelf.catch(() => (copy = undefined)); // a busy database may be well again at the next request
    }
    return copy.shelf;
  };
}

type Source = Omit<LiveCatalog, 'shelf'>;

function fileSource(file: string | URL, parts: Parts): Source {
  let seen: string | undefined;
  let lookedAt = -Infinity;
  const load = once(async () => {
    lookedAt = parts.now();
    const { mtimeMs, size, ino } = await stat(pathOf(file));
    const stamp = `${mtimeMs} ${size} ${ino}`;
    if (stamp === seen) return;
    const failing = seen;
    // Of what is wrong the log hears once per change of the file; before the first good one, each time.
    seen = failing === undefined ? undefined : stamp;
    await write(parts, await readCatalogFile(file), (catalog) => ({ all: catalog.products }));
    seen = stamp;
  });
  const fresh = async (): Promise<void> => {
    if (parts.now() - lookedAt < FILE_AGE && seen !== undefined) return;
    const served = seen !== undefined;
    await load().catch((cause: unknown) => fail(parts, cause, served));
  };
  return { kept: 'file', load, fresh, freshItems: fresh };
}

function functionSource(ask: CatalogFunction, parts: Parts): Source {
  let loadedAt = -Infinity;
  let askAt = -Infinity;
  const answer = async (query: CatalogQuery): Promise<Catalog> => {
    const signal = AbortSignal.timeout(ANSWER_TIME);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(new Error('The catalog function did not answer in time.')),
      );
    });
    return checkCatalog(await Promise.race([Promise.resolve(ask(query, signal)), late]));
  };
  const load = once(async () => {
    askAt = parts.now() + PATIENCE;
    await write(parts, await answer({}), ({ products }) => ({ all: products }));
    loadedAt = parts.now();
    askAt = loadedAt + LIST_AGE;
  });
  return {
    kept: 'function',
    load,
    async fresh() {
      const usable = parts.now() - loadedAt < FAILING_AGE;
      if (usable && parts.now() < askAt) return;
      await load().catch((cause: unknown) => fail(parts, cause, usable));
    },
    async freshItems(skus) {
      if (skus.length === 0) return;
      const wanted = new Set(skus);
      try {
        await write(parts, await answer({ skus }), ({ products }) => {
          const some = products.filter(({ variants }) => variants.some(({ sku }) => wanted.has(sku)));
          const there = new Set(some.flatMap(({ variants }) => variants.map(({ sku }) => sku)));
          return { some, goneSkus: skus.filter((sku) => !there.has(sku)) };
        });
      } catch (cause) {
        fail(parts, cause, false);
      }
    },
  };
}

async function write(
  { database, currency, now }: Parts,
  catalog: Catalog,
  wanted: (catalog: Catalog) => Wanted,
): Promise<void> {
  if (catalog.currency !== currency)
    throw new CatalogError(['currency'], `Must be "${currency}", as the store's.`);
  await writeCatalog(database.db, currency, wanted(catalog), now());
}

/** Told in the log here while the last good list serves on; else by whoever answers the request. */
function fail({ log }: Parts, cause: unknown, served: boolean): void {
  const error = new StoreError('catalog_failed', undefined, { cause });
  if (!served) throw error;
  log.error('catalog_failed', { code: error.code, error });
}

/** All who ask while it runs get the same answer. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
}
