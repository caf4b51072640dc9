/** Transactions of the store server. */
import type { Transaction } from 'kysely';
import type { Tables } from './db/tables.js';
import type { World } from './world.js';

/**
 * A transaction whose log comes out after the commit: what was rolled back has not happened. `work` gets the world to use.
 */
export async function inTransaction<T>(
  world: World,
  work: (trx: Transaction<Tables>, world: World) => Promise<T>,
): Promise<T> {
  const held: (() => void)[] = [];
  const log: World['log'] = {
    info: (...record) => held.push(() => world.log.info(...record)),
    warn: (...record) => held.push(() => world.log.warn(...record)),
    error: (...record) => held.push(() => world.log.error(...record)),
  };
  const result = await world.db.transaction().execute((trx) => work(trx, { ...world, log }));
  for (const tell of held) tell();
  return result;
}
