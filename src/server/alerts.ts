/** What a person has to look at: kept as a row where it can be found, and told to the log once it is committed. */
import type { Transaction } from 'kysely';
import type { AlertCode, Tables } from './db/tables.js';
import type { OrderId, PaymentId } from './ids.js';
import type { World } from './world.js';

export interface Alert {
  readonly code: AlertCode;
  readonly order?: OrderId;
  readonly payment?: PaymentId;
  readonly gateway?: string;
  readonly reasons?: readonly string[];
  /** What tells two alerts of one code about one thing apart. */
  readonly cause?: string;
}

/** Raises it, unless the same was raised before. Call it inside `inTransaction`. */
export async function raise(world: World, trx: Transaction<Tables>, alert: Alert): Promise<void> {
  const { code, order, payment, gateway, reasons = [], cause } = alert;
  const raised = await trx
    .insertInto('alerts')
    .values({
      id: [code, payment ?? order, cause].filter((part) => part !== undefined).join(':'),
      at: world.now(),
      code,
      order_id: order ?? null,
      payment_id: payment ?? null,
      reasons: reasons.join(','),
      resolved_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!raised) return;
  world.log.error(code, {
    ...(gateway !== undefined && { gateway }),
    ...(order && { order }),
    ...(payment && { payment }),
    ...(reasons.length > 0 && { reasons }),
  });
}
