/**
 * Who may go on to what costs money: at every route that can reach a gateway a client, an order and, while cards seem to be
 * tested, everybody together can do only so much (security notes T-19). On by default.
 */
import { StoreError } from '../errors.js';
import type { OrderId } from './ids.js';
import type { Spends } from './limit-options.js';
import type { RateLimiter, RateRule } from './limits.js';
import type { Call, World } from './world.js';

/** Cards seem to be tested when so many attempts, and this share of them, were declined in so long. */
const SUSPICION = { declines: 5, share: 0.5, windowMs: 600_000, events: 200 };

/** @throws StoreError `rate_limited`: 429 with the time to wait, or 403 if a proof is missing that a person is asking. */
export async function admit(world: World, { request, client }: Call, spends: Spends): Promise<void> {
  const { limits } = world.settings;
  if (!limits) return;
  if (client !== undefined) {
    const limiter = isFree(spends) ? limits.memory : world.limiter;
    await take(limiter, `${spends}:${client}`, limits[spends]);
  }
  if (isFree(spends) || !(await isSuspicious(world))) return;
  if (limits.verifyHuman) {
    const bare = new Request(request.url, { method: request.method, headers: request.headers });
    try {
      if (await limits.verifyHuman(bare)) return;
    } catch (error) {
      // Nobody could order while the service that tells people from robots is down.
      world.log.error('verify_human_failed', { error });
      return take(world.limiter, 'suspicious', limits.suspicious);
    }
    throw new StoreError('rate_limited', 'Show first that you are a person.', { info: { status: 403 } });
  }
  return take(world.limiter, 'suspicious', limits.suspicious);
}

/** What reaches no gateway. */
export const isFree = (spends: Spends): boolean => ['quotes', 'reports', 'visits'].includes(spends);

/**
 * A wrong admin key is told to the log; past their share of them a client is told to wait. A right key is never kept waiting
 * by somebody else's wrong ones: with 256 random bits it is not the limit that keeps them from being guessed.
 * @throws StoreError `rate_limited`
 */
export async function slowDown(world: World, client = ''): Promise<void> {
  const { limits } = world.settings;
  if (limits) await take(limits.memory, `admin:${client}`, limits.admin);
  world.log.warn('access_refused');
}

/** One order's own share, whoever asks. @throws StoreError `rate_limited` */
export async function admitToOrder(world: World, id: OrderId): Promise<void> {
  const { limits } = world.settings;
  if (limits) await take(world.limiter, `order:${id}`, limits.payments);
}

async function take(limiter: RateLimiter, key: string, rule: RateRule): Promise<void> {
  const answer = await limiter.take(key, rule);
  if (answer.ok) return;
  const retryAfter = Math.max(1, Math.ceil(answer.retryAfterMs / 1000));
  throw new StoreError('rate_limited', undefined, { info: { retryAfter } });
}

/** By what the gateways said of late: the newest events, so that it costs the same however much is sold. */
async function isSuspicious(world: World): Promise<boolean> {
  const events = await world.db
    .selectFrom('payment_events')
    .select(['payment_id', 'status'])
    .where('received_at', '>', world.now() - SUSPICION.windowMs)
    .where('status', 'in', ['declined', 'paid'])
    .where('verdict', '=', 'placed')
    .orderBy('received_at', 'desc')
    .limit(SUSPICION.events)
    .execute();
  // A payment is counted once, however often it was spoken of.
  const paid = new Set(events.flatMap(({ payment_id, status }) => (status === 'paid' ? [payment_id] : [])));
  const others = new Set(events.map(({ payment_id }) => payment_id).filter((id) => !paid.has(id)));
  const share = others.size / (others.size + paid.size);
  return others.size >= SUSPICION.declines && share >= SUSPICION.share;
}
