/** How long the outbox remembers: 30 days after everybody has got a message, nothing of the buyer is left in it. */
import type { World } from '../world.js';
import { transact } from '../db/transact.js';

const KEPT = 30 * 24 * 60 * 60_000;

/** Rows per pass. */
const PART = 200;

/** Takes old deliveries away and empties their messages; that there was one, and which, stays. */
export async function forget(world: World): Promise<void> {
  const before = world.now() - KEPT;
  for (const { id: target } of world.settings.targets) {
    const old = await world.db
      .selectFrom('deliveries')
      .select(['id', 'message_id'])
      .where('target', '=', target)
      .where('status', '=', 'delivered')
      .where('next_at', '<', before)
      .orderBy('next_at')
      .limit(PART)
      .execute();
    if (old.length === 0) continue;
    await transact(world.db, async (trx) => {
      const ids = old.map(({ id }) => id);
      await trx.deleteFrom('deliveries').where('id', 'in', ids).execute();
      await trx
        .updateTable('messages as m')
        .set({ body: null })
        .where(
          'm.id',
          'in',
          old.map(({ message_id }) => message_id),
        )
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('deliveries as d').select('d.id').whereRef('d.message_id', '=', 'm.id'))),
        )
        .execute();
    });
  }
}
