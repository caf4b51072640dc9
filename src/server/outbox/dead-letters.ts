/** What could not be delivered, for a person to look at and to send again. */
import type { DeliveryId, MessageId, OrderId } from '../ids.js';
import type { World } from '../world.js';
import { keepTarget } from './outcome.js';
import type { MessageType } from './message.js';
import { transact } from '../db/transact.js';

/** A message one target never got. */
export interface DeadLetter {
  readonly id: DeliveryId;
  readonly messageId: MessageId;
  readonly type: MessageType;
  readonly orderId: OrderId;
  /** `onOrder`, or the origin of the webhook's address; null if the store no longer has it. */
  readonly target: string | null;
  readonly attempts: number;
  /** `http_410`, `timeout`, … */
  readonly reason: string;
  readonly deadSince: Date;
}

/** The latest 200, newest first. */
export async function deadLetters(world: World): Promise<readonly DeadLetter[]> {
  const rows = await world.db
    .selectFrom('deliveries as d')
    .innerJoin('messages as m', 'm.id', 'd.message_id')
    .select([
      'd.id',
      'd.target',
      'd.attempts',
      'd.last_error',
      'd.next_at',
      'm.id as messageId',
      'm.type',
      'm.order_id as orderId',
    ])
    .where('d.status', '=', 'dead')
    .orderBy('d.next_at', 'desc')
    .limit(200)
    .execute();
  return rows.map(({ target, last_error, next_at, ...letter }) => ({
    ...letter,
    target: nameOf(world, target),
    reason: last_error ?? '',
    deadSince: new Date(next_at),
  }));
}

/**
 * Puts a dead letter back among those to be delivered, with the whole schedule before it, and takes a target that had
 * said "gone" for reachable again. False if there is no such dead letter.
 */
export function redeliver(world: World, id: string): Promise<boolean> {
  return transact(world.db, async (trx) => {
    const row = await trx
      .updateTable('deliveries')
      .set({ status: 'pending', attempts: 0, next_at: world.now(), last_error: null })
      .where('id', '=', id as DeliveryId)
      .where('status', '=', 'dead')
      .returning('target')
      .executeTakeFirst();
    if (row) await keepTarget(trx, row.target, { gone_at: null, paused_until: 0 });
    return row !== undefined;
  });
}

/** Without path and query, which may be the receiver's secret. */
function nameOf(world: World, id: string): string | null {
  const target = world.settings.targets.find((each) => each.id === id);
  if (!target) return null;
  return 'url' in target ? target.url.origin : target.id;
}
