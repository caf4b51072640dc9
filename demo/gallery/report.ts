import type {
  WireReport,
  WireReportInterval,
  WireReportMoney,
  WireReportTotals,
} from '../../src/api/wire-reports.js';

const money = (taken: number, refunded: number, paid: number): WireReportMoney => ({
  currency: 'USD',
  taken,
  refunded,
  lost: 0,
  revenue: taken - refunded,
  paid_orders: paid,
  average: paid ? Math.round(taken / paid) : null,
});

const totals = (visits: number, paid: number, taken: number, refunded: number): WireReportTotals => ({
  visits,
  carts: Math.round(visits / 4),
  checkouts: Math.round(visits / 9),
  orders: paid + 3,
  paid_orders: paid,
  conversion: visits ? paid / visits : null,
  money: [money(taken, refunded, paid)],
});

const days = Array.from({ length: 30 }, (_, i): WireReportInterval => {
  const wave = 2 + Math.round(3 * Math.sin(i / 2.2) + (i % 7 > 4 ? 2 : 0));
  return {
    start: new Date(Date.UTC(2026, 9, 22 + i)).toISOString().slice(0, 10),
    visits: 40 + wave * 9,
    carts: 10 + wave,
    checkouts: 4 + wave,
    orders: Math.max(0, wave),
    paid_orders: Math.max(0, wave - 1),
    revenue: [{ currency: 'USD', amount: Math.max(0, wave - 1) * 8400 }],
  };
});

export const REPORT: WireReport = {
  from: '2026-10-22',
  to: '2026-11-20',
  interval: 'day',
  time_zone: 'UTC',
  mode: 'test',
  currency: 'USD',
  counts_visits: true,
  totals: totals(1684, 61, 512400, 18800),
  before: { ...totals(1502, 66, 548000, 0), from: '2026-09-22', to: '2026-10-21' },
  intervals: days,
  earned: [{ currency: 'USD', goods: 440000, other: 53600 }],
  products: [
    {
      sku: 'teapot-one',
      title: 'Side-handled teapot for three cups',
      variant: '',
      quantity: 14,
      currency: 'USD',
      amount: 179200,
    },
    { sku: 'tea-bowl-ash', title: 'Tea bowl', variant: 'Ash', quantity: 41, currency: 'USD', amount: 139400 },
  ],
  coupons: [{ code: 'SPRING', currency: 'USD', paid_orders: 14, taken: 84_000 }],
  gateways: [{ ...money(512400, 18800, 61), gateway: 'stripe' }],
};

/** A shop's first day: nothing was counted and nothing ordered. */
export const EMPTY_REPORT: WireReport = {
  ...REPORT,
  totals: { ...totals(0, 0, 0, 0), orders: 0, money: [] },
  before: { ...totals(0, 0, 0, 0), orders: 0, money: [], from: '2026-09-22', to: '2026-10-21' },
  intervals: days.map((day) => ({
    ...day,
    ...{ visits: 0, carts: 0, checkouts: 0, orders: 0, paid_orders: 0, revenue: [] },
  })),
  products: [],
  coupons: [],
  gateways: [],
};
