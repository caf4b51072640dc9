/**
 * PostgreSQL through `pg`, for a store that outgrew one machine: many processes, each with its own small pool, on one
 * database. `pg` is asked for at the first connection only, so that a store on SQLite need not install it.
 */
import { Kysely, PostgresAdapter, PostgresDialect, type DialectAdapter, type PostgresPool } from 'kysely';
import type { StoreDatabase } from './database.js';
import type { Tables } from './tables.js';
import { unreachable } from './trouble.js';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`; what is given beside it goes before it. */
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  /** Or a function that fetches it, for passwords that change. */
  readonly password?: string | (() => string | Promise<string>);
  readonly database?: string;
  /** As for Node's `tls.connect`; true: certificates are checked against the system's authorities. Default: none. */
  readonly ssl?: boolean | Readonly<Record<string, unknown>>;
  /** Connections this process may hold, 1…1000. All processes together must stay below the server's own limit. Default 10. */
  readonly connections?: number;
  /** How long to wait for a connection, new or free, in milliseconds. Default 5000. */
  readonly connectTimeout?: number;
  /** After so long the server ends a statement, waiting for locks included, in milliseconds. Default 10 000. */
  readonly statementTimeout?: number;
  /** After so long the server ends a transaction that does nothing, in milliseconds. Default 15 000. */
  readonly idleInTransactionTimeout?: number;
}

/**
 * Opens a PostgreSQL database (14 or newer), which must be there; the tables are made at the first request or by `migrate()`.
 * Nothing is connected yet: a database that is down, or comes later, makes requests fail with 503 until it is there.
 * @throws TypeError if the address cannot be one of PostgreSQL. It never repeats the address, which may hold a password.
 */
export function openPostgres(connection: string | PostgresOptions): StoreDatabase {
  const options = typeof connection === 'string' ? { connectionString: connection } : connection;
  checkOptions(options);
  const db = new Kysely<Tables>({
    // Read committed: whoever waited for a row (order, stock, number) goes on with what the one before it wrote. Under a
    // stricter level the wait would end in a refusal (40001) and everything be done again, for the same result.
    dialect: new StorePostgresDialect({ pool: () => makePool(options) }),
  });
  return { kind: 'postgres', db, close: () => db.destroy() };
}

/** Migrations take their turn in migrate.ts, before anything else happens in their transaction. */
class StorePostgresAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}

class StorePostgresDialect extends PostgresDialect {
  override createAdapter(): DialectAdapter {
    return new StorePostgresAdapter();
  }
}

async function makePool(options: PostgresOptions): Promise<PostgresPool> {
  const { Pool, types } = await import('pg').catch((cause: unknown) => {
    throw new Error('openPostgres() needs the package "pg": npm install pg', { cause });
  });
  const usual = types.getTypeParser as (oid: number, format?: string) => unknown;
  const { connectionString, host, port, user, password, database, ssl } = options;
  const pool = new Pool({
    ...defined({ connectionString, host, port, user, password, database, ssl }),
    application_name: 'store-elements',
    max: options.connections ?? 10,
    connectionTimeoutMillis: options.connectTimeout ?? 5000,
    statement_timeout: options.statementTimeout ?? 10_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 15_000,
    keepAlive: true, // so that a server which vanished without a word is noticed
    types: {
      // Its own for this pool: the merchant's program may use pg too, and wants bigint as it knows it.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        format !== 'binary' && (oid === INT8 || oid === NUMERIC)
          ? wholeNumber
          : (usual(oid, format) as (text: string) => unknown),
    },
  });
  // A connection that breaks is told to the query on it; nobody is there to hear it from an idle one, which is gone by then.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options: pool.options,
    connect: async () => {
      try {
        return await pool.connect();
      } catch (cause) {
        throw unreachable(cause);
      }
    },
    end: () => pool.end(),
  };
}

/** Types of amounts, times and counts (int8), and of their sums (numeric). */
const INT8 = 20;
const NUMERIC = 1700;

/** As `node:sqlite` does: a number that JavaScript cannot hold exactly is an error, and never a near miss. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) && /^-?\d+$/.test(text))
    throw new RangeError('The database holds a number that is too large to be exact.');
  return value;
}

const defined = <T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

function checkOptions(options: PostgresOptions): void {
  const given = typeof options === 'object' && (options as unknown) !== null;
  const { connectionString, host, database, connections = 10 } = given ? options : {};
  if (connectionString === undefined && host === undefined && database === undefined) {
    throw new TypeError(
      "openPostgres() takes 'postgres://user:password@host:5432/database', or { host, database, … }.",
    );
  }
  const url = connectionString === undefined ? undefined : URL.parse(connectionString);
  if (url === null || (url && !/^postgres(ql)?:$/.test(url.protocol))) {
    throw new TypeError(
      'openPostgres(): the connection string must be like postgres://user:password@host:5432/database, ' +
        'with special characters of the password percent-encoded ("/" is %2F, "#" is %23).',
    );
  }
  if (!Number.isInteger(connections) || connections < 1 || connections > 1000)
    throw new TypeError('openPostgres(): `connections` must be a whole number from 1 to 1000.');
  for (const name of ['connectTimeout', 'statementTimeout', 'idleInTransactionTimeout'] as const) {
    const ms = options[name] ?? 1000;
    if (!Number.isInteger(ms) || ms < 1)
      throw new TypeError(`openPostgres(): \`${name}\` must be whole milliseconds above 0.`);
  }
}
