/** Copies of an SQLite database through its own online backup: what was committed at one moment, all of it and nothing else. */
import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';

/** Copies `from` to the new file `to` and looks at the copy. What was found in it, in words. @throws Error */
export async function copySqlite(from: string, to: string): Promise<string> {
  if (!existsSync(from))
    throw new Error(`There is no database ${from}: name it with --database, or set DATABASE_URL.`);
  const sqlite = await import('node:sqlite');
  if (typeof (sqlite as Partial<typeof sqlite>).backup !== 'function')
    throw new Error(`This Node (${process.version}) can't copy SQLite databases: use 22.16 or newer.`);
  // Made first, so that nobody else can read it at any time; and never over something that is there.
  await writeFile(to, '', { flag: 'wx', mode: 0o600 });
  const source = openOr(sqlite.DatabaseSync, from, { readOnly: true });
  try {
    // In one step: one that goes on while others write would begin again and again.
    await sqlite.backup(source, to, { rate: 1_000_000_000 });
  } catch (cause) {
    throw unreadable(from, cause);
  } finally {
    source.close();
  }
  const copy = openOr(sqlite.DatabaseSync, to);
  try {
    // One file by itself, that can be moved without its write-ahead log.
    inOneFile(copy, from);
    return lookAt(copy, from);
  } finally {
    copy.close();
    const file = await open(to, 'r+');
    await file.sync();
    await file.close();
  }
}

const unreadable = (name: string, cause: unknown): Error =>
  new Error(`${name} is no SQLite database, or is damaged.`, { cause });

function inOneFile(copy: DatabaseSync, name: string): void {
  try {
    copy.exec('pragma journal_mode = delete');
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** Whether it is whole and a store's. @throws Error if it is not. */
export function lookAt(database: DatabaseSync, name: string): string {
  const first = (query: string): unknown => Object.values(database.prepare(query).get() ?? {})[0];
  let whole: unknown;
  try {
    whole = first('pragma integrity_check(1)');
  } catch (cause) {
    throw unreadable(name, cause);
  }
  if (whole !== 'ok') throw new Error(`${name} is damaged: ${String(whole)}. Keep older copies.`);
  const tables = first(
    "select count(*) from sqlite_schema where type = 'table' and name in ('orders', 'payments', 'payment_events', 'kysely_migration')",
  );
  if (tables !== 4) throw new Error(`${name} is not the database of a store.`);
  if (database.prepare('pragma foreign_key_check').get() !== undefined)
    throw new Error(`${name} is damaged: rows belong to orders that are not there. Keep older copies.`);
  const orders = Number(first('select count(*) from orders'));
  const last = Number(first('select coalesce(max(number), 0) from orders'));
  return orders === 0 ? 'Whole, without orders.' : `Whole; ${orders} orders, the last is number ${last}.`;
}

function openOr(
  Database: new (path: string, options?: { readOnly?: boolean }) => DatabaseSync,
  path: string,
  options: { readOnly?: boolean } = {},
): DatabaseSync {
  try {
    return new Database(path, options);
  } catch (cause) {
    throw new Error(`${path} can't be opened as a database.`, { cause });
  }
}
