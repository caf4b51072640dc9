/** What a shop's shelf shows: categories, more pictures, a price before, and when a product came. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const catalog0007: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const products = db.schema.alterTable('products');
    await products.addColumn('category', 'text').execute();
    await products.addColumn('images', 'text', (c) => c.notNull().defaultTo('[]')).execute();
    await products.addColumn('added_at', 'bigint', (c) => c.notNull().defaultTo(0)).execute();
    await products.addColumn('digest', 'text', (c) => c.notNull().defaultTo('')).execute();
    const variants = db.schema.alterTable('variants');
    await variants.addColumn('compare_at_price', 'bigint').execute();
    await variants.addColumn('image', 'text', (c) => c.notNull().defaultTo('null')).execute();
    await sql`insert into counters (name, value) values ('catalog_version', 1)`.execute(db);
  },
};
