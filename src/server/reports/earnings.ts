/**
 * What products earned: of each order whose money came, its lines less their discounts; of what went back, each line's share, by
 * what the lines, the delivery and the added tax came to. To the unit: with delivery and added tax it is the revenue.
 */
import { sql, type Kysely } from 'kysely';
import { allocate, money } from '../../money.js';
import type { WireQuote } from '../../api/wire.js';
import type { Tables } from '../db/tables.js';

export interface Earned {
  readonly sku: string;
  readonly currency: string;
  quantity: number;
  amount: number;
  /** An order with such a line. */
  readonly example: string;
}

interface Span {
  readonly mode: 'test' | 'live';
  readonly start: number;
  readonly end: number;
}

/** Of every product, in each currency. */
export async function earnings(db: Kysely<Tables>, span: Span): Promise<Earned[]> {
  const sold = await db
    .selectFrom('takings')
    .innerJoin('order_lines', 'order_lines.order_id', 'takings.order_id')
    .select((eb) => [
      ...(['order_lines.sku', 'takings.currency'] as const),
      sql<number>`sum(takings.orders * order_lines.quantity)`.as('quantity'),
      sql<number>`sum(takings.orders * (order_lines.quantity * order_lines.unit_price - order_lines.discount))`.as(
        'amount',
      ),
      eb.fn.max('order_lines.order_id').as('example'),
    ])
    .where('takings.mode', '=', span.mode)
    .where('takings.orders', '!=', 0)
    .where('takings.at', '>=', span.start)
    .where('takings.at', '<', span.end)
    .groupBy(['order_lines.sku', 'takings.currency'])
    .execute();
  const keyOf = (sku: string, currency: string): string => `${currency} ${sku}`;
  const all = new Map(sold.map((row): [string, Earned] => [keyOf(row.sku, row.currency), { ...row }]));
  for (const { id, currency, sku, amount } of await returned(db, span)) {
    const key = keyOf(sku, currency);
    const earned = all.get(key) ?? { sku, currency, quantity: 0, amount: 0, example: id };
    all.set(key, earned);
    earned.amount -= amount;
  }
  return [...all.values()];
}

interface Returned {
  readonly id: string;
  readonly currency: string;
  readonly sku: string;
  readonly amount: number;
}

/** Orders read at once. */
const BATCH = 200;

/** What went back in the time, line by line. */
async function returned(db: Kysely<Tables>, { mode, start, end }: Span): Promise<Returned[]> {
  const touched = await db
    .selectFrom('takings')
    .select('order_id')
    .distinct()
    .where('mode', '=', mode)
    .where('at', '>=', start)
    .where('at', '<', end)
    .where((eb) => eb.or([eb('refunded', '!=', 0), eb('lost', '!=', 0)]))
    .execute();
  const parts: Returned[] = [];
  for (let from = 0; from < touched.length; from += BATCH) {
    const ids = touched.slice(from, from + BATCH).map(({ order_id }) => order_id);
    const orders = await db.selectFrom('orders').select(['id', 'quote']).where('id', 'in', ids).execute();
    const rows = await db
      .selectFrom('takings')
      .select(['order_id', 'at', 'refunded', 'lost'])
      .where('order_id', 'in', ids)
      .where('at', '<', end)
      .execute();
    for (const order of orders) {
      const mine = rows.filter(({ order_id }) => order_id === order.id);
      const back = (until: number): number =>
        mine.reduce((sum, row) => (row.at < until ? sum + row.refunded + row.lost : sum), 0);
      parts.push(...sharesOf(order, back(start), back(end)));
    }
  }
  return parts;
}

/** From one sum given back to another: what the lines' shares grow by, so that the parts of any division of time add up. */
function sharesOf(
  { id, quote: json }: { id: string; quote: string },
  before: number,
  after: number,
): Returned[] {
  const quote = JSON.parse(json) as WireQuote;
  const { currency, line_items: lines, totals } = quote;
  const of = (rows: WireQuote['totals'], type: string): number =>
    rows.find((row) => row.type === type && !row.included)?.amount ?? 0;
  const weights = [
    ...lines.map((line) => of(line.totals, 'total')),
    of(totals, 'fulfillment'),
    of(totals, 'tax'),
  ];
  const [then, now] = [before, after].map((sum) => allocate(money(sum, currency), weights));
  return lines.map(({ id: sku }, n) => ({
    ...{ id, currency, sku },
    amount: (now?.[n]?.amount ?? 0) - (then?.[n]?.amount ?? 0),
  }));
}
