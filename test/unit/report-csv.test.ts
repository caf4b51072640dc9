import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csv, productsCsv, reportCsv } from '../../src/api/report-csv.js';
import { daysOf, intervalFor, todayIn } from '../../src/api/report-range.js';
import type { WireReport } from '../../src/api/wire-reports.js';

/** RFC 4180, as a spreadsheet reads it. */
function parse(text: string): string[][] {
  assert.ok(text.startsWith('\ufeff'));
  const rows: string[][] = [];
  let row: string[] = [];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  token.lastIndex = 1;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    assert.ok(found, 'no CSV');
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const counts = { visits: 4, carts: 3, checkouts: 2, orders: 2, paid_orders: 1 };
const report = (products: WireReport['products'] = []): WireReport => ({
  ...{ from: '2026-11-01', to: '2026-11-02', interval: 'day', time_zone: 'UTC', mode: 'live', currency: 'EUR' },
  ...{ counts_visits: true, gateways: [], coupons: [], earned: [], products },
  totals: {
    ...counts,
    conversion: 0.25,
    money: ['EUR', 'JPY', 'KWD'].map((currency) => ({
      ...{ currency, taken: 0, refunded: 0, lost: 0, revenue: 0, paid_orders: 0, average: null },
    })),
  },
  before: { ...counts, from: '2026-10-30', to: '2026-10-31', conversion: null, money: [] },
  intervals: [
    { start: '2026-11-01', ...counts, revenue: [{ currency: 'EUR', amount: -1205 }, { currency: 'JPY', amount: 500 }] },
    { start: '2026-11-02', ...counts, revenue: [{ currency: 'KWD', amount: 1234 }] },
  ],
}); // prettier-ignore

describe('reports as CSV', () => {
  it('has a row for each interval and a column for each currency, amounts as decimals', () => {
    assert.deepEqual(parse(reportCsv(report())), [
      ['start', 'visits', 'carts', 'checkouts', 'orders', 'paid_orders', 'revenue_EUR', 'revenue_JPY', 'revenue_KWD'],
      ['2026-11-01', '4', '3', '2', '2', '1', '-12.05', '500', '0.000'],
      ['2026-11-02', '4', '3', '2', '2', '1', '0.00', '0', '1.234'],
    ]); // prettier-ignore
  });

  it('T-29: no cell is a formula, whatever a product is called, and every name can be read back', () => {
    const names = [
      ...[
        '=1+1',
        '+1',
        '-1+1',
        '@SUM(A1)',
        '\t=1',
        '\r=1',
        '\n=1',
        ' =1',
        '\u200b=1',
        '＝1',
        '|calc',
        '%0A=1',
      ],
      ...[
        '=HYPERLINK("https://evil.example","x")',
        "=cmd|' /C calc'!A0",
        'a","=1',
        'a\r\n=1,=2',
        'Tea, "green"',
      ],
    ];
    for (const title of names) {
      const product = { sku: '=sku', title, variant: '', quantity: 2, currency: 'EUR', amount: 2500 };
      const rows = parse(productsCsv(report([product])));
      assert.equal(rows.length, 2, title);
      const [sku, name, , quantity, , amount] = rows[1] ?? [];
      assert.deepEqual([sku, quantity, amount], ["'=sku", '2', '25.00']);
      assert.equal(name?.replace(/^'/, ''), title);
      assert.doesNotMatch(name ?? '', /^[\s\u200b]*[=+\-@＝|%]/);
    }
  });

  it('T-29: holds for any text in any cell', () => {
    const wild = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",\' 1a') }));
    fc.assert(
      fc.property(fc.array(fc.array(wild, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const back = parse(csv(rows));
        assert.equal(back.length, rows.length);
        back.forEach((row, y) => {
          assert.equal(row.length, rows[y]?.length);
          row.forEach((cell, x) => {
            const was = rows[y]?.[x] ?? '';
            assert.ok(cell === was || cell === `'${was}`);
            assert.ok(!/^\s*[=+\-@\t\r]/.test(cell) || /^-\d+(\.\d+)?$/.test(cell), JSON.stringify(cell));
          });
        });
      }),
    );
  }); // prettier-ignore
});

describe('the days of a report', () => {
  it('are the merchant’s own', () => {
    const at = Date.parse('2026-11-28T23:30:00Z');
    assert.equal(todayIn('UTC', at), '2026-11-28');
    assert.equal(todayIn('Asia/Tokyo', at), '2026-11-29');
    assert.deepEqual(daysOf('7', '2026-03-02'), { from: '2026-02-24', to: '2026-03-02' });
    assert.deepEqual(daysOf('month', '2026-03-02'), { from: '2026-03-01', to: '2026-03-02' });
    assert.deepEqual(daysOf('last_month', '2028-03-31'), { from: '2028-02-01', to: '2028-02-29' });
    assert.deepEqual(daysOf('last_month', '2026-01-15'), { from: '2025-12-01', to: '2025-12-31' });
    assert.deepEqual(daysOf('year', '2026-11-28'), { from: '2026-01-01', to: '2026-11-28' });
  });

  it('are divided so that a chart has not too many bars', () => {
    for (const [from, interval] of [['2026-11-01', 'day'], ['2026-08-01', 'week'], ['2024-01-01', 'month']] as const)
      assert.equal(intervalFor({ from, to: '2026-11-28' }), interval);
  }); // prettier-ignore
});
