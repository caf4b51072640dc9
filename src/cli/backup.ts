/** `store-elements backup`: a copy of the store's database that was looked at before it is called one. */
import { parseArgs } from 'node:util';
import { copyName, forgetOld } from './backup/copies.js';
import { dumpPostgres } from './backup/postgres.js';
import { copySqlite } from './backup/sqlite.js';
import { targetOf } from './backup/target.js';
import { UsageError, type Command } from './command.js';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const backup: Command = {
  name: 'backup',
  summary: 'a checked copy of the store’s database, while the store goes on selling',
  usage: `store-elements backup [--database DATABASE] [--to FOLDER] [--keep N]

Copies the database as it is at one moment, looks whether the copy is whole and a store's, and only then gives it its name:
store-TIME.sqlite or store-TIME.pgdump, readable by its owner alone. The store may run meanwhile. It holds names and addresses
of buyers: keep it as you keep the database, on another machine, and try "store-elements restore FILE --check" on it.

  --database DATABASE   a file, or postgres://…; default: DATABASE_URL of the environment, where a password is safe from lists
                        of processes, else data/store.sqlite
  --to FOLDER           default backups
  --keep N              takes away all but the newest N copies in the folder, after this one was made

PostgreSQL is copied by its own pg_dump, which must be on the PATH and not older than the server.`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
    const target = targetOf(values.database, io);
    const keep = values.keep === undefined ? undefined : Number(values.keep);
    if (keep !== undefined && !(Number.isInteger(keep) && keep >= 1))
      throw new UsageError('--keep is how many copies stay: 1 or more.');
    const folder = resolve(io.cwd, values.to ?? 'backups');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = copyName(target.kind, new Date());
    const partial = join(folder, `${name}.partial`);
    try {
      const what =
        target.kind === 'sqlite'
          ? await copySqlite(target.path, partial)
          : await dumpPostgres(target.url, partial, io.env ?? process.env);
      await chmod(partial, 0o600);
      await rename(partial, join(folder, name));
      io.out(join(folder, name));
      io.err(what);
    } finally {
      await rm(partial, { force: true });
    }
    if (keep === undefined) return 0;
    for (const old of await forgetOld(folder, keep)) io.err(`taken away: ${old}`);
    return 0;
  },
};

const OPTIONS = {
  database: { type: 'string' },
  to: { type: 'string' },
  keep: { type: 'string' },
} as const;
