/**
 * Rate limits: a bucket per key that fills by one with every request and empties evenly (the generic cell rate algorithm,
 * ITU-T I.371). One number per key, no burst at the edge of a window, and a refused request costs nothing.
 */
import { sql, type Kysely } from 'kysely';
import type { Tables } from './db/tables.js';
import { transact } from './db/transact.js';
import { sha256 } from './ids.js';

/** At most `limit` at once, and on average `limit` in `windowMs` milliseconds. */
export interface RateRule {
  readonly limit: number;
  readonly windowMs: number;
}

export type RateAnswer = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** Counts requests. Another one can be given (`limits.limiter`), for instance on Redis. */
export interface RateLimiter {
  /** Takes one place in the bucket of that key, or says when there will be one. */
  take(key: string, rule: RateRule): Promise<RateAnswer>;
}

/** In milliseconds: how much one request fills the bucket. */
const dropOf = ({ limit, windowMs }: RateRule): number => Math.max(1, Math.floor(windowMs / limit));

/** Counts in this process: cheap, but of N processes each allows as much. */
export interface MemoryLimiter extends RateLimiter {
  /** As `take`, at once; what turns out not to count gives its place back. */
  reserve(key: string, rule: RateRule): { readonly ok: boolean; readonly giveBack: () => void };
}

export function createMemoryLimiter(now: () => number): MemoryLimiter {
  const emptyAt = new Map<string, number>();
  const takeNow = (key: string, rule: RateRule): RateAnswer => {
    const at = now();
    const drop = dropOf(rule);
    // Those at the front were touched longest ago, so the map is never bigger than what is not yet empty.
    for (const [old, empty] of emptyAt) {
      if (empty > at) break;
      emptyAt.delete(old);
    }
    const full = Math.max(at, emptyAt.get(key) ?? 0) + drop;
    const wait = full - (at + rule.windowMs);
    if (wait > 0) return { ok: false, retryAfterMs: wait };
    emptyAt.delete(key);
    emptyAt.set(key, full);
    return { ok: true };
  };
  return {
    take: (key, rule) => Promise.resolve(takeNow(key, rule)),
    reserve(key, rule) {
      const { ok } = takeNow(key, rule);
      const giveBack = (): void => {
        if (ok) emptyAt.set(key, (emptyAt.get(key) ?? 0) - dropOf(rule));
      };
      return { ok, giveBack };
    },
  };
}

/** Counts in the database, so that all processes of a store share the buckets. Keys are kept as digests. */
export function createDatabaseLimiter(db: Kysely<Tables>, now: () => number): RateLimiter {
  return {
    take: (plain, rule) =>
      // A transaction, although one statement would do: on SQLite that is what waits for its turn.
      transact(db, async (trx): Promise<RateAnswer> => {
        const at = now();
        const key = sha256(plain);
        const drop = dropOf(rule);
        const fuller = sql<number>`case when rate_limits.empty_at > ${at} then rate_limits.empty_at else ${at} end + ${drop}`;
        const taken = await trx
          .insertInto('rate_limits')
          .values({ key, empty_at: at + drop })
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet({ empty_at: fuller })
              .where(fuller, '<=', at + rule.windowMs),
          )
          .returning('key')
          .executeTakeFirst();
        if (taken) return { ok: true };
        const { empty_at } = await trx
          .selectFrom('rate_limits')
          .select('empty_at')
          .where('key', '=', key)
          .executeTakeFirstOrThrow();
        return { ok: false, retryAfterMs: empty_at + drop - (at + rule.windowMs) };
      }),
  };
}

/** Takes empty buckets away: who asked is not kept longer than it takes to limit. */
export async function forgetLimits({ db, now }: { db: Kysely<Tables>; now: () => number }): Promise<void> {
  const at = now();
  const old = db.selectFrom('rate_limits').select('key').where('empty_at', '<=', at).limit(1);
  if (!(await old.executeTakeFirst())) return;
  await transact(db, (trx) => trx.deleteFrom('rate_limits').where('empty_at', '<=', at).execute());
}
