/** Answers about an order and its payments, what is told of it to the merchant's own programs, and refusals. */
import { z } from 'zod';
import { amount, currency, list, mode, time } from './basics.js';
import { discounts, fulfillment, lines, quote, totals } from './shop.js';

const INSTRUCTIONS =
  'How to pay outside of the store, while that is to be done: plain text; `{number}` and `{total}` are to be filled in.';

export const payment = z.object({
  id: z.string(),
  number: z.int().describe('1 for the order’s first attempt.'),
  gateway: z.string(),
  status: z.enum(['open', 'requires_action', 'held', 'processing', 'paid', 'declined', 'canceled']),
  amount,
  currency,
  decline_code: z.string().nullable(),
  instructions: z.string().exactOptional().describe(INSTRUCTIONS),
});

export const order = z.object({
  id: z.string(),
  number: z.string().describe('Short, for people. Opens nothing.'),
  status: z.enum(['complete_in_progress', 'completed', 'canceled']),
  payment_status: z.enum([
    ...(['unpaid', 'processing', 'paid', 'partially_refunded', 'refunded', 'disputed', 'lost'] as const),
    ...(['canceled', 'expired', 'review'] as const),
  ]),
  mode,
  placed_at: time,
  currency,
  line_items: lines,
  totals,
  discounts,
  fulfillment,
  gift_note: z.string().exactOptional(),
  quote_hash: z.string(),
  buyer: z.object({ email_hint: z.string() }),
  amount_due: amount.describe('What a further payment would be for: the total without what is held.'),
  payments: list(payment),
});

const next = z.union([
  z.object({ type: z.literal('confirm'), client: z.record(z.string(), z.string()) }),
  z.object({
    type: z.literal('redirect'),
    method: z.enum(['GET', 'POST']),
    url: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('wait'), instructions: z.string().exactOptional().describe(INSTRUCTIONS) }),
]);

export const attempt = z.object({ order, payment, next });

export const placedOrder = attempt.extend({
  token: z.string().describe('Opens the order: `Authorization: Bearer`. The server keeps only its hash.'),
});

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable; see each route for those it can answer with.'),
  detail: z.string().exactOptional(),
  errors: list(z.object({ path: z.string(), message: z.string() }))
    .exactOptional()
    .describe('For `request_invalid`: which fields and why.'),
  quote: quote.exactOptional().describe('For `quote_changed` and `quote_blocked`: what holds now.'),
});

const address = z.object({
  full_name: z.string(),
  street_address: z.string(),
  extended_address: z.string().exactOptional(),
  address_locality: z.string().exactOptional(),
  address_region: z.string().exactOptional(),
  postal_code: z.string().exactOptional(),
  address_country: z.string(),
});

export const message = z.object({
  id: z.templateLiteral(['msg_', z.string()]).describe('The same at every repetition; also `webhook-id`.'),
  type: z.enum([
    ...(['order.placed', 'order.processing', 'order.unpaid', 'order.paid', 'order.reinstated'] as const),
    ...(['order.partially_refunded', 'order.refunded', 'order.disputed', 'order.lost'] as const),
    ...(['order.canceled', 'order.expired', 'order.review'] as const),
  ]),
  timestamp: time,
  data: z.object({
    sequence: z.int().describe('1 for the order’s first message; a message with a lower one is older.'),
    order: order.omit({ buyer: true, payments: true }).extend({
      total: amount,
      refunded: amount,
      buyer: z.object({ email: z.string(), phone: z.string().exactOptional() }),
      shipping_address: address,
      billing_address: address.nullable().describe('null: where the goods go.'),
      note: z.string().nullable().describe('The shopper’s words, with line breaks.'),
      consents: list(
        z.object({
          id: z.string(),
          text: z.string().describe('As the shopper read it.'),
          link: z.string().nullable(),
          locale: z.string().nullable().describe('BCP 47'),
          agreed_at: time,
        }),
      ),
      locale: z.string().nullable(),
      url: z.string(),
      payments: list(payment.extend({ gateway_payment_id: z.string().nullable() })),
    }),
  }),
});
