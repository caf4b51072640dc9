/**
 * Makes a report of the books: sums by quarters of an hour, which the database makes, put together to the days of the merchant's
 * time zone. Nothing here writes.
 */
import { sql, type Kysely } from 'kysely';
import type {
  WireInterval,
  WireReport,
  WireReportCoupon,
  WireReportCounts,
  WireReportEarned,
  WireReportMoney,
  WireReportProduct,
  WireReportTotals,
  WireVisitKind,
} from '../../api/wire-reports.js';
import type { WireQuote } from '../../api/wire.js';
import type { Tables } from '../db/tables.js';
import type { World } from '../world.js';
import type { OrderId } from '../ids.js';
import { earnings, type Earned } from './earnings.js';
import { addDays, daysBetween, intervalDays, QUARTER, type Calendar, type Day } from './calendar.js';

export interface ReportWish {
  readonly from: Day;
  readonly to: Day;
  readonly interval: WireInterval;
  readonly calendar: Calendar;
}

/** Products named, for each currency. */
const TOP = 10;
/** Coupons named, for each currency. */
const TOP_COUPONS = 20;

export async function makeReport(world: World, wish: ReportWish): Promise<WireReport> {
  const { from, to, interval, calendar } = wish;
  const { mode, currency, countVisits } = world.settings;
  const earlier = { from: addDays(from, -daysBetween(from, to)), to: addDays(from, -1) };
  const start = calendar.startOf(from);
  const end = calendar.startOf(addDays(to, 1));
  const facts = await factsOf(world.db, mode, calendar.startOf(earlier.from), end);
  const days = intervalDays(from, to, interval);
  const starts = days.map((day) => calendar.startOf(day));
  const [now, before] = [facts.filter(({ at }) => at >= start), facts.filter(({ at }) => at < start)];
  const byInterval: Fact[][] = days.map(() => []);
  for (const fact of now) byInterval[starts.findLastIndex((at) => at <= fact.at)]?.push(fact);
  const totals = totalsOf(now);
  const earned = await earnings(world.db, { mode, start, end });
  return {
    ...{ from, to, interval, time_zone: calendar.timeZone, mode, currency, counts_visits: countVisits },
    totals,
    before: { ...earlier, ...totalsOf(before) },
    intervals: days.map((day, i) => ({
      start: day,
      ...countsOf(byInterval[i] ?? []),
      revenue: moneyOf(byInterval[i] ?? []).map(({ currency, revenue }) => ({ currency, amount: revenue })),
    })),
    earned: earnedOf(totals.money, earned),
    products: await productsOf(world.db, earned),
    coupons: await couponsOf(world.db, mode, start, end),
    gateways: [...new Set(now.flatMap(({ gateway }) => gateway ?? []))].sort().flatMap((gateway) =>
      moneyOf(now.filter((fact) => fact.gateway === gateway)).map(({ average: _, ...sums }) => ({
        gateway,
        ...sums,
      })),
    ),
  };
}

/** What happened in one quarter of an hour. */
interface Fact {
  readonly at: number;
  readonly kind: WireVisitKind | 'order' | 'money';
  /** Of visits and orders. */
  readonly count?: number;
  readonly gateway?: string;
  readonly currency?: string;
  readonly sums?: {
    readonly taken: number;
    readonly refunded: number;
    readonly lost: number;
    readonly orders: number;
  };
}

const quarter = (column: string) =>
  sql<number>`${sql.ref(column)} - ${sql.ref(column)} % ${sql.raw(String(QUARTER))}`;

async function factsOf(
  db: Kysely<Tables>,
  mode: 'test' | 'live',
  start: number,
  end: number,
): Promise<Fact[]> {
  const visits = await db
    .selectFrom('visit_counts')
    .select(['at', 'kind', 'count'])
    .where('at', '>=', start)
    .where('at', '<', end)
    .execute();
  const orders = await db
    .selectFrom('orders')
    .select((eb) => [quarter('placed_at').as('quarter'), eb.fn.countAll<number>().as('count')])
    .where('mode', '=', mode)
    .where('placed_at', '>=', start)
    .where('placed_at', '<', end)
    .groupBy('quarter')
    .execute();
  const takings = await db
    .selectFrom('takings')
    .select((eb) => [
      quarter('at').as('quarter'),
      ...(['gateway', 'currency'] as const),
      ...(['taken', 'refunded', 'lost', 'orders'] as const).map((name) => eb.fn.sum<number>(name).as(name)),
    ])
    .where('mode', '=', mode)
    .where('at', '>=', start)
    .where('at', '<', end)
    .groupBy(['quarter', 'gateway', 'currency'])
    .execute();
  return [
    ...visits,
    ...orders.map(({ quarter: at, count }): Fact => ({ at, kind: 'order', count })),
    ...takings.map(({ quarter: at, gateway, currency, ...sums }): Fact => ({
      at,
      kind: 'money',
      gateway,
      currency,
      sums,
    })),
  ];
}

