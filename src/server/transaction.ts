/** Transactions of the store server. */
import type { Transaction } from 'kysely';
import type { Tables } from './db/tables.js';
import { transact } from './db/transact.js';
import type { World } from './world.js';

/**
 * A transaction whose log comes out after the commit: what was rolled back has not happened. `work` gets the world to use,
 * and may run more than once (see transact).
 */
export async function inTransaction<T>(
  world: World,
  work: (trx: Transaction<Tables>, world: World) => Promise<T>,
): Promise<T> {
  let held: (() => void)[] = [];
  const log: World['log'] = {
    info: (...record) => held.push(() => world.log.info(...record)),
    warn: (...record) => held.push(() => world.log.warn(...record)),
    error: (...record) => held.push(() => world.log.error(...record)),
  };
  const result = await transact(world.db, (trx) => {
    held = [];
    return work(trx, { ...world, log });
  });
  for (const tell of held) tell();
  return result;
}
