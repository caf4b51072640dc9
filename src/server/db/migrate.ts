/** The migrations, in order and forward only, and what runs them. A step that has been released is never changed. */
import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { DatabaseKind, StoreDatabase } from './database.js';
import { orders0001 } from './migrations/0001-orders.js';
import { truth0002 } from './migrations/0002-truth.js';
import { admin0003 } from './migrations/0003-admin.js';
import { outbox0004 } from './migrations/0004-outbox.js';
import { parts0005 } from './migrations/0005-parts.js';
import { evidence0006 } from './migrations/0006-evidence.js';
import { catalog0007 } from './migrations/0007-catalog.js';
import { coupons0008 } from './migrations/0008-coupons.js';
import { details0009 } from './migrations/0009-details.js';
import { reports0010 } from './migrations/0010-reports.js';
import { addedBy0011 } from './migrations/0011-added-by.js';
import { couponCustomers0012 } from './migrations/0012-coupon-customers.js';
import { lineDiscounts0013 } from './migrations/0013-line-discounts.js';

/** In order, by name; names never change and rows are only ever added. */
const migrationsOf = (kind: DatabaseKind): Record<string, Migration> => ({
  '0001-orders': orders0001(kind),
  '0002-truth': truth0002,
  '0003-admin': admin0003,
  '0004-outbox': outbox0004,
  '0005-parts': parts0005,
  '0006-evidence': evidence0006,
  '0007-catalog': catalog0007,
  '0008-coupons': coupons0008,
  '0009-details': details0009,
  '0010-reports': reports0010,
  '0011-added-by': addedBy0011,
  '0012-coupon-customers': couponCustomers0012,
  '0013-line-discounts': lineDiscounts0013,
});

/** Those that this process has seen up to date. */
const done = new WeakSet<StoreDatabase>();

/** Any number, the same for all versions: who holds it migrates. */
const TURN = 4_872_301_655;

/**
 * Brings the tables up to date: all of it or, if something fails or the process dies, nothing of it. Safe to call at every
 * start and from many processes at once: one migrates, the others wait for it and find it done.
 */
export async function migrate(database: StoreDatabase): Promise<void> {
  if (done.has(database)) return;
  await database.db.transaction().execute(async (trx) => {
    // On SQLite the transaction itself is the lock: it begins as a writing one.
    if (database.kind === 'postgres') {
      await sql`set local statement_timeout = 0`.execute(trx); // a large table takes its time, and so does waiting for it
      await sql`select pg_advisory_xact_lock(${TURN})`.execute(trx);
    }
    const provider = { getMigrations: () => Promise.resolve(migrationsOf(database.kind)) };
    const { error } = await new Migrator({ db: trx, provider }).migrateToLatest();
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
  });
  done.add(database);
}
