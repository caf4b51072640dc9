/** Answers of the merchant's API: products, coupons, orders, money given back, alerts. */
import { z } from 'zod';
import { amount, currency, image, list, mode, picture, texts, time } from './basics.js';
import { message, order } from './order.js';

export const adminProduct = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  currency,
  image,
  images: list(picture),
  added_at: time,
  options: list(z.object({ name: z.string(), values: texts })),
  variants: list(
    z.object({
      sku: z.string(),
      title: z.string(),
      options: z.record(z.string(), z.string()),
      price: amount,
      compare_at_price: amount.nullable(),
      stock: z.int().nullable().describe('Pieces owned, ordered ones included; null: never runs out.'),
      taken: z.int().describe('Pieces that orders hold or have bought.'),
      image,
    }),
  ),
});

export const adminProductList = z.object({
  products: list(adminProduct),
  next_cursor: z.string().nullable(),
});

export const coupon = z.object({
  code: z.string(),
  title: z.string(),
  rate: z.int().nullable().describe('Basis points: 1000 is 10 %.'),
  amount: amount.nullable(),
  minimum: amount.nullable(),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
  max_uses: z.int().nullable(),
  skus: texts.nullable(),
  products: texts.nullable(),
  categories: texts.nullable(),
  exclude_sale: z.boolean().describe('Takes nothing off what costs less than it did before.'),
  once_per_customer: z
    .boolean()
    .describe('Each customer, known by the e-mail address, can use it for one order.'),
  uses: z.int().describe('Orders that hold or have used it.'),
  source: z.enum(['settings', 'api']),
  created_at: time.nullable(),
  disabled_at: time.nullable(),
});

export const couponList = z.object({ coupons: list(coupon) });

export const refund = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount,
  reason: z.string().nullable(),
  status: z.enum(['pending', 'succeeded', 'failed']).describe('pending: the gateway has not answered yet.'),
  created_at: time,
});

export const refundAnswer = refund.extend({
  more: list(refund).exactOptional().describe('Of the order’s other payments, where it was paid in parts.'),
});

export const adminOrder = message.shape.data.shape.order.extend({
  refunds: list(refund),
  events: list(
    z.object({
      payment_id: z.string(),
      type: z.string(),
      via: z.enum(['callback', 'api', 'merchant']),
      note: z.string().nullable().describe('The merchant’s own words.'),
      occurred_at: time,
      received_at: time,
      status: z.string().nullable(),
      amount: amount.nullable(),
      currency: z.string().nullable(),
      verdict: z.enum(['placed', 'mismatch', 'unplaced', 'silent']),
      reasons: texts,
    }),
  ),
  alerts: list(z.object({ code: z.string(), at: time, resolved: z.boolean() })),
});

export const adminOrderList = z.object({
  orders: list(
    z.object({
      id: z.string(),
      number: z.string(),
      payment_status: order.shape.payment_status,
      mode,
      placed_at: time,
      currency,
      total: amount,
      refunded: amount,
      email: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const alertList = z.object({
  alerts: list(
    z.object({
      id: z.string(),
      code: z.string(),
      at: time,
      order_id: z.string().nullable(),
      payment_id: z.string().nullable(),
      reasons: texts,
      resolved_at: time.nullable(),
    }),
  ),
});
