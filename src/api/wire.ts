/**
 * The HTTP contract between the page and the store server, as types. Wire JSON is snake_case and uses the words of
 * the Universal Commerce Protocol's checkout where it has one (line_items, item, totals, messages, fulfillment, buyer,
 * the checkout statuses). Amounts are integers in minor units of the `currency` that stands beside them.
 * The server's validators (server/schemas) are checked against these types at compile time.
 */
import type { WireQuote } from './wire-quote.js';

export type * from './wire-store.js';
export type * from './wire-catalog.js';
export type * from './wire-quote.js';
export type * from './wire-order.js';

/** RFC 9457 problem details; `code` is a key of the error table (errors.ts). */
export interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** For `request_invalid`: which fields and why. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** For `quote_changed` and `quote_blocked`. */
  readonly quote?: WireQuote;
}
