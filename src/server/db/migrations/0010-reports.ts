/**
 * What reports are made of: the money that came and went, row by row, and counts of visits. What is in the books already is taken
 * over: each payment at the time its first "paid" was heard of, what was given back at the time of the last word on it.
 */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const reports0010: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('takings')
      .addColumn('payment_id', 'text', (c) => c.notNull().references('payments.id'))
      .addColumn('sequence', 'integer', (c) => c.notNull())
      .addColumn('order_id', 'text', (c) => c.notNull().references('orders.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('gateway', 'text', (c) => c.notNull())
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('currency', 'text', (c) => c.notNull())
      .addColumn('taken', 'bigint', (c) => c.notNull())
      .addColumn('refunded', 'bigint', (c) => c.notNull())
      .addColumn('lost', 'bigint', (c) => c.notNull())
      .addColumn('orders', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('takings_pk', ['payment_id', 'sequence'])
      .execute();
    await db.schema.createIndex('takings_by_time').on('takings').column('at').execute();
    await db.schema.createIndex('takings_by_order').on('takings').column('order_id').execute();
    await db.schema.createIndex('orders_by_time').on('orders').column('placed_at').execute();

    const heard = (what: 'min' | 'max', which: string) =>
      sql`coalesce((select ${sql.raw(what)}(e.received_at) from payment_events e
        where e.payment_id = p.id and e.verdict = 'placed' and ${sql.raw(which)}), p.news_at)`;
    const worth = sql`coalesce(p.covered, p.amount)`;
    const columns = sql`takings (payment_id, sequence, order_id, at, gateway, mode, currency, taken, refunded, lost, orders)`;
    await sql`insert into ${columns}
      select p.id, 1, p.order_id, ${heard('min', `(e.status = 'paid' or e.refunded > 0 or e.dispute_status is not null)`)},
        p.gateway, p.mode, p.currency, ${worth}, 0, 0,
        case when p.number = (select min(q.number) from payments q where q.order_id = p.order_id and q.status = 'paid')
          then 1 else 0 end
      from payments p where p.status = 'paid'`.execute(db);
    await sql`insert into ${columns}
      select p.id, 2, p.order_id, ${heard('max', 'e.refunded > 0')}, p.gateway, p.mode, p.currency, 0, p.refunded, 0, 0
      from payments p where p.status = 'paid' and p.refunded > 0`.execute(db);
    await sql`insert into ${columns}
      select p.id, 3, p.order_id, ${heard('min', `e.dispute_status = 'lost'`)}, p.gateway, p.mode, p.currency, 0, 0,
        ${worth} - p.refunded, 0
      from payments p where p.status = 'paid' and p.refunded < ${worth} and exists (select 1 from payment_events e
        where e.payment_id = p.id and e.verdict = 'placed' and e.dispute_status = 'lost')`.execute(db);

    await db.schema
      .createTable('visit_counts')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('visit_counts_pk', ['at', 'kind'])
      .execute();
  },
};
