/** Orders, what was paid for them and what was given back. A part of tables.ts. */
import type { WirePaymentState, WirePaymentStatus } from '../../api/wire.js';
import type { DeclineCode, Dispute, ReportedStatus } from '../../gateways/gateway-server.js';
import type { EventId, OrderId, PaymentId, RefundId } from '../ids.js';

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
