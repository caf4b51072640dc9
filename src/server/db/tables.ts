/**
 * The tables, as types. Amounts are whole minor units and times are milliseconds since the epoch (UTC), both in
 * `bigint` columns; JSON is kept as text. So every column means the same on SQLite and on PostgreSQL.
 * Nothing here can hold card data: there is no column for it, and requests that carry any are refused at the door.
 */
import type { Selectable } from 'kysely';
import type { CouponTable, CouponUsesTable, ProductTable, StockTable, VariantTable } from './tables-shop.js';
import type {
  OrderLineTable,
  OrderTable,
  PaymentEventTable,
  PaymentTable,
  RefundTable,
  TakingTable,
} from './tables-order.js';
import type {
  AlertTable,
  CounterTable,
  DeliveryTable,
  FindingDecisionTable,
  FindingTable,
  MessageTable,
  RateLimitTable,
  TargetTable,
  VisitCountTable,
} from './tables-office.js';

export type * from './tables-shop.js';
export type * from './tables-order.js';
export type * from './tables-office.js';

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

/** Rows as they are read. */
export type ProductRow = Selectable<ProductTable>;
export type VariantRow = Selectable<VariantTable>;
export type OrderRow = Selectable<OrderTable>;
export type RefundRow = Selectable<RefundTable>;
export type PaymentRow = Selectable<PaymentTable>;
export type PaymentEventRow = Selectable<PaymentEventTable>;
