/**
 * SQLite through Node's own `node:sqlite`: one file, no server, nothing to install. The settings are for money, not for
 * speed: `synchronous=FULL`, because with NORMAL a power cut may take the last commits with it.
 */
import type * as NodeSqlite from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import type { StoreDatabase } from './database.js';
import type { Tables } from './tables.js';

class StoreSqliteAdapter extends SqliteAdapter {
  /** It can roll back a migration (Kysely assumes it cannot), so none is ever left half done. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** There is one, but the queue for it is the driver's: Kysely's does not tell how long somebody has been in it. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/**
 * Begins transactions as writing ones. A deferred one that reads first and writes later fails at once, without waiting,
 * when another connection wrote in between (SQLITE_BUSY_SNAPSHOT). Waiting for the turn happens here and not in SQLite,
 * whose own waiting would stop the whole process, and with it the transaction it waits for, if that is of this process.
 */
class WaitingSqliteDriver extends SqliteDriver {
  /** Resolves when the last one in the queue lets go of the connection. */
  #last = Promise.resolve();
  /** Of whoever has the connection: when it began to wait for it, and what lets the next one have it. */
  #asked = 0;
  #letGo = (): void => undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const asked = performance.now();
    const before = this.#last;
    let letGo = (): void => undefined;
    this.#last = new Promise((resolve) => (letGo = resolve));
    await before;
    this.#asked = asked;
    this.#letGo = letGo;
    return super.acquireConnection();
  }

  override releaseConnection(): Promise<void> {
    this.#letGo();
    return Promise.resolve();
  }

  /** A full disk rolls back by itself, and would be hidden by the complaint that there is nothing left to roll back. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!/no transaction is active/.test((error as Error).message)) throw error;
    });
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const run = (sql: string): Promise<unknown> => connection.executeQuery(CompiledQuery.raw(sql));
    // Counted from the beginning: behind one that waited in vain, all others would wait as long again, one by one.
    const patience = this.#asked + BUSY_TIMEOUT;
    for (;;) {
      await run('pragma busy_timeout = 0');
      try {
        await run('begin immediate');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > patience) throw error;
      } finally {
        await run(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
      }
      await wait(2 + Math.random() * 8); // not in step with the others that wait
    }
  }
}

class StoreSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new WaitingSqliteDriver({ database: this.#database });
  }

  override createAdapter(): DialectAdapter {
    return new StoreSqliteAdapter();
  }
}

/** ms */
const BUSY_TIMEOUT = 5000;

/** SQLITE_BUSY, also in its extended forms. */
const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

/**
 * Opens the file at `path`, or makes it; `':memory:'` keeps everything in memory and loses it at the end.
 * @throws Error if this Node has no `node:sqlite`.
 */
export function openSqlite(path: string): StoreDatabase {
  if (typeof path !== 'string' || path === '') {
    throw new TypeError("openSqlite() takes the path of a file, such as './store.sqlite', or ':memory:'.");
  }
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof NodeSqlite | undefined;
  if (!sqlite)
    throw new Error(`openSqlite() needs Node 22.13 or newer; this is Node ${process.versions.node}.`);
  const file = new sqlite.DatabaseSync(path);
  file.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`); // first, since the next one may have to wait for another process
  file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  const db = new Kysely<Tables>({ dialect: new StoreSqliteDialect(adapt(file)) });
  return {
    kind: 'sqlite',
    db,
    async close() {
      await db.destroy();
      if (file.isOpen) file.close();
    },
  };
}

/** Statements kept ready; the store has about a hundred, but carts of many sizes make more. */
const PREPARED = 500;

/** `node:sqlite` in the shape Kysely's dialect asks for, with statements that are prepared once. */
function adapt(file: NodeSqlite.DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => {
      if (file.isOpen) file.close();
    },
    prepare(text): SqliteStatement {
      const known = prepared.get(text);
      if (known) return known;
      const statement = file.prepare(text);
      const values = (parameters: readonly unknown[]): NodeSqlite.SQLInputValue[] =>
        parameters as NodeSqlite.SQLInputValue[];
      const made: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
      if (prepared.size >= PREPARED) prepared.clear();
      prepared.set(text, made);
      return made;
    },
  };
}
