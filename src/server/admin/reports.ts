/** `GET /admin/reports`: what the merchant asks for, read and checked; reports/report.ts makes it. */
import { StoreError } from '../../errors.js';
import { json } from '../problems.js';
import {
  addDays,
  createCalendar,
  daysBetween,
  intervalDays,
  isDay,
  type Calendar,
} from '../reports/calendar.js';
import { INTERVALS } from '../reports/kinds.js';
import { makeReport } from '../reports/report.js';
import type { Handler } from '../world.js';

/** Days without being asked for more. */
const USUAL = 30;
/** Days that one report is made of. */
const DAYS_LIMIT = 3660;
const INTERVALS_LIMIT = 400;

const day = { type: 'string', pattern: '^20\\d\\d-\\d\\d-\\d\\d$' } as const;

/** As JSON Schema. */
export const REPORTS_QUERY = {
  from: { ...day, description: `First day, in the time zone. Default: ${USUAL} days with the last one.` },
  to: { ...day, description: 'Last day, which is included. Default: today.' },
  interval: {
    enum: INTERVALS,
    default: 'day',
    description: 'What the sums are divided into; weeks begin on Monday.',
  },
  tz: { type: 'string', default: 'UTC', description: 'IANA time zone, such as `Europe/Berlin`.' },
} as const;

export const getReport: Handler = async (world, { request }) => {
  const asked = new URL(request.url).searchParams;
  const calendar = calendarOf(asked.get('tz') ?? 'UTC');
  const to = asked.get('to') ?? calendar.dayAt(world.now());
  need(isDay(to), 'to', 'Must be a day such as 2026-11-28.');
  const from = asked.get('from') ?? addDays(to, 1 - USUAL);
  need(isDay(from) && from <= to, 'from', 'Must be a day such as 2026-11-01, not after the last one.');
  need(daysBetween(from, to) <= DAYS_LIMIT, 'from', `At most ${DAYS_LIMIT} days at once.`);
  const interval = INTERVALS.find((each) => each === (asked.get('interval') ?? 'day'));
  if (!interval) throw refused('interval', `Must be one of ${INTERVALS.join(', ')}.`);
  need(
    intervalDays(from, to, interval).length <= INTERVALS_LIMIT,
    'interval',
    `That makes more than ${INTERVALS_LIMIT} of them: ask for longer ones, or for less time.`,
  );
  return json(await makeReport(world, { from, to, interval, calendar }));
};

function calendarOf(name: string): Calendar {
  try {
    return createCalendar(name);
  } catch {
    throw refused('tz', 'Must be an IANA time zone such as Europe/Berlin.');
  }
}

function need(fits: boolean, name: string, message: string): void {
  if (!fits) throw refused(name, message);
}

const refused = (name: string, message: string): StoreError =>
  new StoreError('request_invalid', undefined, { info: { errors: [{ path: `query ${name}`, message }] } });
