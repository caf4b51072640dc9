/**
 * What can befall a database that is no fault of the program: it is away, busy, full or not to be written to. All of them
 * pass, so they become a 503 and the same request may be sent again; what is not in these tables stays a 500.
 */

export type Trouble = 'away' | 'busy' | 'full' | 'refused';

/** For the problem's detail: true for every request, and naming nothing. */
export const TROUBLE: Readonly<Record<Trouble, string>> = {
  away: 'Its database cannot be reached right now. The same request can be sent again.',
  busy: 'Its database is busy right now. The same request can be sent again.',
  full: 'Its database has no space left, so nothing new can be kept. The same request can be sent again later.',
  refused: 'Its database cannot be used right now. The same request can be sent again later.',
};

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const SQLITE: Readonly<Record<number, Trouble>> = {
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  8: 'refused', // READONLY
  10: 'away', // IOERR
  13: 'full', // FULL
  14: 'away', // CANTOPEN
};

/** PostgreSQL's SQLSTATEs (postgresql.org/docs/18/errcodes-appendix.html), by code or class, and Node's own codes. */
const CODES: Readonly<Record<string, Trouble>> = {
  '08': 'away', // connection exception
  '53': 'busy', // insufficient resources: connections, memory
  '53100': 'full', // disk_full
  '40001': 'busy', // serialization_failure
  '40P01': 'busy', // deadlock_detected
  '55P03': 'busy', // lock_not_available
  '57014': 'busy', // query_canceled, by statement_timeout
  '57P01': 'away', // admin_shutdown, also pg_terminate_backend
  '57P02': 'away', // crash_shutdown
  '57P03': 'away', // cannot_connect_now
  '57P05': 'away', // idle_session_timeout
  '25P03': 'away', // idle_in_transaction_session_timeout
  '25006': 'refused', // read_only_sql_transaction: a standby
  '28': 'refused', // invalid authorization
  '3D000': 'refused', // the database does not exist
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EPIPE: 'away',
  ETIMEDOUT: 'away',
  EHOSTUNREACH: 'away',
  ENETUNREACH: 'away',
  ENOTFOUND: 'away',
  EAI_AGAIN: 'away',
};

/** What `pg` says without a code when a connection breaks under a query, or is broken already. */
const BROKEN =
  /^Connection terminated|^Client has encountered a connection error|connection error and is not queryable/;

/** An error of a database that could not be connected to; the message has the cure, and never an address or password. */
class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
  readonly trouble: Trouble;

  constructor(trouble: Trouble, message: string, cause: unknown) {
    super(message, { cause });
    this.trouble = trouble;
  }
}

/** The trouble behind an error, or behind what caused it; undefined: none, so it is a fault. */
export function troubleOf(error: unknown): Trouble | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    if (each instanceof DatabaseUnreachable) return each.trouble;
    const { errcode, code } = each as { errcode?: unknown; code?: unknown };
    const known =
      typeof errcode === 'number'
        ? SQLITE[errcode % 256]
        : typeof code === 'string'
          ? (CODES[code] ?? (/^[0-9A-Z]{5}$/.test(code) ? CODES[code.slice(0, 2)] : undefined))
          : undefined;
    if (known) return known;
    if (BROKEN.test(each.message)) return 'away';
  }
  return undefined;
}

/** Whether doing the whole transaction again can help: it lost against another one and was rolled back. */
export const lostToAnother = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === '40001' || code === '40P01';
};

/** In words with the cure, what kept `pg` from connecting. What is not known is passed on. */
export function unreachable(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const { code } = cause as { code?: unknown };
  const say = (trouble: Trouble, message: string): Error =>
    new DatabaseUnreachable(trouble, `PostgreSQL: ${message}`, cause);
  if (code === '28P01' || code === '28000')
    return say('refused', 'the user or the password is not accepted. Check them, and pg_hba.conf.');
  if (/password must be a string/.test(cause.message))
    return say('refused', 'a password is needed, and none was given.');
  if (code === '3D000')
    return say('refused', 'there is no such database. Make it once: createdb <name>, or CREATE DATABASE.');
  if (code === '53300')
    return say('busy', 'it has no connection left. Lower `connections` here or raise max_connections there.');
  if (cause.message === 'timeout exceeded when trying to connect')
    return say('busy', 'no connection became free in time. Raise `connections`, or find what holds them.');
  if (/does not support SSL/.test(cause.message))
    return say(
      'refused',
      'the server takes no encrypted connections. Leave `ssl` out, or switch it on there.',
    );
  const trouble = troubleOf(cause);
  if (trouble === 'away')
    return say(
      'away',
      `it cannot be reached (${reason(cause)}). Is it running, and are host and port right?`,
    );
  return cause;
}

const reason = (error: Error): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
};
