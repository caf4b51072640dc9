/** What a redirect gateway is described by: everything a processor's manual says of its payment page and its callback. */
import type {
  Attempt,
  DeclineCode,
  PaymentReport,
  ReportedStatus,
  StartedRefund,
} from '../gateway-server.js';
import type { Money } from '../../money.js';
import type { Signature } from './server-signature.js';

export interface RedirectOptions {
  /** Lower-case letters, digits, dashes; also the last part of the callback's address, `/store/callbacks/<name>`. */
  readonly name: string;
  /** What shoppers read when they choose how to pay: `Card or bank, at Paymax`. Default: the label `method.<name>`. */
  readonly title?: string;
  readonly mode: 'test' | 'live';
  /** Our account there; reports that name another one are not believed. */
  readonly account: string;
  /** The payment page. Its host is fixed: placeholders may stand in its path and query only, and are percent-encoded. */
  readonly url: string;
  /** Further hosts the payment page passes shoppers on to by itself, for the page's policy and the shopper to read. */
  readonly hosts?: readonly string[];
  /** Default POST. */
  readonly method?: 'GET' | 'POST';
  /**
   * What is sent, by the processor's own names, with placeholders: `{reference}` (ours; comes back in callbacks), `{order}`,
   * `{amount}`, `{currency}`, `{return_url}`, `{email}`, `{locale}`, `{created}` (unix seconds).
   */
  readonly fields: Readonly<Record<string, string>>;
  /** How amounts are written, both ways: `1234`, or `12.34` with as many decimals as the currency has. */
  readonly amount: 'minor' | 'decimal';
  /** What goes into the field `field`; absent where the processor wants the shopper's side unsigned. */
  readonly signature?: Signature & { readonly over: readonly string[]; readonly field: string };
  readonly callback: CallbackOptions;
  /** Asks the processor where a payment stands, and so on; each where it can. Rules as in `ServerGateway`. */
  readonly retrieve?: (attempt: Attempt, signal: AbortSignal) => Promise<PaymentReport | undefined>;
  readonly cancel?: (attempt: Attempt, signal: AbortSignal) => Promise<PaymentReport | undefined>;
  readonly refund?: (
    attempt: Attempt,
    amount: Money,
    key: string,
    signal: AbortSignal,
  ) => Promise<StartedRefund>;
  /** ms an order waits for its payment here. Default: as long as the store's orders wait. */
  readonly expiry?: number;
}

export interface CallbackOptions {
  /** Default `form` (application/x-www-form-urlencoded). Of JSON a name may lead inside: `data.status`. */
  readonly format?: 'form' | 'json';
  /**
   * `over`: the signed fields in their order, or `body`: the raw bytes, with `timestamp` before them (`<time>.<body>`) where
   * there is one. The signature stands in a header or in a field.
   */
  readonly signature: Signature &
    ({ readonly header: string } | { readonly field: string }) & {
      readonly over: 'body' | readonly string[];
      /** Header with the time in unix seconds; only with `over: 'body'`. */
      readonly timestamp?: string;
    };
  /** Where each thing stands. Only signed fields are taken. */
  readonly fields: {
    readonly reference: string;
    readonly amount: string;
    /** Default: `currency` below. */
    readonly currency?: string;
    readonly status: string;
    /**
     * The processor's id of the payment, if it is the same in all messages about one payment. Where each try has an id of its
     * own leave it out: our reference then stands for it.
     */
    readonly id?: string;
    /** The message's own id, by which a repetition is known. Default: derived from what is signed. */
    readonly eventId?: string;
    readonly account?: string;
    /** Unix seconds; messages older or newer than `tolerance` are refused. */
    readonly time?: string;
    /** What was given back so far. */
    readonly refunded?: string;
    readonly reason?: string;
  };
  /** For processors whose callbacks name none. */
  readonly currency?: string;
  /**
   * The processor's word → ours; null for words that say nothing of the money. A word that is not here is answered 503, so that
   * it comes again when it has been added: an order may hang on it. `declined` is for good; where shoppers may try another card
   * on the same page, a failed try is `open`.
   */
  readonly statuses: Readonly<Record<string, ReportedStatus | null>>;
  /** The processor's reason → ours; others are `card_declined`. */
  readonly reasons?: Readonly<Record<string, DeclineCode>>;
  /** Seconds a message may be old or ahead, 1…600, where it has a time. Default 300. */
  readonly tolerance?: number;
}
