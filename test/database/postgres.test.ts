import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { openPostgres, openSqlite, type StoreDatabase } from '../../src/server/index.js';
import { transact } from '../../src/server/db/transact.js';
import { databaseFor } from '../support/databases.js';
import { deferred } from '../support/deferred.js';
import { startServer } from '../support/server.js';

const PASSWORD = 'hunter-two-of-a-test';

/** The address of a test's database, changed. */
function changed(at: string, change: (url: URL) => void): string {
  const url = new URL(at);
  change(url);
  return url.href;
}

async function postgres(t: TestContext): Promise<{ at: string; database: StoreDatabase }> {
  const files = await databaseFor(t, 'postgres');
  const database = files.open();
  files.before(() => database.close());
  return { at: files.at, database };
}

test('openPostgres says what to install where pg is missing, and SQLite does not need it', async (t) => {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'pg') throw new Error('Cannot find package');
      return next(specifier, context);
    },
  });
  t.after(() => hooks.deregister());
  // Another query string, another module: none that has its pg already.
  const fresh = (await import(
    `${new URL('../../src/server/db/postgres.js', import.meta.url).href}?without-pg`
  )) as {
    openPostgres: typeof openPostgres;
  };
  const { db } = fresh.openPostgres('postgres://localhost/store');
  await assert.rejects(db.selectFrom('orders').selectAll().execute(), /npm install pg/);
  await openSqlite(':memory:').close();
});

test('openPostgres refuses at once what cannot work, and never repeats an address', () => {
  const bad: [unknown, RegExp][] = [
    ['', /must be like postgres:/],
    ['mysql://u:secret-1@localhost/store', /must be like postgres:/],
    ['postgres://u:sec#ret/1@localhost:port/store', /percent-encoded/],
    [{}, /takes 'postgres:/],
    [undefined, /takes 'postgres:/],
    [{ host: 'localhost', connections: 0 }, /`connections` must be/],
    [{ host: 'localhost', connections: 1.5 }, /`connections` must be/],
    [{ host: 'localhost', statementTimeout: 0 }, /`statementTimeout` must be/],
    [{ host: 'localhost', connectTimeout: Number.NaN }, /`connectTimeout` must be/],
  ];
  for (const [options, message] of bad) {
    assert.throws(
      () => openPostgres(options as string),
      (error) => {
        assert.ok(error instanceof TypeError, inspect(error));
        assert.match(error.message, message);
        assert.ok(!/secret-1|sec#ret/.test(inspect(error)));
        return true;
      },
    );
  }
});

test('what keeps it from connecting is said with the cure and without the password', async (t) => {
  const { at } = await postgres(t);
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const bad: [string, RegExp][] = [
    [changed(at, (url) => (url.password = PASSWORD)), /user or the password is not accepted/],
    [changed(at, (url) => (url.username = 'nobody')), /user or the password is not accepted/],
    [changed(at, (url) => (url.pathname = '/nowhere')), /no such database. Make it once: createdb/],
    [changed(at, (url) => (url.port = String(port))), /cannot be reached \(ECONNREFUSED\)/],
    [changed(at, (url) => (url.port = String((silent.address() as AddressInfo).port))), /cannot be reached/],
    [changed(at, (url) => (url.hostname = 'nowhere.invalid')), /cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/],
  ];
  for (const [connectionString, message] of bad) {
    const { db, close } = openPostgres({ connectionString, connectTimeout: 300 });
    await assert.rejects(db.selectFrom('orders').selectAll().execute(), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(PASSWORD));
      assert.ok(!inspect(error, { depth: 9 }).includes(new URL(at).password));
      return true;
    });
    await close();
  }
});

test('amounts, times, counts and sums are numbers as on SQLite, and one too large to be exact is an error', async (t) => {
  const { database } = await postgres(t);
  const { db } = database;
  const ask = async (text: string): Promise<unknown> =>
    (await sql.raw<{ n: unknown }>(`select ${text} as n`).execute(db)).rows[0]?.n;
  assert.equal(await ask('9007199254740991::bigint'), Number.MAX_SAFE_INTEGER);
  assert.equal(await ask('-5::bigint'), -5);
  assert.equal(await ask('count(*)'), 1);
  assert.equal(await ask("(select sum(value) from counters where name = 'order_number')"), 1000);
  assert.equal(await ask('0.5::numeric'), 0.5);
  assert.equal(await ask('null::bigint'), null);
  for (const large of ['9007199254740992::bigint', '-9007199254740993::bigint', '90071992547409920::numeric'])
    await assert.rejects(ask(large), /too large to be exact/);
  assert.equal(await ask('1'), 1); // the connection is well
});

test('I8: two transactions that wait for each other: one is begun again, and both happen', async (t) => {
  const { database } = await postgres(t);
  const { db } = database;
  await db.insertInto('counters').values([{ name: 'a', value: 0 }, { name: 'b', value: 0 }]).execute(); // prettier-ignore
  let tries = 0;
  const met = deferred();
  const add = (first: string, second: string): Promise<void> =>
    transact(db, async (trx) => {
      tries += 1;
      for (const name of [first, second]) {
        await trx
          .updateTable('counters')
          .set((eb) => ({ value: eb('value', '+', 1) }))
          .where('name', '=', name)
          .execute();
        if (tries >= 2) met.resolve();
        await met.promise;
      }
    });
  await Promise.all([add('a', 'b'), add('b', 'a')]);
  assert.equal(tries, 3);
  const rows = await db.selectFrom('counters').select('value').where('name', 'in', ['a', 'b']).execute();
  assert.deepEqual(rows.map(({ value }) => value), [2, 2]); // prettier-ignore
});

test('a transaction that loses again and again is given up after six tries; another error is not tried again', async (t) => {
  const { database } = await postgres(t);
  const failing = (code: string): (() => Promise<number>) => {
    let tries = 0;
    return async () => {
      const work = transact(database.db, async (trx) => {
        tries += 1;
        await sql.raw(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`).execute(trx);
      });
      await assert.rejects(work, { code });
      return tries;
    };
  };
  assert.equal(await failing('40001')(), 6);
  assert.equal(await failing('40P01')(), 6);
  assert.equal(await failing('23505')(), 1);
});

test('a session is set up for money: timeouts, its name, and read committed', async (t) => {
  const { at } = await postgres(t);
  const { db, close } = openPostgres({ connectionString: at, statementTimeout: 200 });
  const show = async (name: string): Promise<unknown> =>
    Object.values((await sql.raw<Record<string, unknown>>(`show ${name}`).execute(db)).rows[0] ?? {})[0];
  assert.equal(await show('statement_timeout'), '200ms');
  assert.equal(await show('idle_in_transaction_session_timeout'), '15s');
  assert.equal(await show('application_name'), 'store-elements');
  assert.equal(await show('transaction_isolation'), 'read committed');
  await assert.rejects(sql`select pg_sleep(10)`.execute(db), { code: '57014' });
  await close();
});

test('the append-only table cannot be emptied at once either', async (t) => {
  const shop = await startServer(t, { kind: 'postgres' });
  await assert.rejects(sql`truncate payment_events`.execute(shop.database.db), /append-only/);
});
