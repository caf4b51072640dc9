/**
 * Days, weeks and months of a time zone as points in time. Pure. Every zone's clock has stood a multiple of 15 minutes off UTC since
 * long before this software, so quarters of an hour are the finest grain that is needed.
 */
import type { WireInterval } from '../../api/wire-reports.js';

export const QUARTER = 900_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `2026-11-28` */
export type Day = string;

export const isDay = (text: string): boolean =>
  /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

const dayOf = (utc: number): Day => new Date(utc).toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * DAY);

/** How many days from the first to the last, both counted. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY + 1;

export interface Calendar {
  /** IANA name, as the engine writes it. */
  readonly timeZone: string;
  /** The day it is there. */
  dayAt(at: number): Day;
  /** When that day begins there; where it was left out, when the next one does. */
  startOf(day: Day): number;
}

/** @throws RangeError if there is no such zone. */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  const dayAt = (at: number): Day => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  };
  return {
    timeZone: format.resolvedOptions().timeZone,
    dayAt,
    startOf(day) {
      // Zones are up to 14 hours ahead and 12 behind: somewhere in between the day begins.
      let low = Date.parse(day) - 15 * HOUR;
      let high = Date.parse(day) + 15 * HOUR;
      while (high - low > QUARTER) {
        const middle = low + Math.floor((high - low) / QUARTER / 2) * QUARTER;
        if (dayAt(middle) >= day) high = middle;
        else low = middle;
      }
      return high;
    },
  };
}

/** The first days of the intervals that make up `from`…`to`: weeks begin on Monday, and the first one where it is asked to. */
export function intervalDays(from: Day, to: Day, interval: WireInterval): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const date = new Date(day);
    const begins =
      interval === 'day' ||
      day === from ||
      (interval === 'week' ? date.getUTCDay() === 1 : date.getUTCDate() === 1);
    if (begins) days.push(day);
  }
  return days;
}
