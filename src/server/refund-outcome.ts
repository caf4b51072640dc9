/**
 * What becomes of a refund that is written down (refunds.ts): the gateway is asked to give it back under its key, or, once
 * the key is too old for that, how much it has given back. Where it says less than it took on, a person is told.
 */
import { isStoreError, StoreError } from '../errors.js';
import { money } from '../money.js';
import type { PaymentReport, StartedRefund } from '../gateways/gateway-server.js';
import type { Transaction } from 'kysely';
import { raise } from './alerts.js';
import type { Db } from './db/database.js';
import type { PaymentRow, RefundRow, Tables } from './db/tables.js';
import { attemptOf, callGateway } from './gateway-call.js';
import type { PaymentId } from './ids.js';
import { lockOrder, recordReport, settleOrder } from './order-book.js';
import { firstAsk, isOffline } from './schedule.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

/** ms. Gateways forget keys (Stripe after 24 hours), and the same key would then give the money back once more (REC-2). */
const KEY_LIFE = 23 * 3_600_000;

/**
 * Has the gateway give it back, or finds out whether it has; then writes down how it ended.
 * @throws StoreError `refund_refused` if it failed for good; `gateway_…` if that is not known yet.
 */
export async function finish(world: World, refund: RefundRow): Promise<RefundRow> {
  const payment = await world.db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', refund.payment_id)
    .executeTakeFirstOrThrow();
  if (isOffline(world, payment.gateway)) return succeed(world, refund, payment, undefined);
  if (world.now() - refund.created_at > KEY_LIFE) return lookUp(world, refund, payment);
  try {
    return await succeed(world, refund, payment, await give(world, refund, payment));
  } catch (error) {
    if (!isStoreError(error) || error.code !== 'refund_refused') throw error;
    const ended = await inTransaction(world, async (trx) => {
      await end(trx, refund, { status: 'failed' });
      return read(trx, refund);
    });
    if (ended.status === 'succeeded') return ended; // by another, who asked for it at the same time
    throw error;
  }
}

/** Has the gateway do it, and asks where the payment stands then if it does not say so itself. */
async function give(world: World, refund: RefundRow, payment: PaymentRow): Promise<StartedRefund> {
  const amount = money(refund.amount, payment.currency);
  const started = await callGateway(world, payment.gateway, async (gateway, signal) =>
    gateway.refund?.(attemptOf(world, payment), amount, refund.key, signal),
  );
  if (!started) throw new StoreError('gateway_failed', `"${payment.gateway}" gives nothing back any more.`);
  return started.report ? started : { ...started, report: await ask(world, payment).catch(() => undefined) };
}

const ask = (world: World, payment: PaymentRow): Promise<PaymentReport | undefined> =>
  callGateway(world, payment.gateway, (gateway, signal) =>
    gateway.retrieve(attemptOf(world, payment), signal),
  );

/**
 * Finds out what became of a refund by what the gateway gave back in all: if that holds all there may be, it holds this one;
 * if it holds only what is certain, this one never came to be, and another can be asked for.
 * @throws StoreError `gateway_failed` if it is neither; a person has to look at it.
 */
async function lookUp(world: World, refund: RefundRow, payment: PaymentRow): Promise<RefundRow> {
  const known = idsOf(await othersThan(world.db, refund));
  const report = await ask(world, payment);
  const others = await othersThan(world.db, refund);
  const given = report?.refunded?.amount ?? 0;
  const sure = sumOf(others, 'succeeded');
  if (given >= sure + sumOf(others, 'pending') + refund.amount)
    return succeed(world, refund, payment, { refundId: null, report });
  // What others did meanwhile may be certain by now and yet not be in what the gateway said.
  if (given > sure || idsOf(others) !== known)
    throw new StoreError('gateway_failed', 'What was given back does not tell which refund it was.');
  await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, refund.order_id);
    await end(trx, refund, { status: 'failed' });
    await tell(world, trx, 'refund_failed', refund, refund.id);
  });
  throw new StoreError('refund_refused', 'It never came to be; it can be asked for anew.');
}

/** Writes down that it was done, and what the gateway says of it. Without an answer the money goes back by hand. */
function succeed(
  world: World,
  refund: RefundRow,
  payment: PaymentRow,
  answer: { readonly refundId: string | null; readonly report: PaymentReport | undefined } | undefined,
): Promise<RefundRow> {
  return inTransaction(world, async (trx, world) => {
    await lockOrder(trx, refund.order_id);
    const others = sumOf(await othersThan(trx, refund), 'succeeded');
    await end(trx, refund, { status: 'succeeded', gateway_refund_id: answer?.refundId ?? null });
    const asked = others + refund.amount;
    const report = answer ? answer.report : byHand(world, payment, asked);
    if (report)
      await recordReport(world, trx, payment, report, answer ? {} : { via: 'merchant', note: refund.reason });
    // Also if the report is no news: goods wait for this refund.
    await settleOrder(world, trx, refund.order_id);
    // Taken is not given: the sweep asks until the gateway counts it.
    if ((report?.refunded?.amount ?? 0) < asked)
      await trx
        .updateTable('payments')
        .set({ news_at: world.now(), ask_at: firstAsk(world, payment.gateway) })
        .where('id', '=', payment.id)
        .execute();
    return read(trx, refund);
  });
}

/** What was done stays done, whatever is heard of it later. */
const end = (
  trx: Transaction<Tables>,
  { id }: RefundRow,
  how: Pick<RefundRow, 'status'> & Partial<Pick<RefundRow, 'gateway_refund_id'>>,
): Promise<unknown> =>
  trx
    .updateTable('refunds')
    .set({ ...how, retry_at: null })
    .where('id', '=', id)
    .where('status', '!=', 'succeeded')
    .execute();

/** Of a payment about which nothing more is asked: tells a person if the gateway gave back less than it took on. */
export async function checkRefunds(world: World, trx: Transaction<Tables>, id: PaymentId): Promise<void> {
  const payment = await trx.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const refunds = await trx.selectFrom('refunds').selectAll().where('payment_id', '=', id).execute();
  const asked = sumOf(refunds, 'succeeded');
  if (payment.refunded < asked)
    await tell(
      world,
      trx,
      'refund_failed',
      { payment_id: id, order_id: payment.order_id },
      `${payment.refunded}<${asked}`,
    );
}

/** Somebody has to look at it. */
export const tell = (
  world: World,
  trx: Transaction<Tables>,
  code: 'refund_failed' | 'refund_stuck',
  refund: Pick<RefundRow, 'payment_id' | 'order_id'>,
  cause: string,
): Promise<void> => raise(world, trx, { code, order: refund.order_id, payment: refund.payment_id, cause });

const read = (trx: Transaction<Tables>, { id }: RefundRow): Promise<RefundRow> =>
  trx.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const othersThan = (db: Db, { id, payment_id }: RefundRow): Promise<RefundRow[]> =>
  db.selectFrom('refunds').selectAll().where('payment_id', '=', payment_id).where('id', '!=', id).execute();

/** Of those that are done. */
const idsOf = (refunds: readonly RefundRow[]): string =>
  refunds.flatMap(({ id, status }) => (status === 'succeeded' ? [id] : [])).join();

/** Minor units. */
export const sumOf = (refunds: readonly RefundRow[], status: RefundRow['status']): number =>
  refunds.filter((each) => each.status === status).reduce((total, { amount }) => total + amount, 0);

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
