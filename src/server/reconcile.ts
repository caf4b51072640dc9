/**
 * Finds out what nobody told: asks gateways about attempts that may still end in a charge, and gives up orders whose
 * payment never came. Every step is claimed in the database first by moving its due time, so any number of processes can
 * sweep at once and one that dies in the middle is followed by another. A sweep may be repeated at any time.
 */
import { isStoreError, type StoreError } from '../errors.js';
import { raise } from './alerts.js';
import { askGateway, closeAttempt, QUIET } from './asking.js';
import type { OrderRow, PaymentRow } from './db/tables.js';
import type { OrderId } from './ids.js';
import { lockOrder, settleOrder } from './order-book.js';
import { isOpenOrder, isPaidOrder, isPending } from './order-status.js';
import { settleParts } from './parts.js';
import { checkRefunds } from './refund-outcome.js';
import { ASK_ON, backoff, canCancel, lapsed, nextAsk } from './schedule.js';
import { release } from './stock.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

/** What a sweep did. */
export interface SweepReport {
  /** Attempts a gateway was asked about, and answered. */
  readonly asked: number;
  /** Of these, whose status changed. */
  readonly changed: number;
  /** Attempts whose gateway could not be asked; they come again later. */
  readonly failed: number;
  /** Orders that were given up because their payment never came. */
  readonly expired: number;
  /** Orders whose pieces went back on sale. */
  readonly released: number;
}

/** Attempts, or orders, that are worked on at a time. */
const BATCH = 10;

/** ms until what could not be ended this time is tried again. */
const AGAIN = 60_000;

/** Does all that is due. @throws whatever the database throws; what was done until then stays done. */
export async function sweep(world: World): Promise<SweepReport> {
  const report = { asked: 0, changed: 0, failed: 0, expired: 0, released: 0 };
  /** Gateways that answered nothing in this sweep: their attempts wait for the next one, not for a row of timeouts. */
  const down = new Set<string>();
  for (;;) {
    const batch = await claimAsks(world, [...down]);
    if (batch.length === 0) break;
    const results = await Promise.all(batch.map((payment) => askOne(world, payment)));
    batch.forEach(({ gateway }) => down.add(gateway));
    batch.forEach(({ gateway }, index) => results[index] !== 'failed' && down.delete(gateway));
    for (const result of results) {
      if (result === 'failed') report.failed += 1;
      else report.asked += 1;
      if (result === 'changed') report.changed += 1;
    }
  }
  for (;;) {
    const batch = await claimOrders(world);
    if (batch.length === 0) break;
    for (const result of await Promise.all(batch.map((id) => tidy(world, id))))
      if (result !== 'nothing') report[result] += 1;
  }
  return Object.freeze(report);
}

/** ms after which a claim counts as left behind by a process that died. */
const lease = ({ settings }: World): number => 2 * settings.gatewayTimeout + 10_000;

/** In a transaction, like every write: SQLite waits for its turn at the beginning of one (db/sqlite.ts). */
const claimAsks = (world: World, without: readonly string[]): Promise<PaymentRow[]> =>
  inTransaction(world, (trx) => {
    const now = world.now();
    return trx
      .updateTable('payments')
      .set({ quiet_until: now + lease(world) })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('payments')
          .select('id')
          .where('ask_at', '<=', now)
          .where((e) => e.or([e('quiet_until', 'is', null), e('quiet_until', '<=', now)]))
          .$if(without.length > 0, (query) => query.where('gateway', 'not in', without))
          .orderBy('ask_at')
          .limit(BATCH)
          .$if(world.settings.database.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
      )
      .returningAll()
      .execute();
  });

async function askOne(world: World, payment: PaymentRow): Promise<'asked' | 'changed' | 'failed'> {
  const { id, gateway } = payment;
  try {
    const changed = await askGateway(world, id);
    await afterAnswer(world, payment);
    return changed ? 'changed' : 'asked';
  } catch (error) {
    if (!isGatewayFailure(error)) throw error;
    world.log.warn('gateway_not_asked', { gateway, payment: id, code: error.code });
    await afterFailure(world, payment);
    return 'failed';
  }
}

/** Without news the next ask is further away; after the last one a person is told. News have set their own times. */
const afterAnswer = (world: World, payment: PaymentRow): Promise<void> =>
  inTransaction(world, async (trx, world) => {
    const { id, order_id, gateway } = payment;
    const now = world.now();
    const next = nextAsk(payment.news_at, now);
    const { payment_status } = await trx
      .selectFrom('orders')
      .select('payment_status')
      .where('id', '=', order_id)
      .executeTakeFirstOrThrow();
    const unchanged = trx.updateTable('payments').where('id', '=', id).where('news_at', '=', payment.news_at);
    await trx
      .updateTable('payments')
      .set({ quiet_until: now + QUIET, ask_failures: 0 })
      .where('id', '=', id)
      .execute();
    // Of an order that is over nobody expects anything; what comes after all still counts.
    const ask_at = next ?? (isOpenOrder(payment_status) ? now + ASK_ON : null);
    const waits = await unchanged
      .set({ ask_at })
      .where('ask_at', 'is not', null)
      .returning('id')
      .executeTakeFirst();
    if (!waits || next !== undefined) return;
    if (isOpenOrder(payment_status))
      await raise(world, trx, { code: 'payment_lost', order: order_id, payment: id, gateway });
    else await checkRefunds(world, trx, id);
  });

