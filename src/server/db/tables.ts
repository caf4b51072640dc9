/**
 * The tables, as types. Amounts are whole minor units and times are milliseconds since the epoch (UTC), both in
 * `bigint` columns; JSON is kept as text. So every column means the same on SQLite and on PostgreSQL.
 * Nothing here can hold card data: there is no column for it, and requests that carry any are refused at the door.
 */
import type { Selectable } from 'kysely';
import type { WireDecision, WireFindingKind } from '../../api/wire-evidence.js';
import type { WireVisitKind } from '../../api/wire-reports.js';
import type { WirePaymentState, WirePaymentStatus } from '../../api/wire.js';
import type { DeclineCode, Dispute, ReportedStatus } from '../../gateways/gateway-server.js';
import type { DecisionId, DeliveryId, EventId, MessageId, OrderId, PaymentId, RefundId } from '../ids.js';
import type { MessageType } from '../outbox/message.js';

export interface Tables {
  products: ProductTable;
  variants: VariantTable;
  orders: OrderTable;
  order_lines: OrderLineTable;
  payments: PaymentTable;
  payment_events: PaymentEventTable;
  counters: CounterTable;
  refunds: RefundTable;
  stock_taken: StockTable;
  alerts: AlertTable;
  messages: MessageTable;
  deliveries: DeliveryTable;
  targets: TargetTable;
  rate_limits: RateLimitTable;
  findings: FindingTable;
  finding_decisions: FindingDecisionTable;
  takings: TakingTable;
  visit_counts: VisitCountTable;
  coupons: CouponTable;
  coupon_uses: CouponUsesTable;
}

export interface ProductTable {
  id: string;
  position: number;
  title: string;
  description: string;
  currency: string;
  /** JSON of `WireImage | null`. */
  image: string;
  /** JSON of `WireProduct['options']`. */
  options: string;
  category: string | null;
  /** JSON of all its `WireImage`s. */
  images: string;
  added_at: number;
  /** SHA-256 of the product as its source has it: what has not changed is not written again. */
  digest: string;
}

export interface VariantTable {
  sku: string;
  product_id: string;
  position: number;
  title: string;
  /** JSON of option name → value. */
  options: string;
  price: number;
  /** Pieces owned, ordered ones included; null: never runs out. See `stock_taken`. */
  stock: number | null;
  compare_at_price: number | null;
  /** JSON of `WireImage | null`. */
  image: string;
}

export interface OrderTable {
  id: OrderId;
  number: number;
  /** SHA-256 of the Idempotency-Key. The key itself, from which the order token follows, is never kept. */
  key_hash: string;
  /** SHA-256 of the canonical request: the same key with another request is refused. */
  request_hash: string;
  /** SHA-256 of the order token. */
  token_hash: string;
  mode: 'test' | 'live';
  currency: string;
  total: number;
  /** JSON of the frozen `WireQuote`. */
  quote: string;
  email: string;
  phone: string | null;
  /** JSON of `WireAddress`. */
  address: string;
  /** JSON of `WireAddress`; null: the bill goes where the goods go. */
  billing_address: string | null;
  /** The shopper's words, with line breaks. */
  note: string | null;
  /** JSON of `KeptConsent[]`, agreed to when the order was placed; null: nothing. */
  consents: string | null;
  locale: string | null;
  placed_at: number;
  canceled_at: number | null;
  /** When it was given up because its payment never came. */
  expired_at: number | null;
  /** When its reservation or the order itself lapses; while a process is at it, when that counts as dead. Null: never. */
  due_at: number | null;
  /** Whether its pieces are in `stock_taken` (held, sold) or not (released, returned). Only stock.ts writes it. */
  stock: 'held' | 'released' | 'sold' | 'returned';
  /** What `orderStatus` says of the events; only the order book writes it, in the transaction that adds the event. */
  payment_status: WirePaymentState;
  /** The code that took something off; it holds a use of it as long as `stock` holds pieces. */
  coupon: string | null;
  /** How many orders could use the code when this one did; null: as many as like to. */
  coupon_limit: number | null;
  /** Digest of the code and the customer, where each can use the code once; null: as often as they like. */
  coupon_customer: string | null;
  /** What the shopper wants written on a card in the parcel. */
  gift_note: string | null;
}

/** A coupon made over the admin API. */
export interface CouponTable {
  code: string;
  /** JSON of `CouponRule`. */
  rule: string;
  created_at: number;
  disabled_at: number | null;
}

/** How many orders hold or have used a code, wherever its rule comes from. */
export interface CouponUsesTable {
  code: string;
  uses: number;
}

export interface OrderLineTable {
  order_id: OrderId;
  sku: string;
  quantity: number;
  unit_price: number;
  /** What a code took off the whole line. */
  discount: number;
}

