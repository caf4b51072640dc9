/** Answers of the merchant's API that are read rather than worked with: what payment pages load, and how the shop does. */
import { z } from 'zod';
import { DECISIONS, FINDING_KINDS, FINDING_STATES } from '../evidence/kinds.js';
import { INTERVALS } from '../reports/kinds.js';
import { amount, currency, list, mode, time } from './basics.js';

export const evidence = z.object({
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

export const report = z.object({
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
