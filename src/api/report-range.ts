/** Which days the merchant means: of their own calendar, as `2026-11-28`. Pure. */
import type { WireInterval } from './wire-reports.js';

export const RANGES = ['7', '30', '90', 'month', 'last_month', 'year'] as const;
export type Range = (typeof RANGES)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The day it is in that time zone. */
export function todayIn(timeZone: string, now: number): string {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
}

export function daysOf(range: Range, today: string): Days {
  const month = `${today.slice(0, 7)}-01`;
  switch (range) {
    case 'month':
      return { from: month, to: today };
    case 'last_month': {
      const to = shift(month, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    default:
      return { from: shift(today, 1 - Number(range)), to: today };
  }
}

/** What makes a chart that can be read: not more than some forty bars. */
export function intervalFor({ from, to }: Days): WireInterval {
  const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
  return days <= 45 ? 'day' : days <= 280 ? 'week' : 'month';
}

const DAY = 86_400_000;

const shift = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
