/**
 * What the world does to us: `StoreError`, from one closed table of codes. A decline is no error but an
 * outcome (checkout/outcome); a caller's mistake is a plain TypeError or RangeError, thrown at once.
 * Every row says what became of the money, because that is the shopper's first question.
 */

/** What became of the shopper's money when the error happened. */
export type MoneyState = 'untouched' | 'unknown' | 'taken';

/** Who failed. */
export type ErrorOrigin = 'page' | 'network' | 'server' | 'gateway';

interface ErrorRow {
  readonly origin: ErrorOrigin;
  readonly money: MoneyState;
  /** Whether trying the same thing again can help. */
  readonly recoverable: boolean;
  /**
   * English, for logs and consoles; the shopper reads the label `error.<code>`. Empty in the script tag's build, whose pages
   * need no second wording: there an error's message begins with its code.
   */
  readonly summary: string;
}

const row = (origin: ErrorOrigin, money: MoneyState, recoverable: boolean, summary: string): ErrorRow =>
  Object.freeze({ origin, money, recoverable, summary });

/** The closed table. Wire problems (RFC 9457) carry the same codes. */
export const ERRORS = Object.freeze({
  insecure_context: row('page', 'untouched', false, 'The page is not served over HTTPS.'),
  endpoint_missing: row('page', 'untouched', false, 'No store endpoint is configured on this page.'),
  mount_failed: row('page', 'untouched', true, 'The card form could not be placed.'),
  framed: row('page', 'untouched', false, 'Another website frames the page, which the shop does not allow.'),
  frame_origin: row('page', 'untouched', false, 'The card form does not come from the payment provider.'),
  network_offline: row('network', 'untouched', true, 'The device is offline.'),
  network_failed: row('network', 'untouched', true, 'The store could not be reached.'),
  network_timeout: row('network', 'untouched', true, 'The store did not answer in time.'),
  payment_unknown: row('network', 'unknown', true, 'It is not known yet whether the payment went through.'),
  server_failed: row('server', 'untouched', true, 'The store could not handle the request.'),
  server_answer: row('server', 'untouched', true, 'The answer of the store is not readable.'),
  request_invalid: row('server', 'untouched', false, 'The store refused the request.'),
  card_data_refused: row('server', 'untouched', false, 'The request held what looks like card data.'),
  insecure_request: row('server', 'untouched', false, 'The store takes requests over HTTPS only.'),
  origin_refused: row('server', 'untouched', false, 'The store does not serve this website.'),
  too_large: row('server', 'untouched', false, 'The request is too large.'),
  not_found: row('server', 'untouched', false, 'There is nothing at this address.'),
  rate_limited: row('server', 'untouched', true, 'Too many requests.'),
  product_unknown: row('server', 'untouched', false, 'The store does not sell this.'),
  not_selling: row('server', 'untouched', false, 'The store shows its products and takes no orders.'),
  catalog_failed: row('server', 'untouched', true, 'The store could not read its products.'),
  quote_changed: row('server', 'untouched', true, 'A price or the stock has changed since the shopper saw it.'),
  quote_blocked: row('server', 'untouched', true, 'The cart cannot be ordered as it is.'),
  consent_missing: row('server', 'untouched', true, 'The shopper has to agree to something first.'),
  order_not_found: row('server', 'untouched', false, 'No such order, or an incomplete link.'),
  key_reused: row('server', 'untouched', false, 'The idempotency key belongs to another request.'),
  order_closed: row('server', 'untouched', false, 'The order takes no further payment.'),
  access_refused: row('server', 'untouched', false, 'This needs the store\'s admin key.'),
  refund_refused: row('server', 'untouched', false, 'This cannot be refunded.'),
  payment_in_progress: row('server', 'unknown', true, 'A payment is already in progress.'),
  callback_refused: row('server', 'untouched', false, 'Not a valid callback of the payment provider.'),
  gateway_unknown: row('server', 'untouched', false, 'The store has no such way to pay.'),
  gateway_blocked: row('gateway', 'untouched', true, 'The payment form was blocked.'),
  gateway_timeout: row('gateway', 'untouched', true, 'The payment provider did not answer in time.'),
  gateway_failed: row('gateway', 'untouched', true, 'The payment provider refused to work.'),
  gateway_settings: row('gateway', 'untouched', false, 'The payment provider does not accept the store\'s settings.'),
} satisfies Record<string, ErrorRow>); // prettier-ignore

/** A stable code, the same on the wire, in events and in labels (`error.<code>`). */
export type ErrorCode = keyof typeof ERRORS;

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
    const entry = ERRORS[code];
    const summary = entry.summary || code;
    super(
      detail ? `${summary} ${detail}` : summary,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.origin = entry.origin;
    this.money = options.money ?? entry.money;
    this.recoverable = entry.recoverable;
    this.info = Object.freeze({ ...options.info });
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Recognises a StoreError by its brand, since two copies of this library can share a page. */
export const isStoreError = (value: unknown): value is StoreError =>
  value instanceof Error && (value as { [BRAND]?: unknown })[BRAND] === true;