function countsOf(facts: readonly Fact[]): WireReportCounts {
  const count = (kind: Fact['kind']): number =>
    facts.reduce((sum, fact) => (fact.kind === kind ? sum + (fact.count ?? 0) : sum), 0);
  return {
    visits: count('visit'),
    carts: count('cart'),
    checkouts: count('checkout'),
    orders: count('order'),
    paid_orders: facts.reduce((sum, fact) => sum + (fact.sums?.orders ?? 0), 0),
  };
}

function totalsOf(facts: readonly Fact[]): WireReportTotals {
  const counts = countsOf(facts);
  return {
    ...counts,
    conversion: counts.visits > 0 ? counts.paid_orders / counts.visits : null,
    money: moneyOf(facts),
  };
}

/** One for each currency, never added up. */
function moneyOf(facts: readonly Fact[]): WireReportMoney[] {
  const currencies = [...new Set(facts.flatMap(({ currency }) => currency ?? []))].sort();
  return currencies.map((currency) => {
    const sum = (name: keyof NonNullable<Fact['sums']>): number =>
      facts.reduce((all, fact) => (fact.currency === currency ? all + (fact.sums?.[name] ?? 0) : all), 0);
    const [taken, refunded, lost, paid_orders] = [sum('taken'), sum('refunded'), sum('lost'), sum('orders')];
    return {
      ...{ currency, taken, refunded, lost, revenue: taken - refunded - lost, paid_orders },
      average: paid_orders > 0 ? Math.round(taken / paid_orders) : null,
    };
  });
}

/** By the lines of orders as they were frozen, so that a product that is no longer sold still has its name. */
async function productsOf(db: Kysely<Tables>, earned: readonly Earned[]): Promise<WireReportProduct[]> {
  const top = best(earned, TOP, ({ amount, sku }) => [amount, sku]);
  const examples = top.map(({ example }) => example as OrderId);
  const quotes = examples.length
    ? await db.selectFrom('orders').select(['id', 'quote']).where('id', 'in', examples).execute()
    : [];
  const byId = new Map(quotes.map(({ id, quote }) => [id as string, JSON.parse(quote) as WireQuote]));
  return top.map(({ sku, currency, quantity, amount, example }) => {
    const item = byId.get(example)?.line_items.find(({ id }) => id === sku)?.item;
    return { sku, title: item?.title ?? sku, variant: item?.variant ?? '', quantity, currency, amount };
  });
}

/** All products together, and what else the revenue is made of. */
const earnedOf = (money: readonly WireReportMoney[], earned: readonly Earned[]): WireReportEarned[] =>
  money.map(({ currency, revenue }) => {
    const goods = earned.reduce((sum, each) => (each.currency === currency ? sum + each.amount : sum), 0);
    return { currency, goods, other: revenue - goods };
  });

/** Of orders whose money came or went in the time. */
async function couponsOf(
  db: Kysely<Tables>,
  mode: 'test' | 'live',
  start: number,
  end: number,
): Promise<WireReportCoupon[]> {
  const rows = await db
    .selectFrom('takings')
    .innerJoin('orders', 'orders.id', 'takings.order_id')
    .select((eb) => [
      ...(['orders.coupon', 'takings.currency'] as const),
      eb.fn.sum<number>('takings.orders').as('paid_orders'),
      eb.fn.sum<number>('takings.taken').as('taken'),
    ])
    .where('takings.mode', '=', mode)
    .where('orders.coupon', 'is not', null)
    .where('takings.at', '>=', start)
    .where('takings.at', '<', end)
    .groupBy(['orders.coupon', 'takings.currency'])
    .execute();
  return best(rows, TOP_COUPONS, ({ taken, coupon }) => [taken, coupon ?? '']).flatMap(
    ({ coupon, currency, paid_orders, taken }) =>
      paid_orders > 0 ? [{ code: coupon ?? '', currency, paid_orders, taken }] : [],
  );
}

/** The `count` with most of each currency; equal ones by name. */
function best<Row extends { readonly currency: string }>(
  rows: readonly Row[],
  count: number,
  rank: (row: Row) => readonly [amount: number, name: string],
): Row[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) =>
    rows
      .filter((row) => row.currency === currency)
      .sort((a, b) => rank(b)[0] - rank(a)[0] || (rank(a)[1] < rank(b)[1] ? -1 : 1))
      .slice(0, count),
  );
}
