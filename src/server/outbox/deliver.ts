/**
 * Delivers what the outbox holds, at least once each. A delivery is claimed in a transaction before it is begun, by moving
 * the time it is due behind a lease: no two processes send it at once, and if this one dies, it is due again by itself.
 * Every target has its own deliveries and its own turn, so one that hangs or fails holds up no other.
 */
import type { World } from '../world.js';
import { post } from './post.js';
import { signatureHeaders } from './sign.js';
import type { OrderMessage } from './message.js';
import type { Target } from './targets.js';
import { deliveryFailed, deliveryMade, type Claimed, type Failure } from './outcome.js';
import { forget } from './retention.js';
import { transact } from '../db/transact.js';

/** What one pass did. */
export interface DeliveryPass {
  readonly delivered: number;
  /** Will be tried again. */
  readonly failed: number;
  /** Given up; see `deadLetters`. */
  readonly dead: number;
}

/** Messages sent at a time to one target. */
const BATCH = 10;

/** Milliseconds; longer than any target may take. */
const LEASE = 120_000;

/** Sends everything that is due. Resolves when that is done; what fails is due again later. */
export async function deliverMessages(world: World): Promise<DeliveryPass> {
  const passes = await Promise.all(world.settings.targets.map((target) => deliverTo(world, target)));
  await forget(world);
  const sum = (key: keyof DeliveryPass): number => passes.reduce((total, pass) => total + pass[key], 0);
  return { delivered: sum('delivered'), failed: sum('failed'), dead: sum('dead') };
}

async function deliverTo(world: World, target: Target): Promise<DeliveryPass> {
  const pass = { delivered: 0, failed: 0, dead: 0 };
  for (;;) {
    const claimed = await claim(world, target);
    if (claimed.length === 0) return pass;
    const outcomes = await Promise.all(claimed.map((delivery) => attempt(world, target, delivery)));
    for (const outcome of outcomes) pass[outcome] += 1;
    // A target that takes nothing is left alone until the next pass; its queue would only hold this one up.
    if (!outcomes.includes('delivered')) return pass;
  }
}

/** Due deliveries of this target, which are now this process's to make. */
async function claim(world: World, target: Target): Promise<Claimed[]> {
  const now = world.now();
  const due = world.db
    .selectFrom('deliveries')
    .select('id')
    .where('target', '=', target.id)
    .where('status', '=', 'pending')
    .where('next_at', '<=', now)
    .limit(1);
  // Asked without a transaction first: on SQLite the write lock is not taken just to find nothing.
  if (!(await due.executeTakeFirst()) || (await isPaused(world, target))) return [];
  return transact(world.db, async (trx) => {
    const first = trx
      .selectFrom('deliveries')
      .select('id')
      .where('target', '=', target.id)
      .where('status', '=', 'pending')
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .limit(BATCH);
    // SQLite has one writer at a time; PostgreSQL passes over rows that another process is claiming.
    const isPostgres = world.settings.database.kind === 'postgres';
    const rows = await (isPostgres ? first.forUpdate().skipLocked() : first).execute();
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    await trx
      .updateTable('deliveries')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), next_at: now + LEASE }))
      .where('id', 'in', ids)
      .execute();
    const claimed = await trx
      .selectFrom('deliveries as d')
      .innerJoin('messages as m', 'm.id', 'd.message_id')
      .select(['d.id', 'd.attempts', 'm.id as messageId', 'm.body', 'm.type'])
      .where('d.id', 'in', ids)
      .orderBy('m.occurred_at')
      .orderBy('m.sequence')
      .execute();
    return claimed.map(({ body, ...delivery }) => ({ ...delivery, body: body ?? '' }));
  });
}

async function isPaused(world: World, target: Target): Promise<boolean> {
  const row = await world.db.selectFrom('targets').selectAll().where('id', '=', target.id).executeTakeFirst();
  return row !== undefined && (row.gone_at !== null || row.paused_until > world.now());
}

async function attempt(
  world: World,
  target: Target,
  delivery: Claimed,
): Promise<'delivered' | 'failed' | 'dead'> {
  const failure = await ('hook' in target
    ? callHook(world, target, delivery)
    : send(world, target, delivery));
  if (failure) return deliveryFailed(world, target, delivery, failure);
  await deliveryMade(world, delivery);
  return 'delivered';
}

async function send(
  world: World,
  target: Extract<Target, { url: URL }>,
  { messageId, body }: Claimed,
): Promise<Failure | undefined> {
  try {
    const { status, retryAfter } = await post(
      target,
      {
        'content-type': 'application/json',
        'user-agent': 'store-elements',
        ...signatureHeaders({ id: messageId, body }, target.secrets, world.now()),
      },
      body,
    );
    if (status >= 200 && status < 300) return undefined;
    return { why: `http_${status}`, gone: status === 410, wait: waitOf(retryAfter, world.now()) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'unreachable', error };
  }
}

async function callHook(
  world: World,
  target: Extract<Target, { hook: unknown }>,
  { body }: Claimed,
): Promise<Failure | undefined> {
  const signal = AbortSignal.timeout(target.timeout);
  try {
    await Promise.race([target.hook(JSON.parse(body) as OrderMessage, signal), abortOf(signal)]);
    return undefined;
  } catch (error) {
    return { why: signal.aborted ? 'timeout' : 'hook_failed', error };
  }
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Milliseconds a Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3); undefined if it says nothing. */
function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const wait = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return wait > 0 ? wait : undefined;
}
