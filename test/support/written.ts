/** What a database holds, in a form that two moments can be compared by. */
import { sql } from 'kysely';
import type { StoreDatabase } from '../../src/server/index.js';

/** Left out: what counts refused requests too, and what a gateway answered when it was asked, whatever came of that. */
const APART = ['rate_limits', 'payment_events'];

/** Answers how many rows every table has, and where orders and payments stand. */
export async function writtenIn({ db }: Pick<StoreDatabase, 'db'>): Promise<() => Promise<string>> {
  const names = (await db.introspection.getTables())
    .filter(({ schema = 'public' }) => schema === 'public')
    .map(({ name }) => name)
    .filter((name) => !APART.includes(name))
    .sort();
  const counting = names.map(
    (name) => sql`select ${sql.lit(name)} as name, count(*) as n from ${sql.table(name)}`,
  );
  const counts = sql`${sql.join(counting, sql` union all `)}
    union all select 'callbacks', count(*) from payment_events where via = 'callback'`;
  return async () => {
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
    const { rows } = await counts.execute(db);
    return JSON.stringify({ rows, orders, payments }, null, 1);
  };
}
