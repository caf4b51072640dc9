/** The options of the rate limits, and what holds without any. */
import { createMemoryLimiter, type MemoryLimiter, type RateLimiter, type RateRule } from './limits.js';
import { need } from './option-checks.js';

/** What a route takes a place of. */
export type Spends = 'quotes' | 'orders' | 'payments' | 'reports' | 'visits';

export interface LimitOptions {
  /** Quotes per client. Default 120 a minute; counted in each process for itself, since they reach no gateway. */
  readonly quotes?: RateRule;
  /**
   * Coupon codes per client that stand for nothing. Default 10 in ten minutes; then no code of theirs is looked at for a
   * while. Counted in each process for itself.
   */
  readonly coupons?: RateRule;
  /** Orders per client. Default 20 in ten minutes. */
  readonly orders?: RateRule;
  /** Payment attempts, tokens and cancelations per client, and also per order. Default 30 in ten minutes. */
  readonly payments?: RateRule;
  /** What browsers report of the pages, per client. Default 60 a minute; counted in each process for itself. */
  readonly reports?: RateRule;
  /** Visits that are counted, per client. Default 60 a minute; counted in each process for itself. */
  readonly visits?: RateRule;
  /** Wrong admin keys per client. Default 10 a minute; counted in each process for itself. */
  readonly admin?: RateRule;
  /** Declined attempts of one order, after which only a new order is taken. Default 5. */
  readonly declines?: number;
  /**
   * Orders and payments of all clients together while cards seem to be tested. Default 10 a minute: shoppers share them with
   * the attacker, so a shop that is attacked wants `verifyHuman`.
   */
  readonly suspicious?: RateRule;
  /**
   * Asks whether a person is behind the request (Turnstile, hCaptcha, …) while cards seem to be tested; then who passes is
   * not held back by `suspicious`, and who does not gets 403. It gets method, address and headers; the page's proof belongs
   * in the header `Human-Token`. If it throws, `suspicious` applies.
   */
  readonly verifyHuman?: (request: Request) => boolean | Promise<boolean>;
  /** Where orders and payments are counted. Default: in the store's database. */
  readonly limiter?: RateLimiter;
}

export interface Limits extends Required<Omit<LimitOptions, 'limiter' | 'verifyHuman'>> {
  readonly limiter: RateLimiter | undefined;
  readonly verifyHuman: LimitOptions['verifyHuman'] | undefined;
  /** For what need not be shared between processes. */
  readonly memory: MemoryLimiter;
}

const MINUTE = 60_000;

/** @throws TypeError for a rule that is none. */
export function limitsOf(options: LimitOptions | false | undefined, now: () => number): Limits | undefined {
  if (options === false) return undefined;
  const limits: Limits = {
    quotes: { limit: 120, windowMs: MINUTE },
    coupons: { limit: 10, windowMs: 10 * MINUTE },
    orders: { limit: 20, windowMs: 10 * MINUTE },
    payments: { limit: 30, windowMs: 10 * MINUTE },
    suspicious: { limit: 10, windowMs: MINUTE },
    reports: { limit: 60, windowMs: MINUTE },
    visits: { limit: 60, windowMs: MINUTE },
    admin: { limit: 10, windowMs: MINUTE },
    declines: 5,
    limiter: undefined,
    verifyHuman: undefined,
    ...options,
    memory: createMemoryLimiter(now),
  };
  for (const name of [
    'quotes',
    'coupons',
    'orders',
    'payments',
    'suspicious',
    'reports',
    'visits',
    'admin',
  ] as const) {
    const { limit, windowMs } = limits[name];
    need(
      [limit, windowMs].every((number) => Number.isInteger(number) && number > 0),
      'limits',
      `needs a whole limit and whole milliseconds for ${name}.`,
    );
  }
  need(
    Number.isInteger(limits.declines) && limits.declines > 0,
    'limits',
    'needs a whole number of declines.',
  );
  return limits;
}
