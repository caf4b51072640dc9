/** What becomes of a delivery after an attempt: made, tried again by the schedule, or dead; and what that says of its target. */
import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.js';
import { transact } from '../db/transact.js';
import type { DeliveryId, MessageId } from '../ids.js';
import type { World } from '../world.js';
import type { MessageType } from './message.js';
import type { Target } from './targets.js';

export interface Claimed {
  readonly id: DeliveryId;
  readonly messageId: MessageId;
  readonly type: MessageType;
  readonly body: string;
  /** 1 for the first. */
  readonly attempts: number;
}

export interface Failure {
  /** `http_500`, `timeout`, `unreachable`, `address_refused`, `hook_failed`: never words of the other side. */
  readonly why: string;
  /** The target wants no more messages at all. */
  readonly gone?: boolean;
  /** Milliseconds the target asks to be left alone. */
  readonly wait?: number | undefined;
  readonly error?: unknown;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait after the first failure, the second, …: the schedule of Standard Webhooks 1.0.0, three days in all. */
export const RETRIES: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];

/** The longest a target can ask to be left alone. */
const LONGEST_WAIT = 24 * HOUR;

/** Also if the lease is over and another process is at it: it has been delivered. */
export async function deliveryMade(world: World, { id }: Claimed): Promise<void> {
  await transact(world.db, async (trx) => {
    await trx
      .updateTable('deliveries')
      .set({ status: 'delivered', next_at: world.now(), last_error: null })
      .where('id', '=', id)
      .where('status', '=', 'pending')
      .execute();
  });
}

export async function deliveryFailed(
  world: World,
  target: Target,
  delivery: Claimed,
  { why, gone = false, wait = 0, error }: Failure,
): Promise<'failed' | 'dead'> {
  const { id, attempts } = delivery;
  const now = world.now();
  const pause = Math.min(wait, LONGEST_WAIT);
  const delay = RETRIES[attempts - 1];
  const dead = gone || delay === undefined;
  const next_at = dead ? now : now + Math.max(pause, jittered(world, delay));
  await transact(world.db, async (trx) => {
    await trx
      .updateTable('deliveries')
      .set({ status: dead ? 'dead' : 'pending', next_at, last_error: why })
      .where('id', '=', id)
      .where('status', '=', 'pending')
      .where('attempts', '=', attempts) // else another process has taken over, and its word counts
      .execute();
    if (gone) await keepTarget(trx, target.id, { gone_at: now });
    else if (pause > 0) await keepTarget(trx, target.id, { paused_until: now + pause });
  });
  const fields = { message: delivery.messageId, target: target.id, reasons: [why] };
  // Nothing more is sent to it until one of its dead letters is delivered again by hand.
  if (gone) world.log.error('target_gone', { target: target.id });
  if (dead) world.log.error('message_dead', { ...fields, error });
  else world.log.warn('message_failed', { ...fields, error });
  return dead ? 'dead' : 'failed';
}

/** Writes down what is known of a target; the rest stays as it is. */
export async function keepTarget(
  trx: Transaction<Tables>,
  id: string,
  state: { readonly gone_at?: number | null; readonly paused_until?: number },
): Promise<void> {
  await trx
    .insertInto('targets')
    .values({ id, gone_at: null, paused_until: 0, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute();
}

/** Up to a tenth longer, so that what failed together does not come back together. */
const jittered = (world: World, delay: number): number =>
  Math.round(delay * (1 + (world.settings.randomBytes(1)[0] ?? 0) / 2560));
