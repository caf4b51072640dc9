/**
 * The takings: what came in and went out, one row for each change, written by the order book in the transaction that makes it so.
 * Their sum is always where the payments stand now, and what a past day came to does not change afterwards: a correction is a row
 * of the day it was made.
 */
import type { Transaction } from 'kysely';
import type { OrderRow, PaymentRow, Tables } from '../db/tables.js';
import type { PaymentStanding } from '../order-status.js';
import type { World } from '../world.js';

export interface StandingPayment {
  readonly payment: PaymentRow;
  readonly standing: PaymentStanding;
}

/** The order must be locked. */
export async function keepTakings(
  world: World,
  trx: Transaction<Tables>,
  { id, mode }: Pick<OrderRow, 'id' | 'mode'>,
  payments: readonly StandingPayment[],
): Promise<void> {
  if (!payments.some(({ payment, standing }) => payment.status === 'paid' || standing.status === 'paid'))
    return;
  const rows = await trx.selectFrom('takings').selectAll().where('order_id', '=', id).execute();
  const now = payments.map(({ payment, standing }) => ({ payment, ...worth(standing) }));
  const had = rows.reduce((sum, { taken }) => sum + taken, 0) > 0;
  const has = now.reduce((sum, { taken }) => sum + taken, 0) > 0;
  let orders = Number(has) - Number(had);
  for (const { payment, taken, refunded, lost } of now) {
    const before = rows.filter(({ payment_id }) => payment_id === payment.id);
    const change = {
      taken: taken - before.reduce((sum, row) => sum + row.taken, 0),
      refunded: refunded - before.reduce((sum, row) => sum + row.refunded, 0),
      lost: lost - before.reduce((sum, row) => sum + row.lost, 0),
    };
    if (!change.taken && !change.refunded && !change.lost) continue;
    const mine = change.taken ? orders : 0;
    orders -= mine;
    await trx
      .insertInto('takings')
      .values({
        ...{ payment_id: payment.id, sequence: Math.max(0, ...before.map(({ sequence }) => sequence)) + 1 },
        ...{ order_id: id, at: world.now(), gateway: payment.gateway, mode, currency: payment.currency },
        ...change,
        orders: mine,
      })
      .execute();
  }
}

function worth({ status, amount, refunded, dispute }: PaymentStanding): {
  readonly taken: number;
  readonly refunded: number;
  readonly lost: number;
} {
  if (status !== 'paid') return { taken: 0, refunded: 0, lost: 0 };
  return { taken: amount, refunded, lost: dispute === 'lost' ? Math.max(0, amount - refunded) : 0 };
}
