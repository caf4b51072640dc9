/** Codes that each customer can use once: who used one, as a digest that is compared and never read. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const couponCustomers0012: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('orders').addColumn('coupon_customer', 'text').execute();
    await db.schema.createIndex('orders_coupon_customer').on('orders').column('coupon_customer').execute();
  },
};
