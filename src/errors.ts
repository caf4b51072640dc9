/**
 * What the world does to us: `StoreError`, from one closed table of codes. A decline is no error but an
 * outcome (checkout/outcome); a caller's mistake is a plain TypeError or RangeError, thrown at once.
 * Every row says what became of the money, because that is the shopper's first question.
 */
import { summaryOf } from './error-texts.js';

/** What became of the shopper's money when the error happened. */
export type MoneyState = 'untouched' | 'unknown' | 'taken';

/** Who failed. */
export type ErrorOrigin = 'page' | 'network' | 'server' | 'gateway';

interface ErrorRow {
  readonly origin: ErrorOrigin;
  readonly money: MoneyState;
  /** Whether trying the same thing again can help. */
  readonly recoverable: boolean;
  /** English, for logs and consoles (error-texts.ts); the shopper reads the label `error.<code>`. */
  readonly summary: string;
}

/** Who failed, what became of the money, whether trying again can help: and all codes of which that is true. */
const KINDS = [
  ['page', 'untouched', false, ['insecure_context', 'endpoint_missing', 'framed', 'frame_origin']],
  ['page', 'untouched', true, ['mount_failed']],
  ['network', 'untouched', true, ['network_offline', 'network_failed', 'network_timeout']],
  ['network', 'unknown', true, ['payment_unknown']],
  [
    'server',
    'untouched',
    false,
    [
      'request_invalid',
      'card_data_refused',
      'insecure_request',
      'origin_refused',
      'too_large',
      'not_found',
      'product_unknown',
      'not_selling',
      'order_not_found',
      'key_reused',
      'order_closed',
      'access_refused',
      'refund_refused',
      'callback_refused',
      'gateway_unknown',
    ],
  ],
  [
    'server',
    'untouched',
    true,
    [
      'server_failed',
      'server_answer',
      'rate_limited',
      'catalog_failed',
      'quote_changed',
      'quote_blocked',
      'consent_missing',
    ],
  ],
  ['server', 'unknown', true, ['payment_in_progress']],
  ['gateway', 'untouched', false, ['gateway_settings']],
  ['gateway', 'untouched', true, ['gateway_blocked', 'gateway_timeout', 'gateway_failed']],
] as const;

/** A stable code, the same on the wire, in events and in labels (`error.<code>`). */
export type ErrorCode = (typeof KINDS)[number][3][number];

/** The closed table. Wire problems (RFC 9457) carry the same codes. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = Object.freeze(
  Object.fromEntries(
    KINDS.flatMap(([origin, money, recoverable, codes]) =>
      codes.map((code) => [code, Object.freeze({ origin, money, recoverable, summary: summaryOf(code) })]),
    ),
  ) as Record<ErrorCode, ErrorRow>,
);

/** Whether `code` stands in the table. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

const BRAND = Symbol.for('store-elements.error');

/** Something outside the code went wrong. `detail` adds the case at hand; it never holds a secret or card data. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: ErrorCode;
  readonly origin: ErrorOrigin;
  readonly money: MoneyState;
  readonly recoverable: boolean;
  /** What a program can act on: field paths, the new quote, seconds to wait. Shape depends on the code. */
  readonly info: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    detail?: string,
    options: { cause?: unknown; info?: Readonly<Record<string, unknown>>; money?: MoneyState } = {},
  ) {
    const { summary, origin, money, recoverable } = ERRORS[code];
    super(
      detail ? `${summary} ${detail}` : summary,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.origin = origin;
    this.money = options.money ?? money;
    this.recoverable = recoverable;
    this.info = Object.freeze({ ...options.info });
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Recognises a StoreError by its brand, since two copies of this library can share a page. */
export const isStoreError = (value: unknown): value is StoreError =>
  value instanceof Error && (value as { [BRAND]?: unknown })[BRAND] === true;
