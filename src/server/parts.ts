/**
 * Paying an order in parts: a gift card for what there is on it, another card for the rest. Each part is only held; when
 * together they come to the total all are taken, and when the rest is refused all are let go of. Every step may be repeated,
 * by whichever process: the plan is made anew from what the gateways said (part-plan.ts), and the sweep goes on with it.
 */
import { isStoreError } from '../errors.js';
import { closeAttempt } from './asking.js';
import type { PaymentRow } from './db/tables.js';
import { attemptOf, callGateway } from './gateway-call.js';
import { sha256, type OrderId } from './ids.js';
import { lockOrder, recordReport, settleOrder } from './order-book.js';
import { isOpenOrder } from './order-status.js';
import { isHeld, partPlan, type PartPlan } from './part-plan.js';
import { refundOrder } from './refunds.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

/** Taking, and what follows when something could not be taken; then it is left to the next sweep. */
const STEPS = 2;

/**
 * Does what is to be done about an order's parts, as far as the gateways let it.
 * @throws StoreError `gateway_…`; the sweep tries again.
 */
export async function settleParts(world: World, id: OrderId): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    const { plan, payments } = await prepare(world, id);
    if (plan === 'none') return;
    if (plan === 'release') return letGo(world, payments);
    if (plan === 'undo') return giveBack(world, id, payments);
    await takeAll(world, payments);
  }
}

/** The same for whoever answers a shopper: a failure is a line in the log, and the sweep goes on with it. */
export async function trySettleParts(world: World, id: OrderId): Promise<void> {
  try {
    await settleParts(world, id);
  } catch (error) {
    if (!isStoreError(error)) throw error;
    world.log.warn('parts_not_settled', { order: id, code: error.code });
  }
}

interface Prepared {
  readonly plan: PartPlan;
  readonly payments: readonly PaymentRow[];
}

/** The plan, with what makes it safe written down first: what is to be taken can't be let go of meanwhile, and the other way round. */
const prepare = (world: World, id: OrderId): Promise<Prepared> =>
  inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const order = await trx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const payments = await trx
      .selectFrom('payments')
      .selectAll()
      .where('order_id', '=', id)
      .orderBy('number')
      .execute();
    const plan = isOpenOrder(order.payment_status) ? partPlan(payments, order.total) : 'none';
    const now = world.now();
    if (plan === 'take') {
      // Another process is at it, or died; then it can be taken up once that is certain.
      const busy = payments.some((each) => isHeld(each) && (each.charging_until ?? 0) > now);
      if (busy) return { plan: 'none', payments };
      await trx
        .updateTable('payments')
        .set({ charging_until: now + 2 * world.settings.gatewayTimeout })
        .where('order_id', '=', id)
        .where('status', '=', 'held')
        .execute();
    }
    if (plan === 'undo') {
      await trx
        .updateTable('payments')
        .set((eb) => ({ undone_at: eb.fn.coalesce('undone_at', eb.val(now)) }))
        .where('order_id', '=', id)
        .where('status', '=', 'paid')
        .where('part', 'is not', null)
        .execute();
      await settleOrder(world, trx, id);
    }
    return { plan, payments };
  });

/** In their order, gift cards first: one that can't be taken any more ends it before the card of the rest is. */
async function takeAll(world: World, payments: readonly PaymentRow[]): Promise<void> {
  for (const payment of payments.filter(isHeld)) {
    const report = await callGateway(world, payment.gateway, async (gateway, signal) =>
      gateway.capture?.(attemptOf(world, payment), signal),
    );
    const status = await inTransaction(world, async (trx, world) => {
      await lockOrder(trx, payment.order_id);
      await trx.updateTable('payments').set({ charging_until: null }).where('id', '=', payment.id).execute();
      if (report) await recordReport(world, trx, payment, report);
      await settleOrder(world, trx, payment.order_id);
      return trx
        .selectFrom('payments')
        .select('status')
        .where('id', '=', payment.id)
        .executeTakeFirstOrThrow()
        .then((row) => row.status);
    });
    if (status !== 'paid') return free(world, payment);
  }
}

/** What was not taken may be let go of. */
const free = (world: World, { order_id }: PaymentRow): Promise<void> =>
  inTransaction(world, async (trx) => {
    await lockOrder(trx, order_id);
    await trx
      .updateTable('payments')
      .set({ charging_until: null })
      .where('order_id', '=', order_id)
      .where('status', '=', 'held')
      .execute();
  });

async function letGo(world: World, payments: readonly PaymentRow[]): Promise<void> {
  for (const { id, status } of payments) if (status === 'held') await closeAttempt(world, id);
}

/** The refund has one key however often this is tried, so it is given back once. */
async function giveBack(world: World, id: OrderId, payments: readonly PaymentRow[]): Promise<void> {
  await letGo(world, payments);
  for (const payment of payments) {
    if (payment.status !== 'paid' || payment.part === null) continue;
    const key = sha256(`undo:${payment.id}`);
    await refundOrder(world, id, {
      payment: payment.id,
      amount: undefined,
      reason: 'The rest of the order could not be paid.',
      restock: false,
      request_key_hash: key,
      request_hash: key,
    });
  }
}
