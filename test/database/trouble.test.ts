import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { WireProblem } from '../../src/api/wire.js';
import { createStoreServer, openPostgres, openSqlite, type StoreDatabase } from '../../src/server/index.js';
import { createPaperGateway, type PaperEvent } from '../support/paper-gateway.js';
import { databaseFor } from '../support/databases.js';
import { deferred } from '../support/deferred.js';
import { newKey, startServer, type Answer, type TestServer } from '../support/server.js';

const send = (shop: TestServer, event: PaperEvent): Promise<Answer<WireProblem>> => {
  const { headers, body } = shop.gateway.sign([event]);
  return shop.send<WireProblem>('POST', '/callbacks/paper', body, { headers, origin: null });
};

/** A 503 that says which trouble it is, to the asker in words and to the log by name, and nothing about the insides. */
function assertTrouble(shop: TestServer, answer: Answer<unknown>, trouble: string, words: RegExp): void {
  const { code, detail = '' } = answer.body as WireProblem;
  assert.deepEqual([answer.status, code], [503, 'server_failed'], answer.text);
  assert.match(detail, words);
  assert.ok(!/sql|postgres|pragma|127\.0\.0\.1/i.test(answer.text), answer.text);
  const [, fault] = /(err_[0-9a-z]{26})/.exec(detail) ?? [];
  assert.equal(shop.logs.find((record) => record.fault === fault)?.database, trouble);
}

const statusOf = async (shop: TestServer, placed: Parameters<TestServer['order']>[0]): Promise<string> =>
  (await shop.order(placed)).payment_status;

test('sqlite: WH-4: a full disk is a 503 that says so; nothing is half written, and it goes on when there is room', async (t) => {
  const shop = await startServer(t, { kind: 'sqlite' });
  const { db } = shop.database;
  const kept = await shop.place();
  const event = shop.says(kept, 'paid');
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(db);
  const wish = await shop.wish();
  const placed = new Map<string, number>();
  let answer: Answer<unknown>;
  let full: string;
  do {
    full = newKey();
    answer = await shop.post('/orders', wish, { key: full });
    placed.set(full, answer.status);
  } while (answer.status === 201);
  assertTrouble(shop, answer, 'full', /no space left/);
  // What is there can be read, and what was told to a shopper is there.
  assert.equal(await statusOf(shop, kept), 'processing');
  const orders = await db.selectFrom('orders').select('id').execute();
  assert.equal(orders.length, placed.size); // those that were answered 201, and the one kept at first
  const callback = await send(shop, event);
  assert.ok(callback.status === 200 || callback.status === 503);
  await sql`pragma max_page_count = 1000000`.execute(db);
  await shop.deliver(event);
  assert.equal(await statusOf(shop, kept), 'paid');
  for (const key of placed.keys()) assert.equal((await shop.post('/orders', wish, { key })).status, 201);
  const after = await db.selectFrom('orders').select('id').execute();
  assert.equal(after.length, placed.size + 1);
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  assert.deepEqual(
    check.rows.map((row) => row.integrity_check),
    ['ok'],
  );
});

test('sqlite: WH-4: while another process holds the file everybody is told after five seconds, together', async (t) => {
  const shop = await startServer(t, { kind: 'sqlite' });
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const other = openSqlite(shop.files.at);
  const wish = await shop.wish();
  const locked = deferred();
  const unlock = deferred();
  const holding = other.db.transaction().execute(async () => {
    locked.resolve();
    await unlock.promise;
  });
  await locked.promise;
  const key = newKey();
  const [order, callback, again] = await Promise.all([
    shop.post('/orders', wish, { key }),
    send(shop, event),
    send(shop, event),
  ]);
  for (const answer of [order, callback, again]) assertTrouble(shop, answer, 'busy', /busy right now/);
  assert.equal(await statusOf(shop, placed), 'processing');
  // One that comes while it is locked is served when it is free, if that is soon.
  const soon = send(shop, event);
  unlock.resolve();
  await holding;
  await other.close();
  assert.equal((await soon).status, 200);
  assert.equal(await statusOf(shop, placed), 'paid');
  assert.equal((await shop.post('/orders', wish, { key })).status, 201);
});

/** Holds an order's row; its promise resolves when it is held. */
async function hold(database: StoreDatabase, id: string): Promise<() => Promise<void>> {
  const held = deferred();
  const free = deferred();
  const done = database.db.transaction().execute(async (trx) => {
    await sql`select id from orders where id = ${id} for update`.execute(trx);
    held.resolve();
    await free.promise;
  });
  await held.promise;
  return () => {
    free.resolve();
    return done;
  };
}

/** The backends that wait for a lock, as soon as there are so many. */
async function waiting({ db }: StoreDatabase, count = 1): Promise<number[]> {
  for (;;) {
    const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (rows.length >= count) return rows.map(({ pid }) => pid);
  }
}

/** A second connection to a shop's database. */
function second(shop: TestServer): StoreDatabase {
  const database = shop.files.open();
  shop.files.before(() => database.close());
  return database;
}

