/** A database for one test, of the kind this run is about: SQLite, or PostgreSQL with STORE_TEST_DATABASE=postgres. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { sql } from 'kysely';
import { openPostgres, openSqlite, type DatabaseKind, type StoreDatabase } from '../../src/server/index.js';
import { freshDatabase } from './postgres.js';

export interface TestDatabase {
  readonly kind: DatabaseKind;
  /** The path of the file, or the address: all that another process needs to open it. */
  readonly at: string;
  /** Opens it; closed by whoever asked. */
  open(): StoreDatabase;
  /** Does something at the end of the test, before the database goes. */
  before(work: () => Promise<unknown>): void;
  /** Everything that is kept in it: the very bytes on disk, or of PostgreSQL all rows of all tables. */
  kept(): Promise<string>;
}

export const databaseKind: DatabaseKind =
  process.env['STORE_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

export const openDatabase = (kind: DatabaseKind, at: string): StoreDatabase =>
  kind === 'sqlite' ? openSqlite(at) : openPostgres({ connectionString: at, connections: 5 });

/** Gone after the test. `empty`: without tables. */
export async function databaseFor(
  t: Pick<TestContext, 'after'>,
  kind = databaseKind,
  { empty = false } = {},
): Promise<TestDatabase> {
  const first: (() => Promise<unknown>)[] = [];
  const { at, drop, kept } = await (kind === 'sqlite' ? aFile() : aDatabase(empty));
  t.after(async () => {
    for (const work of first) await work();
    await drop();
  });
  return { kind, at, open: () => openDatabase(kind, at), before: (work) => void first.push(work), kept };
}

/** A property's number of runs: against PostgreSQL fewer, because what it adds there is that it holds there too. */
export const runs = (usual: number): number => (databaseKind === 'sqlite' ? usual : Math.ceil(usual / 6));

/**
 * Makes the database fail with `message` at some step, as if the disk were full or the process ended there: `before insert
 * on messages`, or `before update on payments when new.status = 'paid'`. Call what it returns to make it well again.
 */
export async function failing(
  { db, kind }: StoreDatabase,
  step: string,
  message: string,
): Promise<() => Promise<void>> {
  const [event = '', condition] = step.split(' when ');
  const [, table = ''] = / on (\w+)$/.exec(event) ?? [];
  const when = condition === undefined ? '' : ` when (${condition})`;
  const run = (text: string): Promise<unknown> => sql.raw(text).execute(db);
  if (kind === 'sqlite') {
    await run(`create trigger failing ${event}${when} begin select raise(abort, '${message}'); end`);
    return async () => void (await run('drop trigger failing'));
  }
  await run(`create or replace function failing() returns trigger language plpgsql as
    $$ begin raise exception '${message}'; end $$`);
  await run(`create trigger failing ${event} for each row${when} execute function failing()`);
  return async () => void (await run(`drop trigger failing on ${table}`));
}

interface Place {
  readonly at: string;
  drop(): Promise<void> | void;
  kept(): Promise<string>;
}

function aFile(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'store-server-'));
  return {
    at: join(folder, 'store.sqlite'),
    drop: () => rmSync(folder, { recursive: true }),
    // The file, its write-ahead log and their neighbours.
    kept: () =>
      Promise.resolve(
        readdirSync(folder)
          .map((name) => readFileSync(join(folder, name), 'latin1'))
          .join('\n'),
      ),
  };
}

async function aDatabase(empty: boolean): Promise<Place> {
  const { url, drop } = await freshDatabase({ empty });
  return {
    at: url,
    drop,
    async kept() {
      const { db, close } = openDatabase('postgres', url);
      const tables = await db.introspection.getTables();
      const rows = tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(db));
      const text = JSON.stringify((await Promise.all(rows)).map((result) => result.rows));
      await close();
      return text;
    },
  };
}
