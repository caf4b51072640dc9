/** What a database holds, in a form that two moments can be compared by. */
import { sql } from 'kysely';
import type { StoreDatabase } from '../../src/server/index.js';

/**
 * How many rows every table has, and where orders and payments stand. Left out are the rate limits, which count refused
 * requests too, and what a gateway answered when the server asked it, which is true whatever became of the request.
 */
export async function written({ db }: Pick<StoreDatabase, 'db'>): Promise<string> {
  const tables = (await db.introspection.getTables())
    .map(({ name }) => name)
    .filter((name) => name !== 'rate_limits' && name !== 'payment_events');
  const counts = await Promise.all(
    tables.map(async (name) => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
      return `${name} ${String(rows[0]?.n)}`;
    }),
  );
  const heard = await sql<{
    n: number;
  }>`select count(*) as n from payment_events where via = 'callback'`.execute(db);
  const orders = await db
    .selectFrom('orders')
    .select(['id', 'payment_status', 'canceled_at', 'expired_at', 'total', 'email', 'address'])
    .orderBy('id')
    .execute();
  const payments = await db
    .selectFrom('payments')
    .select(['id', 'status', 'refunded', 'amount', 'gateway'])
    .orderBy('id')
    .execute();
  return JSON.stringify({ counts, heard: heard.rows, orders, payments }, null, 1);
}
