/** What the merchant does with orders: refunds, a note on money by hand, finding a buyer's orders, alerts that were seen to. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const admin0003: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('refunds')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('order_id', 'text', (c) => c.notNull().references('orders.id'))
      .addColumn('payment_id', 'text', (c) => c.notNull().references('payments.id'))
      .addColumn('amount', 'bigint', (c) => c.notNull().check(sql`amount > 0`))
      .addColumn('reason', 'text')
      .addColumn('restock', 'integer', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('request_key_hash', 'text', (c) => c.notNull())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('gateway_refund_id', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('retry_at', 'bigint')
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addUniqueConstraint('refunds_request_key', ['order_id', 'request_key_hash'])
      .execute();
    await sql`create index refunds_to_retry on refunds (retry_at) where retry_at is not null`.execute(db);
    await db.schema.alterTable('payment_events').addColumn('note', 'text').execute();
    await db.schema.createIndex('orders_by_email').on('orders').column('email').execute();
    await db.schema.alterTable('alerts').addColumn('resolved_at', 'bigint').execute();
  },
};
