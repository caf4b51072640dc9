/** The merchant's routes. They are there only if the store has an admin key. */
import type { Route } from '../route.js';
import { postAdminCancel, postCapture, postPaid, postRefund } from './actions.js';
import { ALERTS_QUERY, getAlerts, postResolve } from './alerts.js';
import { getCoupons, postCoupon, postDisableCoupon } from './coupons.js';
import { EVIDENCE_QUERY, getEvidence, postDecision } from './evidence.js';
import { getAdminOrder, getOrders, ORDERS_QUERY } from './orders.js';
import { getReport, REPORTS_QUERY } from './reports.js';
import {
  ADMIN_PRODUCTS_QUERY,
  getAdminProduct,
  getAdminProducts,
  postProduct,
  postProductChange,
  postProductRemove,
  postVariant,
} from './products.js';

const GATEWAY = ['gateway_unknown', 'gateway_failed', 'gateway_settings', 'gateway_timeout'] as const;

export const ADMIN_ROUTES: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/admin/orders', audience: 'admin', handler: getOrders },
    summary: 'Orders, newest first, in pages.',
    query: ORDERS_QUERY,
    answers: { 200: 'AdminOrderList' },
    errors: ['request_invalid'],
  },
  {
    ...{ method: 'GET', path: '/admin/orders/:id', audience: 'admin', handler: getAdminOrder },
    summary: 'One order with all that is known of it.',
    answers: { 200: 'AdminOrder' },
    errors: ['order_not_found'],
  },
  {
    ...{ method: 'POST', path: '/admin/orders/:id/refunds', audience: 'admin', handler: postRefund },
    summary: 'Gives money back, at most once per key.',
    key: true,
    body: 'refund',
    answers: { 201: 'RefundAnswer' },
    errors: ['order_not_found', 'refund_refused', 'key_reused', ...GATEWAY],
  },
  {
    ...{ method: 'POST', path: '/admin/orders/:id/cancel', audience: 'admin', handler: postAdminCancel },
    summary: 'Gives up an order that is not paid; an authorization is let go.',
    body: 'nothing',
    answers: { 200: 'AdminOrder' },
    errors: ['order_not_found', 'order_closed', 'payment_in_progress', ...GATEWAY],
  },
  {
    ...{ method: 'POST', path: '/admin/orders/:id/capture', audience: 'admin', handler: postCapture },
    summary: 'Takes money that was only authorized.',
    body: 'nothing',
    answers: { 200: 'AdminOrder' },
    errors: ['order_not_found', 'order_closed', ...GATEWAY],
  },
  {
    ...{ method: 'POST', path: '/admin/orders/:id/paid', audience: 'admin', handler: postPaid },
    summary: 'Says that the money of an offline order has come.',
    body: 'paid',
    answers: { 200: 'AdminOrder' },
    errors: ['order_not_found', 'order_closed'],
  },
  {
    ...{ method: 'GET', path: '/admin/alerts', audience: 'admin', handler: getAlerts },
    summary: 'What a person has to look at.',
    query: ALERTS_QUERY,
    answers: { 200: 'AlertList' },
  },
  {
    ...{ method: 'POST', path: '/admin/alerts/:id/resolve', audience: 'admin', handler: postResolve },
    summary: 'Takes an alert off the list.',
    body: 'nothing',
    answers: { 200: 'Received' },
  },
  {
    ...{ method: 'GET', path: '/admin/reports', audience: 'admin', handler: getReport },
    summary: 'Visits, orders and money of some days, and of as many before.',
    query: REPORTS_QUERY,
    answers: { 200: 'Report' },
    errors: ['request_invalid'],
  },
  {
    ...{ method: 'GET', path: '/admin/coupons', audience: 'admin', handler: getCoupons },
    summary: 'All coupons with how often each was used: those of the settings, then the newest.',
    answers: { 200: 'CouponList' },
  },
  {
    ...{ method: 'POST', path: '/admin/coupons', audience: 'admin', handler: postCoupon },
    summary: 'Makes a coupon. A code is made once and never changed, only disabled.',
    body: 'coupon',
    answers: { 201: 'Coupon' },
  },
  {
    ...{
      method: 'POST',
      path: '/admin/coupons/:code/disable',
      audience: 'admin',
      handler: postDisableCoupon,
    },
    summary: 'Takes a coupon out of use; orders that have it keep it.',
    body: 'nothing',
    answers: { 200: 'Coupon' },
  },
  {
    ...{ method: 'GET', path: '/admin/evidence', audience: 'admin', handler: getEvidence },
    summary: 'What browsers told of the shop’s pages, and what was decided about it.',
    query: EVIDENCE_QUERY,
    answers: { 200: 'Evidence' },
    errors: ['request_invalid'],
  },
  {
    ...{ method: 'POST', path: '/admin/evidence/:id/decision', audience: 'admin', handler: postDecision },
    summary: 'Approves or rejects a finding, with a reason. Decisions are added, never changed.',
    body: 'decision',
    answers: { 200: 'Received' },
  },
  {
    ...{ method: 'GET', path: '/admin/products', audience: 'admin', handler: getAdminProducts },
    summary: 'Products with their stock, by id, in pages.',
    query: ADMIN_PRODUCTS_QUERY,
    answers: { 200: 'AdminProductList' },
    errors: ['request_invalid', 'catalog_failed'],
  },
  {
    ...{ method: 'POST', path: '/admin/products', audience: 'admin', handler: postProduct },
    summary: 'Adds a product.',
    body: 'product',
    answers: { 201: 'AdminProduct' },
    errors: [['request_invalid', 409]],
  },
  {
    ...{ method: 'GET', path: '/admin/products/:id', audience: 'admin', handler: getAdminProduct },
    summary: 'One product with its stock.',
    answers: { 200: 'AdminProduct' },
    errors: ['product_unknown', 'catalog_failed'],
  },
  {
    ...{ method: 'POST', path: '/admin/products/:id', audience: 'admin', handler: postProductChange },
    summary: 'Changes a product: the body is all of it. Orders keep what they froze.',
    body: 'product',
    answers: { 200: 'AdminProduct' },
    errors: ['product_unknown', ['request_invalid', 409]],
  },
  {
    ...{ method: 'POST', path: '/admin/products/:id/remove', audience: 'admin', handler: postProductRemove },
    summary: 'Removes a product. Orders keep what they froze.',
    body: 'nothing',
    answers: { 200: 'Received' },
    errors: ['product_unknown', ['request_invalid', 409]],
  },
  {
    ...{ method: 'POST', path: '/admin/variants/:sku', audience: 'admin', handler: postVariant },
    summary: 'Sets price and stock of a variant.',
    body: 'variant',
    answers: { 200: 'AdminProduct' },
    errors: ['product_unknown', ['request_invalid', 409]],
  },
];
