/**
 * Reports as CSV (RFC 4180) that a spreadsheet opens as what it is: amounts as decimals, text as text. What a spreadsheet would take
 * for a formula gets an apostrophe in front (security notes T-29): names of products are a stranger's words.
 */
import { money, toDecimal } from '../money.js';
import type { WireReport } from './wire-reports.js';

/** With the mark by which spreadsheets know UTF-8. */
export const csv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;

const cell = (value: string | number | null): string => {
  if (value === null) return '';
  const text = String(value);
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  const safe = /^[\s\p{Cf}]*[=+\-@\t\r\n|%＝＋－＠]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** One row for each day, week or month, and one column of money for each currency. */
export function reportCsv({ intervals, totals }: WireReport): string {
  const currencies = totals.money.map(({ currency }) => currency);
  const head = ['start', 'visits', 'carts', 'checkouts', 'orders', 'paid_orders'];
  return csv([
    [...head, ...currencies.map((currency) => `revenue_${currency}`)],
    ...intervals.map(({ start, visits, carts, checkouts, orders, paid_orders, revenue }) => [
      ...[start, visits, carts, checkouts, orders, paid_orders],
      ...currencies.map((currency) => {
        const found = revenue.find((each) => each.currency === currency);
        return toDecimal(money(found?.amount ?? 0, currency));
      }),
    ]),
  ]);
}

export const productsCsv = ({ products }: WireReport): string =>
  csv([
    ['sku', 'title', 'variant', 'quantity', 'currency', 'amount'],
    ...products.map(({ sku, title, variant, quantity, currency, amount }) => [
      ...[sku, title, variant, quantity, currency],
      toDecimal(money(amount, currency)),
    ]),
  ]);
