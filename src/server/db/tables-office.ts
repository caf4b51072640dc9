/** What the merchant is told, what pages tell, and what the server counts for itself. A part of tables.ts. */
import type { WireDecision, WireFindingKind } from '../../api/wire-evidence.js';
import type { WireVisitKind } from '../../api/wire-reports.js';
import type { DecisionId, DeliveryId, MessageId, OrderId, PaymentId } from '../ids.js';
import type { MessageType } from '../outbox/message.js';

export type AlertCode =
  /** What a gateway says does not fit the payment. */
  | 'payment_mismatch'
  /** The gateway could not be asked, or had no news, until there was nothing more to wait for. */
  | 'payment_lost'
  /** Money under a name of ours, for no payment we know of (a backup was restored?). */
  | 'payment_unplaced'
  /** Money that is one too many, or came for an order that was given up. */
  | 'order_review'
  | 'oversold'
  /** The gateway does not say whether it gave the money back. */
  | 'refund_stuck'
  /** Money that was to be given back was not, or came back from the shopper's bank. */
  | 'refund_failed'
  /** A page of the shop loaded a script nobody has approved, while others are. */
  | 'script_unapproved'
  /** A security header of a page is another one than was approved, or is gone. */
  | 'header_changed'
  /** Something lay over a card form, hid it, or a page asked for a card number itself. */
  | 'card_form_concern'
  /** More was told of the pages than the store keeps: somebody makes reports up, or a page's scripts never have the same name. */
  | 'evidence_full';

/** What a person has to look at; one row for each cause. */
export interface AlertTable {
  /** Follows from the cause, so that nothing is told twice. */
  id: string;
  at: number;
  code: AlertCode;
  order_id: OrderId | null;
  payment_id: PaymentId | null;
  /** Comma-separated. */
  reasons: string;
  /** When somebody has seen to it. */
  resolved_at: number | null;
}

export interface CounterTable {
  name: string;
  value: number;
}

/** What the merchant is to be told about an order, written in the transaction that made it so. */
export interface MessageTable {
  id: MessageId;
  order_id: OrderId;
  /** 1 for the order's first message. */
  sequence: number;
  type: MessageType;
  occurred_at: number;
  /** JSON of `OrderMessage`, as it is sent and signed. Emptied 30 days after everybody has got it: it names the buyer. */
  body: string | null;
}

/** One message on its way to one target, so that a target that fails holds up no other. */
export interface DeliveryTable {
  id: DeliveryId;
  message_id: MessageId;
  /** See `Target.id`. */
  target: string;
  status: 'pending' | 'delivered' | 'dead';
  /** How often it was begun. */
  attempts: number;
  /** Pending: when it is due; while a process is at it, when that process counts as dead. Else: since when it is so. */
  next_at: number;
  /** Why the last attempt failed: `http_500`, `timeout`, `unreachable`, … */
  last_error: string | null;
}

/** What a target said about itself. No row: nothing. */
export interface TargetTable {
  id: string;
  /** Since when it takes no more messages (HTTP 410). */
  gone_at: number | null;
  paused_until: number;
}

/** A bucket that fills by one with every request and empties evenly. */
export interface RateLimitTable {
  /** A digest: no address is kept. */
  key: string;
  /** When it will be empty again. */
  empty_at: number;
}

/** One thing that browsers told of a page of the shop; see api/wire-evidence.ts. Nothing in it is known to be true. */
export interface FindingTable {
  /** Follows from page, kind, subject and detail. */
  id: string;
  kind: WireFindingKind;
  page: string;
  subject: string;
  detail: string;
  /** Of the last that was told by whom. */
  added_by: string | null;
  first_at: number;
  last_at: number;
  times: number;
  status: 'new' | WireDecision;
}

/** What the merchant said of a finding. Rows are added and never changed. */
export interface FindingDecisionTable {
  id: DecisionId;
  finding_id: string;
  decision: WireDecision;
  reason: string;
  decided_by: string;
  at: number;
}

/** How often something began in a quarter of an hour; nothing of who. */
export interface VisitCountTable {
  at: number;
  kind: WireVisitKind;
  count: number;
}
