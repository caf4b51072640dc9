/** Payments that are parts of an order's total: held first, taken together (parts.ts). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const parts0005: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('payments').addColumn('part', 'text').execute();
    for (const name of ['covered', 'undone_at'])
      await db.schema.alterTable('payments').addColumn(name, 'bigint').execute();
  },
};
