import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { createStoreServer, type DatabaseKind, type StoreDatabase } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';
import { databaseFor } from '../support/databases.js';
import { createPaperGateway } from '../support/paper-gateway.js';

const KINDS: readonly DatabaseKind[] = ['sqlite', 'postgres'];

const tableNames = async ({ db }: StoreDatabase): Promise<string[]> =>
  (await db.introspection.getTables()).map(({ name }) => name).sort();

for (const kind of KINDS) {
  test(`${kind}: a migration that fails in its middle leaves nothing, and the next start completes it`, async (t) => {
    const files = await databaseFor(t, kind, { empty: true });
    const database = files.open();
    files.before(() => database.close());
    // A table in the way makes it fail.
    await sql`create table payments (id text)`.execute(database.db);
    await assert.rejects(migrate(database), /already exists/);
    assert.deepEqual(await tableNames(database), ['payments']);
    await sql`drop table payments`.execute(database.db);
    await migrate(database);
    await migrate(database);
    assert.ok((await tableNames(database)).includes('payment_events'));
  });

  test(`${kind}: a server whose database is not well yet answers 503 and recovers by itself`, async (t) => {
    const files = await databaseFor(t, kind, { empty: true });
    const database = files.open();
    files.before(() => database.close());
    await sql`create table payments (id text)`.execute(database.db);
    const server = createStoreServer({
      database,
      name: 'Tea & Co',
      currency: 'EUR',
      countries: ['DE'],
      gateways: [createPaperGateway({ now: () => 0 })],
      publicUrl: 'https://shop.test',
      orderPageUrl: '/order.html',
      delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
      logger: () => undefined,
    });
    const ask = async (): Promise<number> =>
      (await server.fetch(new Request('https://shop.test/store/products'))).status;
    assert.equal(await ask(), 503);
    await sql`drop table payments`.execute(database.db);
    assert.equal(await ask(), 200);
  });

  test(`${kind}: many that start at once migrate once`, async (t) => {
    const files = await databaseFor(t, kind, { empty: true });
    const databases = Array.from({ length: 8 }, () => files.open());
    files.before(() => Promise.all(databases.map((each) => each.close())));
    await Promise.all(databases.map(migrate));
    const [first] = databases;
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(first!.db);
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
    const { value } = await first!.db.selectFrom('counters').select('value').executeTakeFirstOrThrow();
    assert.equal(value, 1000);
  });
}