const afterFailure = (world: World, payment: PaymentRow): Promise<void> =>
  inTransaction(world, async (trx, world) => {
    const { id, order_id, gateway } = payment;
    const now = world.now();
    const ask_failures = payment.ask_failures + 1;
    const waits = await trx
      .updateTable('payments')
      .set({ quiet_until: null, ask_failures, ask_at: now + backoff(ask_failures) })
      .where('id', '=', id)
      .where('ask_at', 'is not', null)
      .returning('id')
      .executeTakeFirst();
    if (waits && nextAsk(payment.news_at, now) === undefined)
      await raise(world, trx, { code: 'payment_lost', order: order_id, payment: id, gateway });
  });

const claimOrders = (world: World): Promise<OrderId[]> =>
  inTransaction(world, async (trx) => {
    const now = world.now();
    const rows = await trx
      .updateTable('orders')
      .set({ due_at: now + lease(world) })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('orders')
          .select('id')
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(BATCH)
          .$if(world.settings.database.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
      )
      .returning('id')
      .execute();
    return rows.map(({ id }) => id);
  });

/** Ends the attempt of an order that has lapsed, then gives up what it holds, or the order. */
async function tidy(world: World, id: OrderId): Promise<'expired' | 'released' | 'failed' | 'nothing'> {
  const before = await readOrder(world.db, id);
  const over = lapsed(world, before.order.payment_status, before.payments);
  const unwanted =
    over.order || over.reservation || isPaidOrder(before.order.payment_status)
      ? before.payments.filter(({ status }) => isPending(status))
      : [];
  const [first = before.payments[0]] = unwanted;
  try {
    await settleParts(world, id);
    for (const payment of unwanted) await closeAttempt(world, payment.id);
  } catch (error) {
    if (!first || !isGatewayFailure(error)) throw error;
    world.log.warn('attempt_not_closed', { gateway: first.gateway, payment: first.id, code: error.code });
    await later(world, id, first);
    return 'failed';
  }
  return inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const { order, payments } = await readOrder(trx, id);
    const now = world.now();
    const { reservation, order: wholly } = lapsed(world, order.payment_status, payments);
    // What may still be charged although it was to be closed keeps the order; where nothing can be closed, time decides.
    const kept = !isOpenOrder(order.payment_status) || payments.some((payment) => mayCharge(world, payment));
    const result = kept
      ? 'nothing'
      : wholly
        ? 'expired'
        : reservation && order.stock === 'held'
          ? 'released'
          : 'nothing';
    if (result === 'expired')
      await trx.updateTable('orders').set({ expired_at: now }).where('id', '=', id).execute();
    if (result === 'released') await release(trx, order);
    await settleOrder(world, trx, id);
    await trx
      .updateTable('orders')
      .set({ due_at: now + AGAIN })
      .where('id', '=', id)
      .where('due_at', '<=', now)
      .execute();
    return result;
  });
}

const mayCharge = (world: World, { status, gateway }: PaymentRow): boolean =>
  status === 'processing' || (isPending(status) && canCancel(world, gateway));

/** Tries again after a while that grows with every failure. */
const later = (world: World, id: OrderId, { id: payment, ask_failures }: PaymentRow): Promise<void> =>
  inTransaction(world, async (trx) => {
    const failures = ask_failures + 1;
    await lockOrder(trx, id); // first, as everywhere: two that lock in another order wait for each other
    await trx.updateTable('payments').set({ ask_failures: failures }).where('id', '=', payment).execute();
    await trx
      .updateTable('orders')
      .set({ due_at: world.now() + backoff(failures) })
      .where('id', '=', id)
      .where('due_at', 'is not', null)
      .execute();
  });

async function readOrder(db: World['db'], id: OrderId): Promise<{ order: OrderRow; payments: PaymentRow[] }> {
  const order = await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const payments = await db.selectFrom('payments').selectAll().where('order_id', '=', id).execute();
  return { order, payments };
}

/** A gateway's failure is told apart from the database's: the one is waited for, the other ends the sweep. */
const isGatewayFailure = (error: unknown): error is StoreError =>
  isStoreError(error) && error.code.startsWith('gateway_');

export interface SweepTimer {
  /** Ends it; resolves when a sweep under way is through. */
  stop(): Promise<void>;
}

/** Works every so often, never twice at once, without keeping the process alive. What goes wrong is told, and it goes on. */
export function repeat(
  work: () => Promise<unknown>,
  every: number,
  failed: (error: unknown) => void,
): SweepTimer {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const next = (): void => {
    timer = setTimeout(() => {
      running = work()
        .then(() => undefined, failed)
        .then(() => {
          if (!stopped) next();
        });
    }, every).unref();
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
