/**
 * The server's log: structured records with fields from a fixed list. No request body, header, address or e-mail ever
 * goes in; messages of errors, which come from anywhere, are blackened first as a last resort (security notes T-22).
 */
import { hasCardNumber } from './card-data.js';

export type LogLevel = 'info' | 'warn' | 'error';

/** One record; times are RFC 3339. */
export interface LogRecord {
  readonly level: LogLevel;
  /** What happened: `request`, `request_failed`, `gateway_failed`, `callback_refused`, `payment_mismatch`, … */
  readonly event: string;
  readonly time: string;
  readonly method?: string;
  /** The route's pattern, never the path that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly code?: string;
  /** The number the shopper was told. */
  readonly fault?: string;
  readonly gateway?: string;
  /** What befell the database, if that was the cause. */
  readonly database?: 'away' | 'busy' | 'full' | 'refused';
  readonly order?: string;
  readonly payment?: string;
  /** A message of the outbox, and whom it was for (see the dead letters). */
  readonly message?: string;
  readonly target?: string;
  /** Which facts of a callback differ from the payment; why a message could not be delivered. */
  readonly reasons?: readonly string[];
  /** Names, blackened messages and where they came from, outermost first. */
  readonly error?: readonly {
    readonly name: string;
    readonly message: string;
    readonly at: readonly string[];
  }[];
}

/** Takes the records; whatever it throws is ignored, because a broken log must not break a payment. */
export type StoreLogger = (record: LogRecord) => void;

/** What may be logged; `error` is taken apart here. */
export type LogFields = Omit<LogRecord, 'level' | 'event' | 'time' | 'error'> & { readonly error?: unknown };

export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

/** What JSON leaves as it is and a terminal or a viewer of logs takes for an order or the end of a line. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

/** Warnings and errors as JSON on stderr, one line each whatever they hold. */
export const consoleLogger: StoreLogger = (record) => {
  if (record.level === 'info') return;
  const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  console.error(JSON.stringify(record).replace(CONTROLS, escape));
};

export function createLog(logger: StoreLogger, now: () => number): Log {
  const at =
    (level: LogLevel): Log[LogLevel] =>
    (event, { error, ...fields } = {}) => {
      try {
        logger({
          level,
          event,
          time: new Date(now()).toISOString(),
          ...fields,
          ...(error !== undefined && { error: causes(error) }),
        });
      } catch {
        // See StoreLogger.
      }
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** How much of a text is looked at, and how much of that is kept; what begins in the one has its end in the other. */
const LOOKED_AT = 5000;
const KEPT = 500;

/** A word, and what follows its @ if it has one: it always matches, so nothing is ever read twice. */
const EMAIL = /[^\s@<>"']+(@[^\s@<>"']+)?/g;
/** In a stack frame a path is worth keeping: `node_modules/@hono/…` is nobody's address. */
const EMAIL_IN_PATH = /[^\s@<>"'/]+(@[^\s@<>"'/:]+)?/g;

/** Blackens card numbers, long digit runs, e-mail addresses, keys and secrets. */
export function blacken(text: string, email = EMAIL): string {
  const seen = text.slice(0, LOOKED_AT);
  // As in the address of a request that failed.
  if (hasCardNumber(seen) || hasCardNumber(seen.replace(/%20|\+/g, ' ')))
    return '[held what looks like card data]';
  return seen
    .slice(0, text.length > LOOKED_AT ? LOOKED_AT - KEPT : LOOKED_AT)
    .replace(email, (word, at?: string) => (at ? '[e-mail]' : word))
    .replace(/(?:(?:sk|rk|pk)_(?:test|live)|whsec|store_admin)[-_][\w+/=-]*/g, '[key]')
    .replace(/(?:EAAA|sq0[a-z]{3}-)[\w-]+/g, '[key]')
    .replace(/\b(?:sk|rk|pk)[-_][\w-]+/g, '[key]')
    .replace(/\w+/g, (word) => (/\w_secret_\w/.test(word) ? '[secret]' : word))
    .replace(/\d{9,}/g, '[digits]')
    .slice(0, KEPT);
}

function causes(error: unknown): NonNullable<LogRecord['error']> {
  const found: NonNullable<LogRecord['error']>[number][] = [];
  for (
    let each = error;
    each !== undefined && found.length < 4;
    each = each instanceof Error ? each.cause : undefined
  ) {
    if (!(each instanceof Error)) {
      found.push({ name: typeof each, message: typeof each === 'string' ? blacken(each) : '', at: [] });
      continue;
    }
    // Only the frames of the stack: its head repeats the message, of which a line can look like a frame.
    const frames = (each.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    found.push({
      name: blacken(each.name),
      message: blacken(each.message),
      at: frames.slice(0, 5).map((line) => blacken(line.trim(), EMAIL_IN_PATH)),
    });
  }
  return found;
}
