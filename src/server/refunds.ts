/**
 * Giving money back. The row and its key are in the database before the gateway hears of the refund, and what is under way
 * counts as given back: so two at once never give back more than was paid, and whatever is lost after that (the gateway's
 * answer, the process), trying again comes to the same refund. How much was given back is said by the gateway alone.
 */
import { isStoreError, StoreError } from '../errors.js';
import { money } from '../money.js';
import type { PaymentReport } from '../gateways/gateway-server.js';
import type { Transaction } from 'kysely';
import type { OrderRow, PaymentRow, RefundRow, Tables } from './db/tables.js';
import { attemptOf, callGateway } from './gateway-call.js';
import { askGateway } from './asking.js';
import { raise } from './alerts.js';
import type { OrderId, RefundId } from './ids.js';
import { lockOrder, recordReport } from './order-book.js';
import { backoff } from './schedule.js';
import { restock } from './stock.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

export interface RefundWish {
  /** Minor units of the order's currency; undefined: all that is left. */
  readonly amount: number | undefined;
  readonly reason: string | undefined;
  /** Whether the goods go back on the shelf, once all of the money is given back. */
  readonly restock: boolean;
  readonly request_key_hash: string;
  readonly request_hash: string;
}

/** ms after which a refund without an answer is tried again by the sweep. */
const RETRY = 60_000;

/** Failed tries after which a person is told. */
const TOO_OFTEN = 5;

/**
 * Gives money back for an order, at most once per request key.
 * @throws StoreError `refund_refused` if there is not so much to give back or the gateway will never do it; `key_reused`;
 *   `gateway_…` if it is not known yet: the refund stays under way, and repeating the request comes to it again.
 */
export async function refundOrder(world: World, id: OrderId, wish: RefundWish): Promise<RefundRow> {
  const refund = await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const before = await trx.selectFrom('refunds').selectAll().where('order_id', '=', id).execute();
    const same = before.find((each) => each.request_key_hash === wish.request_key_hash);
    if (same && same.request_hash !== wish.request_hash) throw new StoreError('key_reused');
    if (same) return same;
    const payment = await paidPayment(trx, id);
    const left = refundable(payment, before);
    const amount = wish.amount ?? left;
    if (amount > left || left === 0)
      throw new StoreError('refund_refused', `There are ${left} (minor units) left to give back.`);
    if (!world.gateways.get(payment.gateway)?.refund && !isOffline(world, payment))
      throw new StoreError('refund_refused', `Give it back at "${payment.gateway}" itself.`);
    const row: RefundRow = {
      id: world.ids.refund(),
      order_id: id,
      payment_id: payment.id,
      amount,
      reason: wish.reason ?? null,
      restock: wish.restock ? 1 : 0,
      key: world.ids.attemptKey(),
      request_key_hash: wish.request_key_hash,
      request_hash: wish.request_hash,
      status: 'pending',
      gateway_refund_id: null,
      created_at: world.now(),
      retry_at: world.now() + RETRY,
      failures: 0,
    };
    await trx.insertInto('refunds').values(row).execute();
    return row;
  });
  return refund.status === 'pending' ? finish(world, refund) : settled(refund);
}

/** Tries refunds again that got no answer; for the sweep. How many are done with now. */
export async function resumeRefunds(world: World): Promise<number> {
  let done = 0;
  for (;;) {
    const refund = await claim(world);
    if (!refund) return done;
    try {
      await finish(world, refund);
      done += 1;
    } catch (error) {
      if (!isStoreError(error)) throw error;
      if (error.code === 'refund_refused') done += 1;
      else await again(world, refund, error);
    }
  }
}

