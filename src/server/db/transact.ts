/** The one place where transactions begin, and begin again. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';
import { lostToAnother } from './trouble.js';

/** How often a transaction is begun before its loss is passed on. */
const TRIES = 6;

/**
 * Runs `work` in a transaction: all of it is written, or nothing. One that lost against another (a deadlock, or a refusal to
 * be put in line) is rolled back by the database and done again, so `work` may run several times, and must do nothing that
 * a rollback does not undo. SQLite has no such losses: there one transaction waits for the other at its beginning (sqlite.ts).
 */
export async function transact<T>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!lostToAnother(error) || tries === TRIES) throw error;
    }
    await wait(2 ** tries * (2 + Math.random() * 3)); // 4–10 ms … 64–160 ms, and never in step with the other
  }
}
