/** What a code took off each line of an order, apart from the frozen quote, so that the database can add up what products earned. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { WireQuote } from '../../../api/wire.js';
import type { Tables } from '../tables.js';

export const lineDiscounts0013: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('order_lines')
      .addColumn('discount', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    const shop = db as Kysely<Tables>;
    const orders = await shop.selectFrom('orders').select('id').where('coupon', 'is not', null).execute();
    for (const { id } of orders) {
      const found = shop.selectFrom('orders').select('quote').where('id', '=', id);
      const quote = JSON.parse((await found.executeTakeFirstOrThrow()).quote) as WireQuote;
      for (const line of quote.line_items) {
        const discount = -(line.totals.find(({ type }) => type === 'discount')?.amount ?? 0);
        if (discount)
          await shop
            .updateTable('order_lines')
            .set({ discount })
            .where('order_id', '=', id)
            .where('sku', '=', line.id)
            .execute();
      }
    }
  },
};
