/**
 * SQLite through Node's own `node:sqlite`: one file, no server, nothing to install. The settings are for money, not for
 * speed: `synchronous=FULL`, because with NORMAL a power cut may take the last commits with it.
 */
import type * as NodeSqlite from 'node:sqlite';
import {
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type DialectAdapter,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import type { StoreDatabase } from './database.js';
import type { Tables } from './tables.js';

/** Says that SQLite can roll back a migration (it can; Kysely assumes it cannot), so that none is ever left half done. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StoreSqliteDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

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
  file.exec('pragma busy_timeout = 5000'); // first, since the next one may have to wait for another process
  file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  const db = new Kysely<Tables>({ dialect: new StoreSqliteDialect({ database: adapt(file) }) });
  return {
    kind: 'sqlite',
    db,
    async close() {
      await db.destroy();
      if (file.isOpen) file.close();
    },
  };
}

/** `node:sqlite` in the shape Kysely's dialect asks for. */
function adapt(file: NodeSqlite.DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      if (file.isOpen) file.close();
    },
    prepare(text): SqliteStatement {
      // A deferred transaction that reads first and writes later fails at once, without waiting, when another process
      // wrote in between (SQLITE_BUSY_SNAPSHOT). An immediate one waits for its turn, up to the busy timeout.
      const statement = file.prepare(text === 'begin' ? 'begin immediate' : text);
      const values = (parameters: readonly unknown[]): NodeSqlite.SQLInputValue[] =>
        parameters as NodeSqlite.SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
