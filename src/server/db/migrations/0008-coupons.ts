/** Coupons the merchant made over the admin API, how often each was used, and what an order keeps of its cart's extras. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const coupons0008: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('coupons')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('disabled_at', 'bigint')
      .execute();
    // Apart from the rules, since those of the settings are counted as well.
    await db.schema
      .createTable('coupon_uses')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('uses', 'bigint', (c) => c.notNull())
      .execute();
    for (const name of ['coupon', 'gift_note'])
      await db.schema.alterTable('orders').addColumn(name, 'text').execute();
    await db.schema.alterTable('orders').addColumn('coupon_limit', 'bigint').execute();
  },
};