export interface PaymentTable {
  id: PaymentId;
  order_id: OrderId;
  /** 1 for the order's first attempt. */
  number: number;
  gateway: string;
  mode: 'test' | 'live';
  amount: number;
  currency: string;
  /** What the gateway gets as idempotency key: ASCII, ≤ 45 characters, never used for another attempt. */
  key: string;
  /** SHA-256 of the Idempotency-Key of the request that made this attempt. */
  request_key_hash: string;
  request_hash: string;
  gateway_payment_id: string | null;
  /** JSON of `WireNextStep`; emptied when the attempt is over, since it may hold a client secret. */
  next: string | null;
  locale: string | null;
  created_at: number;
  /** What `paymentStatus` says of the events; only the order book writes these three. */
  status: WirePaymentStatus;
  decline_code: DeclineCode | null;
  refunded: number;
  /** When it began, or when its status changed last. */
  news_at: number;
  /** When the gateway is to be asked about it; null: never, since nothing can be charged any more. */
  ask_at: number | null;
  /** How often in a row the gateway could not be asked. */
  ask_failures: number;
  /** Nobody asks before: somebody else is asking, or has just asked. */
  quiet_until: number | null;
  /** A token may be on its way to the gateway until then, so the attempt can't be closed. */
  charging_until: number | null;
  /** It is to be closed: neither started nor submitted again. */
  closing_at: number | null;
  /** The gateway has made sure, or has never heard of it: nothing can be charged any more. */
  closed_at: number | null;
  /** `some`: takes what there is, up to the amount. `rest`: what others of the order leave. Both are held, and taken together. */
  part: 'some' | 'rest' | null;
  /** What it comes to, where that is less than the amount; only the order book writes it. */
  covered: number | null;
  /** The rest could not be taken, so this part is given back. */
  undone_at: number | null;
}

/** What a gateway said, as it said it. Rows are added and never changed. */
export interface PaymentEventTable {
  id: EventId;
  gateway: string;
  /** Empty for an event that says nothing about a payment. */
  account: string;
  event_id: string;
  type: string;
  /** `merchant`: said by hand, of money that passes through no gateway. */
  via: 'callback' | 'api' | 'merchant';
  /** The merchant's own words, on what came by hand. */
  note: string | null;
  occurred_at: number;
  received_at: number;
  payment_id: PaymentId | null;
  verdict: 'placed' | 'mismatch' | 'unplaced' | 'silent';
  /** For `mismatch`: what differed, comma-separated. */
  reasons: string;
  gateway_payment_id: string | null;
  reference: string | null;
  status: ReportedStatus | null;
  amount: number | null;
  currency: string | null;
  mode: 'test' | 'live' | null;
  decline_code: DeclineCode | null;
  refunded: number | null;
  refunded_currency: string | null;
  dispute_status: Dispute['status'] | null;
  dispute_amount: number | null;
  dispute_currency: string | null;
}

/** Pieces of each sku that orders hold or have bought. Apart from the variants, which a new catalogue replaces. */
export interface StockTable {
  sku: string;
  pieces: number;
}

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

/** Money that is given back; written before the gateway hears of it. */
export interface RefundTable {
  id: RefundId;
  order_id: OrderId;
  payment_id: PaymentId;
  amount: number;
  reason: string | null;
  /** 1: the goods go back on the shelf, once all of the money is given back. */
  restock: number;
  /** What the gateway gets as idempotency key. */
  key: string;
  /** SHA-256 of the Idempotency-Key of the request. */
  request_key_hash: string;
  request_hash: string;
  /** pending: the gateway has not answered yet; it counts as given back. */
  status: 'pending' | 'succeeded' | 'failed';
  gateway_refund_id: string | null;
  created_at: number;
  /** When it is tried again; null: it is done with. */
  retry_at: number | null;
  failures: number;
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

/** One change of what a payment has brought, at the time the books had it; rows are added and never changed. See reports/takings.ts. */
export interface TakingTable {
  payment_id: PaymentId;
  /** 1 for the payment's first. */
  sequence: number;
  order_id: OrderId;
  at: number;
  gateway: string;
  mode: 'test' | 'live';
  currency: string;
  /** Minor units, all three; below 0 where the books were corrected. */
  taken: number;
  refunded: number;
  /** Charged back for good. */
  lost: number;
  /** 1 with the first money of an order, -1 should there be none any more. */
  orders: number;
}

/** How often something began in a quarter of an hour; nothing of who. */
export interface VisitCountTable {
  at: number;
  kind: WireVisitKind;
  count: number;
}

/** Rows as they are read. */
export type ProductRow = Selectable<ProductTable>;
export type VariantRow = Selectable<VariantTable>;
export type OrderRow = Selectable<OrderTable>;
export type RefundRow = Selectable<RefundTable>;
export type PaymentRow = Selectable<PaymentTable>;
export type PaymentEventRow = Selectable<PaymentEventTable>;
