/**
 * What answers look like, for the published contract (openapi.ts). Nothing is checked by these at run time; the types at the
 * end hold them and wire.ts together in both directions, and the tests hold every answer they see against the document.
 */
import { z } from 'zod';
import type {
  WireAttempt,
  WireConfig,
  WireOrder,
  WirePlacedOrder,
  WireProblem,
  WireProduct,
  WireProductList,
  WireQuote,
} from '../api/wire.js';
import type {
  WireAdminOrder,
  WireAdminOrderList,
  WireAdminProduct,
  WireAdminProductList,
  WireAlertList,
  WireCoupon,
  WireCouponList,
  WireRefund,
  WireRefundAnswer,
} from '../api/wire-admin.js';
import type { WireEvidence } from '../api/wire-evidence.js';
import type { WireReport } from '../api/wire-reports.js';
import * as office from './answers/office.js';
import * as order from './answers/order.js';
import * as reports from './answers/reports.js';
import * as shop from './answers/shop.js';
import type { OrderMessage } from './outbox/message.js';

/** By the name they have in the document. */
export const ANSWERS = {
  Config: shop.config,
  Product: shop.product,
  AdminProduct: office.adminProduct,
  AdminProductList: office.adminProductList,
  ProductList: shop.productList,
  Quote: shop.quote,
  Order: order.order,
  Attempt: order.attempt,
  PlacedOrder: order.placedOrder,
  Problem: order.problem,
  OrderMessage: order.message,
  AdminOrderList: office.adminOrderList,
  AdminOrder: office.adminOrder,
  Refund: office.refund,
  RefundAnswer: office.refundAnswer,
  AlertList: office.alertList,
  Coupon: office.coupon,
  CouponList: office.couponList,
  Evidence: reports.evidence,
  Report: reports.report,
  Received: z.object({ received: z.literal(true) }),
  Health: z.object({ status: z.literal('ok') }),
};

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Must<T extends true> = T;
type Said<K extends keyof typeof ANSWERS> = z.output<(typeof ANSWERS)[K]>;

/** Does not compile when the document would say less or more than wire.ts. */
export type WireIsAnswer = [
  Must<Same<Said<'Config'>, WireConfig>>,
  Must<Same<Said<'Product'>, WireProduct>>,
  Must<Same<Said<'ProductList'>, WireProductList>>,
  Must<Same<Said<'AdminProduct'>, WireAdminProduct>>,
  Must<Same<Said<'AdminProductList'>, WireAdminProductList>>,
  Must<Same<Said<'Quote'>, WireQuote>>,
  Must<Same<Said<'Order'>, WireOrder>>,
  Must<Same<Said<'Attempt'>, WireAttempt>>,
  Must<Same<Said<'PlacedOrder'>, WirePlacedOrder>>,
  Must<Same<Said<'Problem'>, WireProblem>>,
  Must<Same<Said<'OrderMessage'>, OrderMessage>>,
  Must<Same<Said<'AdminOrderList'>, WireAdminOrderList>>,
  Must<Same<Said<'AdminOrder'>, WireAdminOrder>>,
  Must<Same<Said<'Refund'>, WireRefund>>,
  Must<Same<Said<'RefundAnswer'>, WireRefundAnswer>>,
  Must<Same<Said<'AlertList'>, WireAlertList>>,
  Must<Same<Said<'Coupon'>, WireCoupon>>,
  Must<Same<Said<'CouponList'>, WireCouponList>>,
  Must<Same<Said<'Evidence'>, WireEvidence>>,
  Must<Same<Said<'Report'>, WireReport>>,
];
