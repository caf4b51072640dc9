/** `store-elements restore`: puts a copy in the place of a store's database, never over one without being told to. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CompiledQuery } from 'kysely';
import { parseArgs } from 'node:util';
import { openPostgres } from '../server/index.js';
import { copyName } from './backup/copies.js';
import { dumpPostgres, lookAtDump, restorePostgres } from './backup/postgres.js';
import { copySqlite } from './backup/sqlite.js';
import { targetOf } from './backup/target.js';
import { UsageError, type Command, type CommandIo } from './command.js';

/** Order numbers left out, so that none is given twice. */
const GAP = 1000;

export const restore: Command = {
  name: 'restore',
  summary: 'puts a copy in the place of the store’s database, or only looks whether it could',
  usage: `store-elements restore FILE [--database DATABASE] [--replace] [--skip-numbers N]
store-elements restore FILE --check

Looks whether FILE is whole and a store's, and puts it in the database's place. Stop the store first. A database that is there is
never overwritten: with --replace it is moved aside and named, or dumped beside FILE (PostgreSQL), before.

  --database DATABASE   as for backup
  --check               only looks: do it often, with the newest copy
  --replace             although a database is there
  --skip-numbers N      order numbers to leave out, since shoppers have some that the copy does not know; default ${GAP}

What was paid since the copy was made is not in it. Gateways still have it: their callbacks for orders that are not there raise
"payment_unplaced" alerts, which GET /store/admin/alerts lists. Look at them, and at the gateway's own list of payments.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [name, ...others] = positionals;
    if (name === undefined || others.length)
      throw new UsageError('Name one copy: store-elements restore FILE.');
    const file = resolve(io.cwd, name);
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
    const skip = Number(values['skip-numbers'] ?? GAP);
    if (!Number.isInteger(skip) || skip < 0)
      throw new UsageError('--skip-numbers is a whole number, 0 or more.');
    const isDump = file.endsWith('.pgdump');
    if (values.check) {
      io.out(isDump ? await lookAtDump(file, io.env ?? process.env) : await lookAtCopy(file));
      return 0;
    }
    const target = targetOf(values.database, io);
    if (isDump !== (target.kind === 'postgres'))
      throw new UsageError(
        isDump
          ? 'A .pgdump goes into PostgreSQL: --database postgres://….'
          : 'This copy is a file of SQLite: --database FILE.',
      );
    if (target.kind === 'sqlite') await intoFile(file, target.path, values.replace === true, skip, io);
    else await intoPostgres(file, target.url, values.replace === true, skip, io);
    return 0;
  },
};

const OPTIONS = {
  database: { type: 'string' },
  check: { type: 'boolean' },
  replace: { type: 'boolean' },
  'skip-numbers': { type: 'string' },
} as const;

/** Copies it once, as a restore would, and takes the copy away again. */
async function lookAtCopy(file: string): Promise<string> {
  const trial = `${file}.trial`;
  await rm(trial, { force: true });
  try {
    return await copySqlite(file, trial);
  } finally {
    await rm(trial, { force: true });
  }
}

async function intoFile(
  file: string,
  path: string,
  replace: boolean,
  skip: number,
  io: CommandIo,
): Promise<void> {
  const there = existsSync(path);
  if (there && !replace)
    throw new Error(
      `${path} is there already. With --replace it is moved aside and this copy takes its place.`,
    );
  await mkdir(dirname(path), { recursive: true });
  const coming = `${path}.restoring`;
  await rm(coming, { force: true });
  try {
    const what = await copySqlite(file, coming);
    const { DatabaseSync } = await import('node:sqlite');
    const copy = new DatabaseSync(coming);
    copy.prepare("update counters set value = value + ? where name = 'order_number'").run(skip);
    copy.close();
    const aside = `${path}.before-${copyName('sqlite', new Date()).slice(6, -7)}`;
    if (there) await settle(path);
    // With its logs: one that is left behind would be taken for the new file's own, and its pages written into it.
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(path + part)) {
        await rename(path + part, aside + part);
        io.err(`What was there is now ${aside}${part}.`);
      }
    await rename(coming, path);
    io.out(path);
    io.err(`${what} The next order is number ${skip + 1} after that.`);
  } finally {
    await rm(coming, { force: true });
  }
}

/** Its write-ahead log goes into the file; while somebody has it open, that can't be done. */
async function settle(path: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const old = new DatabaseSync(path);
  try {
    old.exec('pragma busy_timeout = 2000; pragma journal_mode = delete');
  } catch (cause) {
    if (/locked|busy/i.test((cause as Error).message))
      throw new Error(`${path} is in use: stop the store first.`, { cause });
    // What is damaged is moved aside as it is.
  } finally {
    old.close();
  }
}

async function intoPostgres(
  file: string,
  url: URL,
  replace: boolean,
  skip: number,
  io: CommandIo,
): Promise<void> {
  const env = io.env ?? process.env;
  await lookAtDump(file, env);
  const database = openPostgres(url.href);
  try {
    const { rows } = await database.db.executeQuery<{ there: boolean }>(
      CompiledQuery.raw("select to_regclass('orders') is not null as there"),
    );
    if (rows[0]?.there) {
      if (!replace)
        throw new Error(
          'There is a store in this database already. With --replace it is dumped beside the copy, and then replaced.',
        );
      const aside = resolve(dirname(file), `before-${copyName('postgres', new Date())}`);
      await dumpPostgres(url, aside, env);
      io.err(`What was there is now ${aside}.`);
    }
    await restorePostgres(url, file, replace, env);
    await database.db
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', skip) }))
      .where('name', '=', 'order_number')
      .execute();
    io.out(decodeURIComponent(url.pathname.slice(1)));
  } finally {
    await database.close();
  }
}