/** In a transaction of its own, so that no other process takes the same. */
const claim = (world: World): Promise<RefundRow | undefined> =>
  inTransaction(world, (trx) =>
    trx
      .updateTable('refunds')
      .set({ retry_at: world.now() + 2 * world.settings.gatewayTimeout + RETRY })
      .where('id', '=', (eb) =>
        eb
          .selectFrom('refunds')
          .select('id')
          .where('retry_at', '<=', world.now())
          .orderBy('retry_at')
          .limit(1)
          .$if(world.settings.database.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
      )
      .returningAll()
      .executeTakeFirst(),
  );

async function again(world: World, refund: RefundRow, error: StoreError): Promise<void> {
  const failures = refund.failures + 1;
  world.log.warn('refund_not_answered', {
    order: refund.order_id,
    payment: refund.payment_id,
    code: error.code,
  });
  await inTransaction(world, async (trx, world) => {
    await trx
      .updateTable('refunds')
      .set({ failures, retry_at: world.now() + backoff(failures) })
      .where('id', '=', refund.id)
      .where('status', '=', 'pending')
      .execute();
    if (failures === TOO_OFTEN)
      await raise(world, trx, {
        code: 'refund_stuck',
        order: refund.order_id,
        payment: refund.payment_id,
        cause: refund.id,
      });
  });
}

async function finish(world: World, refund: RefundRow): Promise<RefundRow> {
  const payment = await world.db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', refund.payment_id)
    .executeTakeFirstOrThrow();
  const amount = money(refund.amount, payment.currency);
  let id: string | null = null;
  let report: PaymentReport | undefined;
  try {
    if (isOffline(world, payment)) report = byHand(world, payment, payment.refunded + refund.amount);
    else {
      const started = await callGateway(world, payment.gateway, async (gateway, signal) =>
        gateway.refund?.(attemptOf(world, payment), amount, refund.key, signal),
      );
      ({ refundId: id, report } = started ?? { refundId: '', report: undefined });
    }
  } catch (error) {
    if (isStoreError(error) && error.code === 'refund_refused')
      await world.db
        .updateTable('refunds')
        .set({ status: 'failed', retry_at: null })
        .where('id', '=', refund.id)
        .where('status', '=', 'pending')
        .execute();
    throw error;
  }
  await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, refund.order_id);
    if (report)
      await recordReport(world, trx, payment, report, isOffline(world, payment) ? 'merchant' : 'api');
    await trx
      .updateTable('refunds')
      .set({ status: 'succeeded', gateway_refund_id: id, retry_at: null })
      .where('id', '=', refund.id)
      .execute();
  });
  // A gateway that does not say where the payment stands now is asked; its callback says it too.
  if (!report) await askGateway(world, payment.id).catch(() => false);
  if (refund.restock) await inTransaction(world, (trx) => restockIfWhole(trx, refund.order_id));
  return read(world, refund.id);
}

async function restockIfWhole(trx: Transaction<Tables>, id: OrderId): Promise<void> {
  await lockOrder(trx, id);
  const order = await trx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (order.payment_status === 'refunded') await restock(trx, order);
}

/** What is under way counts as given back; so does what was given back at the gateway itself. */
function refundable(payment: PaymentRow, refunds: readonly RefundRow[]): number {
  const sum = (status: RefundRow['status']): number =>
    refunds.filter((each) => each.status === status).reduce((total, { amount }) => total + amount, 0);
  return Math.max(0, payment.amount - Math.max(payment.refunded, sum('succeeded')) - sum('pending'));
}

async function paidPayment(trx: Transaction<Tables>, id: OrderId): Promise<PaymentRow> {
  const paid = await trx
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', id)
    .where('status', '=', 'paid')
    .orderBy('number', 'desc')
    .execute();
  // Of two paid ones (an order in review) the later is the one too many.
  const payment = paid.find(({ refunded, amount }) => refunded < amount) ?? paid[0];
  if (!payment) throw new StoreError('refund_refused', 'Nothing has been paid.');
  return payment;
}

/** A refund that ended before: the same request again comes to the same end. */
function settled(refund: RefundRow): RefundRow {
  if (refund.status === 'failed') throw new StoreError('refund_refused');
  return refund;
}

const isOffline = (world: World, { gateway }: PaymentRow): boolean =>
  world.gateways.get(gateway)?.describe().kind === 'offline';

/** What the merchant says of money that passes through no gateway. */
export const byHand = (world: World, payment: PaymentRow, refunded = 0): PaymentReport => ({
  gatewayPaymentId: payment.gateway_payment_id ?? payment.id,
  reference: payment.id,
  status: 'paid',
  amount: money(payment.amount, payment.currency),
  account: 'merchant',
  mode: world.settings.mode,
  declineCode: null,
  refunded: refunded > 0 ? money(refunded, payment.currency) : null,
});

const read = (world: World, id: RefundId): Promise<RefundRow> =>
  world.db.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** An order's refunds, first to last. */
export const refundsOf = (world: World, { id }: Pick<OrderRow, 'id'>): Promise<RefundRow[]> =>
  world.db
    .selectFrom('refunds')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
