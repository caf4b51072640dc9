/** What else a shopper says with an order: another address for the bill, a note, and what they agreed to. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const details0009: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const name of ['billing_address', 'note', 'consents'])
      await db.schema.alterTable('orders').addColumn(name, 'text').execute();
  },
};
