import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openSqlite, type StoreDatabase } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';
import { startServer } from '../support/server.js';

test('openSqlite sets the file up for money: WAL, FULL, foreign keys, five seconds of patience', async (t) => {
  const shop = await startServer(t, { kind: 'sqlite' });
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(shop.database.db);
    return Object.values(rows[0] ?? {})[0];
  };
  await shop.place(); // the settings must hold after transactions, too
  assert.equal(await pragma('journal_mode'), 'wal');
  assert.equal(await pragma('synchronous'), 2);
  assert.equal(await pragma('foreign_keys'), 1);
  assert.equal(await pragma('busy_timeout'), 5000);
});

test('openSqlite says which Node it needs where node:sqlite is missing', (t) => {
  t.mock.method(process, 'getBuiltinModule', () => undefined);
  assert.throws(() => openSqlite(':memory:'), /needs Node 22\.13 or newer; this is Node \d+/);
  assert.throws(() => openSqlite(''), /takes the path of a file/);
});

test('a transaction of one connection makes another of the same process wait, not fail', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'store-busy-'));
  const [first, second] = [openSqlite(join(folder, 'a.sqlite')), openSqlite(join(folder, 'a.sqlite'))];
  t.after(async () => {
    await Promise.all([first.close(), second.close()]);
    rmSync(folder, { recursive: true });
  });
  await Promise.all([migrate(first), migrate(second)]);
  const bump = (database: StoreDatabase): Promise<unknown> =>
    database.db.transaction().execute(async (trx) => {
      const { value } = await trx.selectFrom('counters').select('value').executeTakeFirstOrThrow();
      await trx
        .updateTable('counters')
        .set({ value: value + 1 })
        .execute();
    });
  await Promise.all(Array.from({ length: 40 }, (_, n) => bump(n % 2 ? first : second)));
  const { value } = await first.db.selectFrom('counters').select('value').executeTakeFirstOrThrow();
  assert.equal(value, 1040);
});
