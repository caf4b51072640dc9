/** The migrations, in order and forward only, and what runs them. A step that has been released is never changed. */
import { Migrator, type Migration } from 'kysely/migration';
import type { DatabaseKind, StoreDatabase } from './database.js';
import { orders0001 } from './migrations/0001-orders.js';
import { truth0002 } from './migrations/0002-truth.js';
import { outbox0004 } from './migrations/0004-outbox.js';

/** In order, by name; names never change and rows are only ever added. */
const migrationsOf = (kind: DatabaseKind): Record<string, Migration> => ({
  '0001-orders': orders0001(kind),
  '0002-truth': truth0002,
  '0004-outbox': outbox0004,
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
