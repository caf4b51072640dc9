/**
 * A database the store server can work on: a query builder over one of the known kinds, and the forward-only
 * migrations that make its tables. Where a kind differs from another is known here and in its own file, nowhere else.
 */
import type { Kysely, Transaction } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { orders0001 } from './migrations/0001-orders.js';
import type { Tables } from './tables.js';

/** PostgreSQL is the next one to be opened; what is particular to a kind already asks for it. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** What `openSqlite` returns; pass it to `createStoreServer` and `seedCatalog`. */
export interface StoreDatabase {
  readonly kind: DatabaseKind;
  /** The query builder, for a merchant's own reading. Writing past the store server is at your own risk. */
  readonly db: Kysely<Tables>;
  /** Lets go of the file or the connections. */
  close(): Promise<void>;
}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables> | Transaction<Tables>;

/** In order, by name; names never change and rows are only ever added. */
const migrationsOf = (kind: DatabaseKind): Record<string, Migration> => ({
  '0001-orders': orders0001(kind),
});

/** Brings the tables up to date: all of it or, if something fails, nothing of it. Safe to call at every start. */
export async function migrate(database: StoreDatabase): Promise<void> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: () => Promise.resolve(migrationsOf(database.kind)) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
}