test('postgres: WH-4: a connection that is ended in the middle of a callback is a 503, and the retry counts', async (t) => {
  const shop = await startServer(t, { kind: 'postgres' });
  const other = second(shop);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const free = await hold(other, placed.order.id);
  const answer = send(shop, event);
  for (const pid of await waiting(other)) await sql`select pg_terminate_backend(${pid})`.execute(other.db);
  assertTrouble(shop, await answer, 'away', /cannot be reached/);
  await free();
  assert.equal(await statusOf(shop, placed), 'processing');
  await shop.deliver(event);
  assert.equal(await statusOf(shop, placed), 'paid');
});

test('postgres: connections that are ended while nobody uses them, or between two statements, harm nobody', async (t) => {
  const shop = await startServer(t, { kind: 'postgres' });
  const other = second(shop);
  const placed = await shop.place();
  const endAll = (): Promise<unknown> =>
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
  await endAll();
  // At worst the first request meets a connection whose end it has not heard of yet.
  const first = await shop.get(`/orders/${placed.order.id}`, { token: placed.token });
  assert.ok(first.status === 200 || first.status === 503);
  assert.equal(await statusOf(shop, placed), 'processing');
  await assert.rejects(
    shop.database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('orders').select('id').execute();
      await endAll();
      await trx.selectFrom('orders').select('id').execute();
    }),
  );
  await shop.deliver(shop.says(placed, 'paid'));
  assert.equal(await statusOf(shop, placed), 'paid');
});

test('postgres: with all connections in use a request is told so in time, and those before it finish', async (t) => {
  const shop = await startServer(t, {
    kind: 'postgres',
    open: (at) => openPostgres({ connectionString: at, connections: 1, connectTimeout: 200 }),
  });
  const other = second(shop);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const free = await hold(other, placed.order.id);
  const first = send(shop, event);
  await waiting(other);
  const late = await shop.get<WireProblem>('/products');
  assertTrouble(shop, late, 'busy', /busy right now/);
  await free();
  assert.equal((await first).status, 200);
  assert.equal((await shop.get('/products')).status, 200);
  assert.equal(await statusOf(shop, placed), 'paid');
});

test('postgres: a wait for a lock ends with statement_timeout as a 503', async (t) => {
  const shop = await startServer(t, {
    kind: 'postgres',
    open: (at) => openPostgres({ connectionString: at, statementTimeout: 250 }),
  });
  const other = second(shop);
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const free = await hold(other, placed.order.id);
  assertTrouble(shop, await send(shop, event), 'busy', /busy right now/);
  await free();
  await shop.deliver(event);
  assert.equal(await statusOf(shop, placed), 'paid');
});

test('postgres: WH-4: a full disk, a standby and a server that goes down are each a 503 by name', async (t) => {
  const shop = await startServer(t, { kind: 'postgres' });
  const placed = await shop.place();
  const event = shop.says(placed, 'paid');
  const cases = [
    ['53100', 'full', /no space left/],
    ['25006', 'refused', /cannot be used/],
    ['57P03', 'away', /cannot be reached/],
    ['53200', 'busy', /busy/],
  ] as const;
  for (const [code, trouble, words] of cases) {
    await sql
      .raw(
        `create or replace function broken() returns trigger language plpgsql as
      $$ begin raise exception 'no' using errcode = '${code}'; end $$`,
      )
      .execute(shop.database.db);
    await sql`create or replace trigger broken before insert on payment_events
      for each row execute function broken()`.execute(shop.database.db);
    assertTrouble(shop, await send(shop, event), trouble, words);
  }
  await sql`drop trigger broken on payment_events`.execute(shop.database.db);
  await shop.deliver(event);
  assert.equal(await statusOf(shop, placed), 'paid');
});

test('postgres: a store that starts before its database, and outlives a cut wire, answers 503 and recovers', async (t) => {
  const files = await databaseFor(t, 'postgres');
  const target = new URL(files.at);
  const sockets = new Set<Socket>();
  const wire = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => (from.destroy(), to.destroy(), sockets.delete(socket)));
    }
    from.pipe(to);
    to.pipe(from);
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const { port } = wire.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = once(wire, 'close');
    wire.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await cut();
  const url = new URL(files.at);
  url.port = String(port);
  const store = createStoreServer({
    database: openPostgres(url.href),
    name: 'Tea & Co',
    currency: 'EUR',
    countries: ['DE'],
    gateways: [createPaperGateway({ now: Date.now })],
    publicUrl: 'https://shop.test',
    orderPageUrl: '/order.html',
    delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
    logger: () => undefined,
  });
  files.before(async () => {
    await cut();
    await store.close();
  });
  const ask = async (path: string): Promise<number> =>
    (await store.fetch(new Request(`https://shop.test/store${path}`))).status;
  assert.deepEqual([await ask('/products'), await ask('/health')], [503, 503]);
  wire.listen(port, '127.0.0.1');
  await once(wire, 'listening');
  assert.deepEqual([await ask('/products'), await ask('/health')], [200, 200]);
  await cut();
  assert.deepEqual([await ask('/products'), await ask('/health')], [503, 503]);
  wire.listen(port, '127.0.0.1');
  await once(wire, 'listening');
  assert.deepEqual([await ask('/products'), await ask('/health')], [200, 200]);
});
