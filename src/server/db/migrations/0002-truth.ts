/**
 * What it takes to find out the truth about an order by itself: when the gateway is to be asked, when an order lapses, what
 * it holds of the stock, disputes, and what a person has to look at. What is there already is taken over.
 */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const truth0002: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const name of ['ask_at', 'quiet_until', 'charging_until', 'closing_at', 'closed_at'])
      await db.schema.alterTable('payments').addColumn(name, 'bigint').execute();
    for (const [name, type] of [
      ['news_at', 'bigint'],
      ['ask_failures', 'integer'],
    ] as const) {
      await db.schema
        .alterTable('payments')
        .addColumn(name, type, (c) => c.notNull().defaultTo(0))
        .execute();
    }
    await sql`update payments set news_at = created_at`.execute(db);
    await sql`update payments set ask_at = created_at
      where status in ('open', 'requires_action', 'processing')`.execute(db);
    await sql`create index payments_to_ask on payments (ask_at) where ask_at is not null`.execute(db);

    for (const name of ['dispute_status', 'dispute_currency'])
      await db.schema.alterTable('payment_events').addColumn(name, 'text').execute();
    await db.schema.alterTable('payment_events').addColumn('dispute_amount', 'bigint').execute();

    await db.schema.alterTable('orders').addColumn('expired_at', 'bigint').execute();
    await db.schema.alterTable('orders').addColumn('due_at', 'bigint').execute();
    await db.schema
      .alterTable('orders')
      .addColumn('stock', 'text', (c) => c.notNull().defaultTo('held'))
      .execute();
    await sql`update orders set stock = 'released' where payment_status = 'canceled'`.execute(db);
    await sql`update orders set stock = 'sold'
      where payment_status in ('paid', 'partially_refunded', 'refunded')`.execute(db);
    await sql`update orders set due_at = placed_at
      where payment_status in ('unpaid', 'processing')`.execute(db);
    await sql`create index orders_due on orders (due_at) where due_at is not null`.execute(db);

    await db.schema
      .createTable('stock_taken')
      .addColumn('sku', 'text', (c) => c.primaryKey())
      .addColumn('pieces', 'bigint', (c) => c.notNull().check(sql`pieces >= 0`))
      .execute();
    await sql`insert into stock_taken (sku, pieces)
      select l.sku, sum(l.quantity) from order_lines l join orders o on o.id = l.order_id
      where o.stock in ('held', 'sold') group by l.sku`.execute(db);

    await db.schema
      .createTable('alerts')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('order_id', 'text', (c) => c.references('orders.id'))
      .addColumn('payment_id', 'text', (c) => c.references('payments.id'))
      .addColumn('reasons', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('alerts_by_time').on('alerts').column('at').execute();
  },
};
