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
import { DECISIONS, FINDING_KINDS, FINDING_STATES } from './evidence/kinds.js';
import { INTERVALS } from './reports/kinds.js';
import type { OrderMessage } from './outbox/message.js';

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const texts = list(z.string());
const amount = z.int().describe('Minor units of the currency that stands beside it.');
const currency = z.string().regex(/^[A-Z]{3}$/).describe('ISO 4217'); // prettier-ignore
const mode = z.enum(['test', 'live']);
const time = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC.' });

const config = z.object({
  name: z.string(),
  currency,
  mode,
  countries: texts.describe('ISO 3166-1 alpha-2; where the store delivers to. The first is the default.'),
  consents: list(
    z.object({
      id: z.string(),
      required: z.boolean().describe('Nobody orders without it.'),
      text: z.string().describe('Plain text; words in [brackets] lead to `link`.'),
      link: z.string().nullable(),
      translations: z
        .record(z.string(), z.object({ text: z.string(), link: z.string().nullable() }))
        .describe('The same in other languages, by BCP 47 tag.'),
    }),
  ).exactOptional(),
  order_note: z.literal(true).exactOptional().describe('Shoppers may write a note to their order.'),
  prices_by: list(z.enum(['region', 'postal_code']))
    .exactOptional()
    .describe('What of an address prices depend on beside the country.'),
  gateways: list(
    z.object({
      name: z.string(),
      kind: z.enum(['frame', 'redirect', 'offline']),
      mode,
      frame_origins: texts.describe('Origins the gateway’s frames may have.'),
      redirect_hosts: texts.describe('Hosts the shopper may be sent to.'),
      settings: z.record(z.string(), z.string()).describe('Publishable settings; never a secret.'),
      claims: list(
        z.object({
          subject: z.string(),
          claim: z.string(),
          source_url: z.string(),
          checked_on: z.string().regex(/^\d{4}-\d\d-\d\d$/),
        }),
      )
        .exactOptional()
        .describe('What the gateway says of itself; absent unless the store wants it shown.'),
    }),
  ),
  catalog_mode: z
    .object({ prices: z.boolean() })
    .exactOptional()
    .describe('The store shows its products and sells none.'),
});

const picture = z.object({
  url: z.string(),
  alt: z.string(),
  width: z.int(),
  height: z.int(),
  sources: list(z.object({ url: z.string(), width: z.int() })).exactOptional(),
});
const image = picture.nullable();

const product = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  currency,
  image,
  options: list(z.object({ name: z.string(), values: texts })),
  variants: list(
    z.object({
      sku: z.string(),
      title: z.string(),
      options: z.record(z.string(), z.string()).describe('Option name → value.'),
      price: amount.nullable().describe('null: the store shows no prices.'),
      available: z.boolean(),
      compare_at_price: amount.nullable().exactOptional().describe('What it cost before.'),
      image: image.exactOptional(),
      left: z.int().exactOptional().describe('How many can still be ordered; only told when they are few.'),
    }),
  ),
  category: z.string().nullable().exactOptional(),
  images: list(picture).exactOptional(),
  catalog_only: z.boolean().exactOptional().describe('It can be looked at and not be bought here.'),
});

const adminProduct = z.object({
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

const totals = list(
  z.object({
    type: z.enum(['subtotal', 'discount', 'fulfillment', 'tax', 'total']),
    amount,
    included: z
      .literal(true)
      .exactOptional()
      .describe('Only on tax: it is inside the other amounts already, and not added to the total.'),
  }),
);

const discounts = z
  .object({
    codes: texts.describe('What the request named; a message says why one is not applied.'),
    applied: list(z.object({ code: z.string(), title: z.string(), amount })),
  })
  .exactOptional()
  .describe('Absent: the store takes no codes.');

const lines = list(
  z.object({
    id: z.string().describe('The sku: one line per sku.'),
    item: z.object({
      id: z.string(),
      product_id: z.string(),
      title: z.string(),
      variant: z.string().describe('The chosen options in words.'),
      price: amount,
      image,
    }),
    quantity: z.int(),
    quantity_max: z.int().describe('The most that can be ordered now; 0 means sold out.'),
    totals,
  }),
);

const fulfillment = z.object({
  country: z.string().nullable(),
  options: list(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      amount,
      free_from: z.int().exactOptional().describe('From goods of this amount on it costs nothing.'),
    }),
  ),
  option_id: z.string().nullable(),
});

const quote = z.object({
  status: z.enum(['incomplete', 'ready_for_complete']),
  hash: z.string().describe('Binds lines, prices, currency, delivery and tax; an order names it.'),
  currency,
  line_items: lines,
  totals,
  discounts,
  fulfillment,
  messages: list(
    z.object({
      type: z.enum(['error', 'warning', 'info']),
      code: z.string(),
      path: z.string().exactOptional().describe('JSONPath of what it is about, in the request.'),
      sku: z.string().exactOptional(),
      amount: z.int().exactOptional().describe('Minor units it speaks of.'),
      content: z.string(),
    }),
  ),
});

