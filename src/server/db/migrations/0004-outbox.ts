/** What the merchant is told (messages, and their delivery to each target), and how often callers have called (rate limits). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const outbox0004: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('messages')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('order_id', 'text', (c) => c.notNull().references('orders.id'))
      .addColumn('sequence', 'integer', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('occurred_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text')
      .addUniqueConstraint('messages_sequence', ['order_id', 'sequence'])
      .execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('last_error', 'text')
      .addUniqueConstraint('deliveries_once', ['message_id', 'target'])
      .execute();
    // What is due, what is dead and what is old are all looked up by this one.
    await db.schema
      .createIndex('deliveries_by_time')
      .on('deliveries')
      .columns(['target', 'status', 'next_at'])
      .execute();
    await db.schema
      .createTable('targets')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('gone_at', 'bigint')
      .addColumn('paused_until', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('rate_limits')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('empty_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('rate_limits_by_time').on('rate_limits').column('empty_at').execute();
    await db.schema
      .createIndex('payment_events_by_time')
      .on('payment_events')
      .column('received_at')
      .execute();
  },
};
