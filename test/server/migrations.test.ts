import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { openSqlite } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';
import { orders0001 } from '../../src/server/db/migrations/0001-orders.js';
import { startServer } from '../support/server.js';

test('0002 takes over orders of the first version: what they hold, when they lapse, when their gateway is asked', async (t) => {
  const database = openSqlite(':memory:');
  t.after(() => database.close());
  const { db } = database;
  const first = { '0001-orders': orders0001('sqlite') };
  await new Migrator({ db, provider: { getMigrations: () => Promise.resolve(first) } }).migrateToLatest();
  for (const [n, state, payment] of [
    [1, 'paid', 'paid'],
    [2, 'processing', 'open'],
    [3, 'unpaid', 'declined'],
    [4, 'canceled', 'declined'],
    [5, 'review', 'processing'],
  ] as const) {
    await sql`insert into orders (id, number, key_hash, request_hash, token_hash, mode, currency, total, quote, email,
      address, placed_at, payment_status) values (${`o${n}`}, ${n}, ${`k${n}`}, '', '', 'test', 'EUR', 1, '{}', '', '{}',
      ${n * 1000}, ${state})`.execute(db);
    await sql`insert into order_lines values (${`o${n}`}, 'tea', ${n}, 1)`.execute(db);
    await sql`insert into payments (id, order_id, number, gateway, mode, amount, currency, key, request_key_hash,
      request_hash, created_at, status, refunded) values (${`p${n}`}, ${`o${n}`}, 1, 'paper', 'test', 1, 'EUR',
      ${`k${n}`}, '', '', ${n * 1000}, ${payment}, 0)`.execute(db);
  }
  await migrate(database);
  const orders = await db.selectFrom('orders').select(['stock', 'due_at']).orderBy('number').execute();
  assert.deepEqual(
    orders.map(({ stock, due_at }) => [stock, due_at]),
    [['sold', null], ['held', 2000], ['held', 3000], ['released', null], ['held', null]],
  ); // prettier-ignore
  const payments = await db.selectFrom('payments').select(['ask_at', 'news_at']).orderBy('id').execute();
  assert.deepEqual(
    payments.map(({ ask_at, news_at }) => [ask_at, news_at]),
    [[null, 1000], [2000, 2000], [null, 3000], [null, 4000], [5000, 5000]],
  ); // prettier-ignore
  const taken = await db.selectFrom('stock_taken').select('pieces').executeTakeFirstOrThrow();
  assert.equal(taken.pieces, 1 + 2 + 3 + 5);
});

test('the tables of a store that is up to date are left alone', async (t) => {
  const shop = await startServer(t);
  await shop.place();
  const before = await shop.database.db.selectFrom('orders').selectAll().execute();
  await migrate(shop.database);
  assert.deepEqual(await shop.database.db.selectFrom('orders').selectAll().execute(), before);
});
