/** Copies of a PostgreSQL database by its own programs. The password goes through the environment: arguments are seen by everybody. */
import { spawn } from 'node:child_process';

/** The environment its programs run in; they are looked for on its PATH. */
type Env = Readonly<Record<string, string | undefined>>;

/** Dumps to the new file `to` and reads the dump's list of contents. What was found in it, in words. @throws Error */
export async function dumpPostgres(url: URL, to: string, env: Env): Promise<string> {
  await run('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${to}`], {
    ...env,
    ...envOf(url),
  });
  return lookAtDump(to, env);
}

/** @throws Error if it can't be read, or is not a store's. */
export async function lookAtDump(file: string, env: Env): Promise<string> {
  const contents = await run('pg_restore', ['--list', file], env);
  const lists = contents.split('\n').filter((line) => line.includes(' TABLE DATA '));
  const tables = ['orders', 'payments', 'payment_events', 'kysely_migration'];
  if (!tables.every((name) => lists.some((line) => line.split(' ').includes(name))))
    throw new Error(`${file} is not a dump of a store’s database.`);
  return 'Whole, as far as its list of contents tells.';
}

/** Into the database, all of it or nothing. `replace`: what is there is taken away first, in the same transaction. */
export async function restorePostgres(url: URL, file: string, replace: boolean, env: Env): Promise<void> {
  const more = replace ? ['--clean', '--if-exists'] : [];
  const name = decodeURIComponent(url.pathname.slice(1));
  await run(
    'pg_restore',
    [
      '--single-transaction',
      '--exit-on-error',
      '--no-owner',
      '--no-privileges',
      ...more,
      `--dbname=${name}`,
      file,
    ],
    { ...env, ...envOf(url) },
  );
}

/** As libpq reads it. */
export function envOf(url: URL): Record<string, string> {
  const decoded = (text: string): string => decodeURIComponent(text);
  const env: Record<string, string> = {};
  const host = url.searchParams.get('host') ?? decoded(url.hostname);
  if (host) env['PGHOST'] = host.replace(/^\[(.*)\]$/, '$1');
  if (url.port) env['PGPORT'] = url.port;
  if (url.username) env['PGUSER'] = decoded(url.username);
  if (url.password) env['PGPASSWORD'] = decoded(url.password);
  if (url.pathname.length > 1) env['PGDATABASE'] = decoded(url.pathname.slice(1));
  const mode = url.searchParams.get('sslmode');
  if (mode) env['PGSSLMODE'] = mode;
  return env;
}

/** What it prints. @throws Error with its own words, or that it is not there. */
function run(program: string, args: readonly string[], env: Env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT'
          ? new Error(
              `${program} is not on the PATH: install PostgreSQL’s client programs (postgresql-client), of the server’s version or newer.`,
            )
          : cause,
      ),
    );
    child.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${program} failed: ${err.trim().slice(0, 2000)}`)),
    );
  });
}
