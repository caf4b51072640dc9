/**
 * Giving money back. The row and its key are in the database before the gateway hears of the refund, and what is under way
 * counts as given back: so two at once never give back more than was paid, and whatever is lost after that (the gateway's
 * answer, the process), trying again comes to the same refund. How much was given back is said by the gateway alone
 * (refund-outcome.ts).
 */
import { isStoreError, StoreError } from '../errors.js';
import type { Transaction } from 'kysely';
import type { OrderRow, PaymentRow, RefundRow, Tables } from './db/tables.js';
import type { OrderId, PaymentId } from './ids.js';
import { lockOrder } from './order-book.js';
import { worth } from './part-plan.js';
import { finish, sumOf, tell } from './refund-outcome.js';
import { backoff, isOffline } from './schedule.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

export interface RefundWish {
  /** Only of this payment; without it, of the order. */
  readonly payment?: PaymentId;
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
 * Gives money back for an order, at most once per request key. What was paid in parts is given back in parts, the last one
 * first; there is a refund for each then.
 * @throws StoreError `refund_refused` if there is not so much to give back or the gateway will never do it; `key_reused`;
 *   `gateway_…` if it is not known yet: the refund stays under way, and repeating the request comes to it again.
 */
export async function refundOrder(
  world: World,
  id: OrderId,
  wish: RefundWish,
): Promise<readonly [RefundRow, ...RefundRow[]]> {
  const [first, ...more] = await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const before = await trx.selectFrom('refunds').selectAll().where('order_id', '=', id).execute();
    const [same, ...others] = rowsOf(before, wish.request_key_hash);
    if (same && same.request_hash !== wish.request_hash) throw new StoreError('key_reused');
    if (same) return [same, ...others];
    const shares = sharesOf(await paidPayments(trx, id, wish.payment), before, wish.amount);
    for (const { gateway } of shares.map(({ payment }) => payment))
      if (!world.gateways.get(gateway)?.refund && !isOffline(world, gateway))
        throw new StoreError('refund_refused', `Give it back at "${gateway}" itself.`);
    const rows = shares.map(({ payment, amount }, index): RefundRow => ({
      id: world.ids.refund(),
      order_id: id,
      payment_id: payment.id,
      amount,
      reason: wish.reason ?? null,
      restock: wish.restock ? 1 : 0,
      key: world.ids.attemptKey(),
      request_key_hash: keyOf(wish.request_key_hash, index),
      request_hash: wish.request_hash,
      status: 'pending',
      gateway_refund_id: null,
      created_at: world.now(),
      retry_at: world.now() + RETRY,
      failures: 0,
    }));
    await trx.insertInto('refunds').values(rows).execute();
    return rows as [RefundRow, ...RefundRow[]];
  });
  const done: [RefundRow, ...RefundRow[]] = [await ending(world, first)];
  for (const each of more) done.push(await ending(world, each));
  return done;
}

const ending = async (world: World, refund: RefundRow): Promise<RefundRow> =>
  refund.status === 'pending' ? finish(world, refund) : settled(refund);

/** The rows of one request: the first has its key, the others a number behind it. */
const keyOf = (hash: string, index: number): string => (index === 0 ? hash : `${hash}:${index + 1}`);

const rowsOf = (refunds: readonly RefundRow[], hash: string): RefundRow[] =>
  refunds
    .filter(({ request_key_hash: key }) => key === hash || key.startsWith(`${hash}:`))
    .toSorted((a, b) => (a.request_key_hash < b.request_key_hash ? -1 : 1));

interface Share {
  readonly payment: PaymentRow;
  readonly amount: number;
}

/** How much of which payment. @throws StoreError `refund_refused` if there is not so much. */
function sharesOf(
  payments: readonly PaymentRow[],
  refunds: readonly RefundRow[],
  wanted: number | undefined,
): [Share, ...Share[]] {
  const left = payments.map((payment) => ({
    payment,
    amount: refundable(
      payment,
      refunds.filter(({ payment_id }) => payment_id === payment.id),
    ),
  }));
  const all = left.reduce((sum, { amount }) => sum + amount, 0);
  let rest = wanted ?? all;
  if (rest > all || all === 0)
    throw new StoreError('refund_refused', `There are ${all} (minor units) left to give back.`);
  const shares = left.map(({ payment, amount }) => {
    const share = Math.min(rest, amount);
    rest -= share;
    return { payment, amount: share };
  });
  return shares.filter(({ amount }) => amount > 0) as [Share, ...Share[]];
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
  return Math.max(0, worth(payment) - done - sumOf(refunds, 'pending'));
}

/** Those whose money may be given back, in that order. */
async function paidPayments(
  trx: Transaction<Tables>,
  id: OrderId,
  only: PaymentId | undefined,
): Promise<PaymentRow[]> {
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
  if (paid.length === 0) throw new StoreError('refund_refused', 'Nothing has been paid.');
  if (only !== undefined) return paid.filter((payment) => payment.id === only);
  // Of two paid ones (an order in review) the later is the one too many; parts are one payment to the merchant.
  const one = paid.find((payment) => payment.refunded < worth(payment)) ?? paid[0];
  return paid.filter((payment) => payment === one || (payment.part !== null && one?.part !== null));
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
