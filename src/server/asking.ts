/**
 * What the server asks a gateway about an attempt that exists: where it stands, and to make sure that nothing comes of it.
 * The answers go to the order book like a callback would, so it does not matter who asks, when, or how often.
 */
import { isStoreError } from '../errors.js';
import type { Transaction } from 'kysely';
import type { PaymentRow, Tables } from './db/tables.js';
import { raise } from './alerts.js';
import { attemptOf, callGateway } from './gateway-call.js';
import type { PaymentId } from './ids.js';
import { lockOrder, recordReport, settleOrder } from './order-book.js';
import { isPending } from './order-status.js';
import { canCancel, isOffline } from './schedule.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

/** ms an attempt must be old before an order page's poll asks: its callback is most likely on its way. */
const YOUNG = 5000;

/** ms for which nobody asks again. */
export const QUIET = 10_000;

/** ms the order page waits for the gateway at most. */
const BUDGET = 2000;

/**
 * Asks the gateway where an attempt stands and records what it says, if it has heard of it. Whether its status changed.
 * @throws StoreError `gateway_…`
 */
export async function askGateway(world: World, id: PaymentId, timeout?: number): Promise<boolean> {
  const row = await read(world.db, id);
  const report = await callGateway(
    world,
    row.gateway,
    (gateway, signal) => gateway.retrieve(attemptOf(world, row), signal),
    timeout,
  );
  if (!report) return false;
  return inTransaction(world, async (trx, world) => {
    await recordReport(world, trx, row, report);
    const given = report.refunded?.amount ?? 0;
    // Asked after more was known of: this is no late message, the shopper's bank has sent it back.
    if (given < row.refunded) {
      const { order_id: order, gateway } = row;
      const cause = `${given}<${row.refunded}`;
      await raise(world, trx, { code: 'refund_failed', order, payment: id, gateway, cause });
    }
    return (await read(trx, id)).status !== row.status;
  });
}

/**
 * For the order page, which polls: asks about the attempt under way, unless it is young, somebody asks already or has just
 * asked. Whether there may be news. Never fails, never takes long: a lost callback must not leave a shopper waiting, and a
 * database that can't write must not keep the order from being shown.
 */
export async function askForPage(world: World, payments: readonly PaymentRow[]): Promise<boolean> {
  const active = payments.find(({ status }) => isPending(status));
  const now = world.now();
  if (!active || isOffline(world, active.gateway)) return false;
  if (now - active.created_at < YOUNG || isQuiet(active, now)) return false;
  try {
    if (!(await claim(world, active))) return false;
  } catch (error) {
    world.log.error('gateway_not_asked', { payment: active.id, error });
    return false;
  }
  return tryToAsk(world, active, Math.min(BUDGET, world.settings.gatewayTimeout));
}

/** Whether nobody was faster. */
const claim = (world: World, { id }: PaymentRow): Promise<boolean> =>
  inTransaction(world, async (trx) => {
    const now = world.now();
    const claimed = await trx
      .updateTable('payments')
      .set({ quiet_until: now + QUIET })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('quiet_until', 'is', null), eb('quiet_until', '<=', now)]))
      .returning('id')
      .executeTakeFirst();
    return claimed !== undefined;
  });

const isQuiet = ({ quiet_until }: PaymentRow, now: number): boolean =>
  quiet_until !== null && quiet_until > now;

/** Asks; what goes wrong is a line in the log, and the attempt's own row still says what it said. */
export async function tryToAsk(world: World, payment: PaymentRow, timeout?: number): Promise<boolean> {
  try {
    return await askGateway(world, payment.id, timeout);
  } catch (error) {
    const about = { gateway: payment.gateway, payment: payment.id };
    if (isStoreError(error)) world.log.warn('gateway_not_asked', { ...about, code: error.code });
    else world.log.error('gateway_not_asked', { ...about, error });
    return false;
  }
}

/**
 * Makes sure that nothing can be charged for an attempt any more. Afterwards it is over (canceled, declined, or paid: it was
 * too late), or it is not, because money may be on its way or because the gateway can't cancel.
 * @throws StoreError `gateway_…`; the attempt is not offered to the shopper again, and closing it can be repeated.
 */
export async function closeAttempt(world: World, id: PaymentId): Promise<'over' | 'in_progress' | 'unable'> {
  const row = await read(world.db, id);
  if (!isPending(row.status)) return 'over';
  if (!canCancel(world, row.gateway)) {
    await askGateway(world, id);
    const { status } = await read(world.db, id);
    return !isPending(status) ? 'over' : status === 'processing' ? 'in_progress' : 'unable';
  }
  if (!(await markClosing(world, row))) return 'in_progress';
  const report = await callGateway(world, row.gateway, async (gateway, signal) =>
    gateway.cancel?.(attemptOf(world, row), signal),
  );
  return inTransaction(world, async (trx, world) => {
    await lockOrder(trx, row.order_id);
    if (report) await recordReport(world, trx, row, report);
    else await trx.updateTable('payments').set({ closed_at: world.now() }).where('id', '=', id).execute();
    await settleOrder(world, trx, row.order_id);
    return isPending((await read(trx, id)).status) ? 'in_progress' : 'over';
  });
}

/** From here on it is neither started nor submitted; false if a token is on its way to the gateway just now. */
const markClosing = (world: World, { id, order_id }: PaymentRow): Promise<boolean> =>
  inTransaction(world, async (trx, world) => {
    await lockOrder(trx, order_id);
    const now = world.now();
    const marked = await trx
      .updateTable('payments')
      .set((eb) => ({ closing_at: eb.fn.coalesce('closing_at', eb.val(now)) }))
      .where('id', '=', id)
      .where((eb) => eb.or([eb('charging_until', 'is', null), eb('charging_until', '<=', now)]))
      .returning('id')
      .executeTakeFirst();
    return marked !== undefined;
  });

const read = (db: World['db'] | Transaction<Tables>, id: PaymentId): Promise<PaymentRow> =>
  db.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