const INSTRUCTIONS =
  'How to pay outside of the store, while that is to be done: plain text; `{number}` and `{total}` are to be filled in.';

const payment = z.object({
  id: z.string(),
  number: z.int().describe('1 for the order’s first attempt.'),
  gateway: z.string(),
  status: z.enum(['open', 'requires_action', 'held', 'processing', 'paid', 'declined', 'canceled']),
  amount,
  currency,
  decline_code: z.string().nullable(),
  instructions: z.string().exactOptional().describe(INSTRUCTIONS),
});

const order = z.object({
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

const attempt = z.object({ order, payment, next });

const problem = z.object({
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

const message = z.object({
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

const refund = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount,
  reason: z.string().nullable(),
  status: z.enum(['pending', 'succeeded', 'failed']).describe('pending: the gateway has not answered yet.'),
  created_at: time,
});

const adminOrder = message.shape.data.shape.order.extend({
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

const adminOrderList = z.object({
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

const alertList = z.object({
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

const evidence = z.object({
  findings: list(
    z.object({
      id: z.string(),
      page: z.string().describe('Path of the page; numbers and keys in it are replaced.'),
      kind: z.enum(FINDING_KINDS),
      subject: z.string(),
      detail: z.string().describe('A hash, the header’s value, the directive; may be empty.'),
      added_by: z
        .string()
        .exactOptional()
        .describe('The script that added it, or `inline`; absent where a browser can’t tell.'),
      first_seen_at: time,
      last_seen_at: time,
      times: z.int(),
      status: z.enum(FINDING_STATES),
      decision: z
        .object({ decision: z.enum(DECISIONS), reason: z.string(), by: z.string(), at: time })
        .nullable(),
    }),
  ),
  full: z.boolean().describe('More was told than the store keeps.'),
});

const reportMoney = z.object({
  currency,
  taken: amount,
  refunded: amount,
  lost: amount.describe('Charged back for good.'),
  revenue: amount,
  paid_orders: z.int(),
  average: amount.nullable(),
});

const reportCounts = z.object({
  visits: z.int(),
  carts: z.int(),
  checkouts: z.int(),
  orders: z.int(),
  paid_orders: z.int(),
});

const reportTotals = reportCounts.extend({
  conversion: z.number().nullable().describe('Paid orders per visit.'),
  money: list(reportMoney),
});

const report = z.object({
  from: z.string(),
  to: z.string(),
  interval: z.enum(INTERVALS),
  time_zone: z.string(),
  mode,
  currency,
  counts_visits: z.boolean(),
  totals: reportTotals,
  before: reportTotals.extend({ from: z.string(), to: z.string() }),
  intervals: list(reportCounts.extend({ start: z.string(), revenue: list(z.object({ currency, amount })) })),
  earned: list(
    z.object({
      currency,
      goods: amount.describe('All products, less discounts and their shares of what went back.'),
      other: amount.describe('Delivery and added tax; with goods it is the revenue.'),
    }),
  ),
  products: list(
    z.object({
      sku: z.string(),
      title: z.string(),
      variant: z.string(),
      quantity: z.int(),
      currency,
      amount,
    }),
  ),
  gateways: list(reportMoney.omit({ average: true }).extend({ gateway: z.string() })),
  coupons: list(z.object({ code: z.string(), currency, paid_orders: z.int(), taken: amount })),
});

const coupon = z.object({
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

/** By the name they have in the document. */
export const ANSWERS = {
  Config: config,
  Product: product,
  AdminProduct: adminProduct,
  AdminProductList: z.object({ products: list(adminProduct), next_cursor: z.string().nullable() }),
  ProductList: z.object({
    products: list(product),
    total: z.int().describe('Products on all pages.'),
    page: z.int(),
    pages: z.int(),
    categories: list(z.object({ name: z.string(), count: z.int() })),
  }),
  Quote: quote,
  Order: order,
  Attempt: attempt,
  PlacedOrder: attempt.extend({
    token: z.string().describe('Opens the order: `Authorization: Bearer`. The server keeps only its hash.'),
  }),
  Problem: problem,
  OrderMessage: message,
  AdminOrderList: adminOrderList,
  AdminOrder: adminOrder,
  Refund: refund,
  RefundAnswer: refund.extend({
    more: list(refund).exactOptional().describe('Of the order’s other payments, where it was paid in parts.'),
  }),
  AlertList: alertList,
  Coupon: coupon,
  CouponList: z.object({ coupons: list(coupon) }),
  Evidence: evidence,
  Report: report,
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
