import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { createStoreServer, type DatabaseKind, type StoreDatabase } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';
import { databaseFor } from '../support/databases.js';
import { createPaperGateway } from '../support/paper-gateway.js';
import { startProcess } from '../support/store-process.js';

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

test('postgres: P7: a process killed in the middle of its tables leaves none, and the others go on', async (t) => {
  const files = await databaseFor(t, 'postgres', { empty: true });
  const [first, other] = [files.open(), files.open()];
  files.before(() => Promise.all([first.close(), other.close()]));
  // It stands still after its fifth table, until this test lets go of a lock.
  await sql`create function stand_still() returns event_trigger language plpgsql as $$ begin
    if (select count(*) from pg_tables where schemaname = 'public') = 5 then perform pg_advisory_lock(7); end if;
  end $$`.execute(first.db);
  await sql`create event trigger still on ddl_command_end when tag in ('CREATE TABLE')
    execute function stand_still()`.execute(first.db);
  const second = await first.db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(7)`.execute(held);
    const victim = startProcess({ kind: 'postgres', at: files.at, gateways: 'http://127.0.0.1:9' });
    const started = victim.go().then(
      () => 'started',
      () => 'killed',
    );
    for (let standing = 0; standing === 0;) {
      const { rows } = await sql`select pid from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and wait_event = 'advisory'`.execute(other.db);
      standing = rows.length;
    }
    await victim.kill();
    assert.equal(await started, 'killed');
    assert.deepEqual(await tableNames(other), []);
    const next = startProcess({ kind: 'postgres', at: files.at, gateways: 'http://127.0.0.1:9' });
    await sql`drop event trigger still`.execute(other.db);
    await sql`select pg_advisory_unlock(7)`.execute(held);
    return next;
  });
  files.before(() => second.kill());
  assert.match(await second.go(), /^http:/);
  assert.ok((await tableNames(other)).includes('payment_events'));
});

for (const kind of KINDS) {
  test(`${kind}: three processes that start at once on an empty database all serve`, async (t) => {
    const files = await databaseFor(t, kind, { empty: true });
    const processes = [1, 2, 3].map(() =>
      startProcess({ kind, at: files.at, gateways: 'http://127.0.0.1:9', hold: true }),
    );
    files.before(() => Promise.all(processes.map((each) => each.kill())));
    await Promise.all(processes.map((each) => each.ready));
    const origins = await Promise.all(processes.map((each) => each.go()));
    const answers = await Promise.all(origins.map((origin) => fetch(`${origin}/store/health`)));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]); // prettier-ignore
  });
}
