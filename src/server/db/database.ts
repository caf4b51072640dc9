/** A database the store server can work on: a query builder over one of the known kinds. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';

export type DatabaseKind = 'sqlite' | 'postgres';

/** What `openSqlite` and `openPostgres` return; pass it to `createStoreServer` and `seedCatalog`. */
export interface StoreDatabase {
  readonly kind: DatabaseKind;
  /** The query builder, for a merchant's own reading. Writing past the store server is at your own risk. */
  readonly db: Kysely<Tables>;
  /** Lets go of the file or the connections. */
  close(): Promise<void>;
}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables> | Transaction<Tables>;
