/**
 * Giving money back. The row and its key are in the database before the gateway hears of the refund, and what is under way
 * counts as given back: so two at once never give back more than was paid, and whatever is lost after that (the gateway's
 * answer, the process), trying again comes to the same refund. How much was given back is said by the gateway alone
 * (refund-outcome.ts).
 */
import { isStoreError, StoreError } from '../errors.js';
import type { Transaction } from 'kysely';
import type { OrderRow, PaymentRow, RefundRow, Tables } from './db/tables.js';
import type { OrderId } from './ids.js';
import { lockOrder } from './order-book.js';
import { finish, sumOf, tell } from './refund-outcome.js';
import { backoff, isOffline } from './schedule.js';
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
    const left = refundable(
      payment,
      before.filter(({ payment_id }) => payment_id === payment.id),
    );
    const amount = wish.amount ?? left;
    if (amount > left || left === 0)
      throw new StoreError('refund_refused', `There are ${left} (minor units) left to give back.`);
    if (!world.gateways.get(payment.gateway)?.refund && !isOffline(world, payment.gateway))
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

/** Goes after refunds that got no answer; for the sweep. How many are done with now. */
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
    if (failures === TOO_OFTEN) await tell(world, trx, 'refund_stuck', refund, refund.id);
  });
}

/** What is under way counts as given back; so does what was given back at the gateway itself. */
function refundable(payment: PaymentRow, refunds: readonly RefundRow[]): number {
  const done = Math.max(payment.refunded, sumOf(refunds, 'succeeded'));
  return Math.max(0, payment.amount - done - sumOf(refunds, 'pending'));
}

async function paidPayment(trx: Transaction<Tables>, id: OrderId): Promise<PaymentRow> {
  const { payment_status } = await trx
    .selectFrom('orders')
    .select('payment_status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (payment_status === 'lost')
    throw new StoreError('refund_refused', 'A dispute has taken the money back already.');
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

/** An order's refunds, first to last. */
export const refundsOf = (world: World, { id }: Pick<OrderRow, 'id'>): Promise<RefundRow[]> =>
  world.db
    .selectFrom('refunds')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
