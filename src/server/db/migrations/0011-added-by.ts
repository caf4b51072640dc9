/** Who added a script or frame to a page, as far as browsers can tell. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const addedBy0011: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('findings').addColumn('added_by', 'text').execute();
  },
};
