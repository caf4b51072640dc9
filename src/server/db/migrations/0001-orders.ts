/** The first tables: catalogue, orders with their lines, payments, and the events gateways sent about them. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../database.js';

export const orders0001 = (kind: DatabaseKind): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('products')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('description', 'text', (c) => c.notNull())
      .addColumn('currency', 'text', (c) => c.notNull())
      .addColumn('image', 'text', (c) => c.notNull())
      .addColumn('options', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('variants')
      .addColumn('sku', 'text', (c) => c.primaryKey())
      .addColumn('product_id', 'text', (c) => c.notNull().references('products.id'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('options', 'text', (c) => c.notNull())
      .addColumn('price', 'bigint', (c) => c.notNull().check(sql`price >= 0`))
      .addColumn('stock', 'bigint', (c) => c.check(sql`stock >= 0`))
      .execute();
    await db.schema.createIndex('variants_by_product').on('variants').column('product_id').execute();
    await db.schema
      .createTable('orders')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('number', 'bigint', (c) => c.notNull().unique())
      .addColumn('key_hash', 'text', (c) => c.notNull().unique())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('token_hash', 'text', (c) => c.notNull())
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('currency', 'text', (c) => c.notNull())
      .addColumn('total', 'bigint', (c) => c.notNull().check(sql`total > 0`))
      .addColumn('quote', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('phone', 'text')
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('locale', 'text')
      .addColumn('placed_at', 'bigint', (c) => c.notNull())
      .addColumn('canceled_at', 'bigint')
      .addColumn('payment_status', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('order_lines')
      .addColumn('order_id', 'text', (c) => c.notNull().references('orders.id'))
      .addColumn('sku', 'text', (c) => c.notNull())
      .addColumn('quantity', 'integer', (c) => c.notNull().check(sql`quantity > 0`))
      .addColumn('unit_price', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('order_lines_pk', ['order_id', 'sku'])
      .execute();
    await db.schema.createIndex('order_lines_by_sku').on('order_lines').column('sku').execute();
    await db.schema
      .createTable('payments')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('order_id', 'text', (c) => c.notNull().references('orders.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('gateway', 'text', (c) => c.notNull())
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('amount', 'bigint', (c) => c.notNull())
      .addColumn('currency', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('request_key_hash', 'text', (c) => c.notNull())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('gateway_payment_id', 'text')
      .addColumn('next', 'text')
      .addColumn('locale', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('decline_code', 'text')
      .addColumn('refunded', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('payments_number', ['order_id', 'number'])
      .addUniqueConstraint('payments_request_key', ['order_id', 'request_key_hash'])
      .execute();
    // The last line of defence against a double charge: two attempts of one order can never both be under way.
    await sql`create unique index payments_one_active on payments (order_id)
      where status in ('open', 'requires_action', 'processing')`.execute(db);
    await db.schema
      .createIndex('payments_by_gateway_id')
      .on('payments')
      .columns(['gateway', 'gateway_payment_id'])
      .execute();
    await db.schema
      .createTable('payment_events')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('gateway', 'text', (c) => c.notNull())
      .addColumn('account', 'text', (c) => c.notNull())
      .addColumn('event_id', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('via', 'text', (c) => c.notNull())
      .addColumn('occurred_at', 'bigint', (c) => c.notNull())
      .addColumn('received_at', 'bigint', (c) => c.notNull())
      .addColumn('payment_id', 'text', (c) => c.references('payments.id'))
      .addColumn('verdict', 'text', (c) => c.notNull())
      .addColumn('reasons', 'text', (c) => c.notNull())
      .addColumn('gateway_payment_id', 'text')
      .addColumn('reference', 'text')
      .addColumn('status', 'text')
      .addColumn('amount', 'bigint')
      .addColumn('currency', 'text')
      .addColumn('mode', 'text')
      .addColumn('decline_code', 'text')
      .addColumn('refunded', 'bigint')
      .addColumn('refunded_currency', 'text')
      .addUniqueConstraint('payment_events_once', ['gateway', 'account', 'event_id'])
      .execute();
    await db.schema
      .createIndex('payment_events_by_payment')
      .on('payment_events')
      .column('payment_id')
      .execute();
    await db.schema
      .createIndex('payment_events_by_gateway_id')
      .on('payment_events')
      .columns(['gateway', 'gateway_payment_id'])
      .execute();
    await db.schema
      .createIndex('payment_events_by_reference')
      .on('payment_events')
      .column('reference')
      .execute();
    if (kind === 'sqlite') {
      for (const verb of ['update', 'delete']) {
        await sql`create trigger ${sql.raw(`payment_events_no_${verb}`)} before ${sql.raw(verb)} on payment_events
          begin select raise(abort, 'payment_events is append-only'); end`.execute(db);
      }
    } else {
      await sql`create function payment_events_append_only() returns trigger language plpgsql as
        $$ begin raise exception 'payment_events is append-only'; end $$`.execute(db);
      await sql`create trigger payment_events_append_only before update or delete or truncate on payment_events
        execute function payment_events_append_only()`.execute(db);
    }
    await db.schema
      .createTable('counters')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'bigint', (c) => c.notNull())
      .execute();
    await sql`insert into counters (name, value) values ('order_number', 1000)`.execute(db);
  },
});
