/**
 * The order book: the only code that writes what a gateway said and what follows from it. It keeps every report as an
 * event that is never changed, and in the same transaction derives where the payment and the order stand from all
 * events there are (order-status.ts). Nothing a browser says comes here.
 */
import type { GatewayEvent, PaymentReport } from '../gateways/gateway-server.js';
import { StoreError } from '../errors.js';
import type { Transaction } from 'kysely';
import { raise } from './alerts.js';
import type { PaymentRow, Tables } from './db/tables.js';
import { canonical, isPaymentId, sha256, type EventId, type OrderId } from './ids.js';
import {
  mismatches,
  isActive,
  orderStatus,
  paymentStatus,
  seemsTakenBack,
  type PaymentStanding,
} from './order-status.js';
import { announceChange, refundedOf } from './outbox/announce.js';
import { columnsOf, factsOf, insertEvent, reportFacts, reportsOf } from './payment-events.js';
import { askedAfter, dueAt } from './schedule.js';
import { keepTakings } from './reports/takings.js';
import { settleStock } from './stock.js';
import { inTransaction } from './transaction.js';
import type { World } from './world.js';

type Trx = Transaction<Tables>;

/**
 * For so long after it happened an event about a payment that seems ours but is not there is sent back, to come again.
 * Attempts are written before the gateway hears of them, so it can only be missing on a copy that lags behind, or for
 * good (another store on the same account): then it is kept unplaced, rather than refused until the gateway gives up on us.
 */
const COME_AGAIN = 60 * 60_000;

/**
 * Records verified events of a gateway, all or none. Known ones change nothing.
 * @throws StoreError `server_failed` with status 503 if the gateway should send them again.
 */
export function record(world: World, gateway: string, events: readonly GatewayEvent[]): Promise<void> {
  return inTransaction(world, async (trx, world) => {
    for (const event of events) await recordEvent(world, trx, gateway, event);
  });
}

/** Records what the gateway answered to a call of ours about this payment, or what the merchant said of it. The same answer again changes nothing. */
export async function recordReport(
  world: World,
  trx: Trx,
  payment: PaymentRow,
  report: PaymentReport,
  { via = 'api', note = null }: { readonly via?: 'api' | 'merchant'; readonly note?: string | null } = {},
): Promise<void> {
  const now = world.now();
  await lockOrder(trx, payment.order_id);
  const reasons = await doubts(trx, payment, payment.gateway, report);
  const row = {
    id: world.ids.event(),
    gateway: payment.gateway,
    event_id: `${via}:${sha256(canonical([payment.id, report]))}`,
    type: via,
    via,
    note,
    occurred_at: now,
    received_at: now,
    payment_id: payment.id,
    verdict: reasons.length > 0 ? ('mismatch' as const) : ('placed' as const),
    reasons: reasons.join(','),
    ...columnsOf(report),
  };
  if (await insertEvent(trx, row)) await settleWith(world, trx, payment, report, row.id, reasons);
}

/** Keeps a second transaction on the same order waiting, on every kind of database. */
export async function lockOrder(trx: Trx, id: OrderId): Promise<void> {
  await trx
    .updateTable('orders')
    .set((eb) => ({ payment_status: eb.ref('payment_status') }))
    .where('id', '=', id)
    .execute();
}

/**
 * Derives where the order and its payments stand and writes it down, with what follows from it: what it holds of the
 * stock, when the gateway is asked, when it lapses. The order must be locked.
 */
export async function settleOrder(world: World, trx: Trx, id: OrderId): Promise<void> {
  const order = await trx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const before = await trx
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('number')
    .execute();
  const standings: PaymentStanding[] = [];
  const payments: PaymentRow[] = [];
  for (const payment of before) {
    const standing = paymentStatus(factsOf(payment), await reportsOf(trx, payment));
    const changes = {
      status: standing.status,
      decline_code: standing.declineCode,
      refunded: standing.refunded,
      covered: standing.amount === payment.amount ? null : standing.amount,
      ...(!isActive(standing.status) && { next: null }),
      ...askedAfter(world, payment, standing.status),
    };
    await trx.updateTable('payments').set(changes).where('id', '=', payment.id).execute();
    standings.push(standing);
    payments.push({ ...payment, ...changes });
  }
  await keepTakings(
    world,
    trx,
    order,
    before.flatMap((payment, i) => (standings[i] ? [{ payment, standing: standings[i] }] : [])),
  );
  const { total } = order;
  const ended = { total, canceled: order.canceled_at !== null, expired: order.expired_at !== null };
  const payment_status = orderStatus(standings, ended);
  const stock = await settleStock(world, trx, order, payment_status);
  const due_at = dueAt(world, { payment_status, stock, total }, payments);
  await trx.updateTable('orders').set({ payment_status, due_at }).where('id', '=', id).execute();
  if (payment_status === 'review' && !standings.some(({ doubtful }) => doubtful)) {
    const reasons = [ended.canceled ? 'paid_after_cancelation' : 'paid_twice'];
    await raise(world, trx, { code: 'order_review', order: id, reasons });
  }
  const was = { state: order.payment_status, refunded: refundedOf(before) };
  await announceChange(world, trx, id, was, { state: payment_status, refunded: refundedOf(payments) });
}

async function recordEvent(world: World, trx: Trx, gateway: string, event: GatewayEvent): Promise<void> {
  const { report } = event;
  const now = world.now();
  const payment = report && (await findPayment(trx, gateway, report));
  if (
    report?.reference &&
    !payment &&
    isPaymentId(report.reference) &&
    now - event.occurredAt.getTime() < COME_AGAIN
  ) {
    throw new StoreError('server_failed', 'The payment is not known yet.', { info: { status: 503 } });
  }
  if (payment) await lockOrder(trx, payment.order_id);
  const reasons = payment ? await doubts(trx, payment, gateway, report) : [];
  const verdict = !report ? 'silent' : !payment ? 'unplaced' : reasons.length > 0 ? 'mismatch' : 'placed';
  const id = world.ids.event();
  const inserted = await insertEvent(trx, {
    id,
    gateway,
    event_id: event.eventId,
    type: event.type,
    via: 'callback',
    note: null,
    occurred_at: event.occurredAt.getTime(),
    received_at: now,
    payment_id: payment?.id ?? null,
    verdict,
    reasons: reasons.join(','),
    ...columnsOf(report),
  });
  if (!inserted) return;
  if (verdict === 'unplaced') await unplaced(world, trx, gateway, report);
  if (!report || !payment) return;
  await settleWith(world, trx, payment, report, id, reasons);
  // A refund has failed, it seems: the gateway is asked (asking.ts).
  if (seemsTakenBack(factsOf(payment), await reportsOf(trx, payment)))
    await trx.updateTable('payments').set({ ask_at: now }).where('id', '=', payment.id).execute();
}

/** Others may use the gateway's account, too; but money under a name of ours is ours, and nobody else looks for it. */
async function unplaced(
  world: World,
  trx: Trx,
  gateway: string,
  report: PaymentReport | undefined,
): Promise<void> {
  const { reference, status, gatewayPaymentId: cause } = report ?? {};
  if (reference && isPaymentId(reference) && (status === 'paid' || status === 'authorized'))
    await raise(world, trx, {
      code: 'payment_unplaced',
      gateway,
      reasons: [reference],
      ...(cause && { cause }),
    });
  else world.log.warn('payment_unplaced', { gateway });
}

/** What follows from a new event about this payment. */
async function settleWith(
  world: World,
  trx: Trx,
  payment: PaymentRow,
  report: PaymentReport,
  event: EventId,
  reasons: readonly string[],
): Promise<void> {
  if (reasons.length > 0) {
    const { order_id: order, gateway } = payment;
    await raise(world, trx, {
      code: 'payment_mismatch',
      order,
      payment: payment.id,
      gateway,
      reasons,
      cause: event,
    });
  } else {
    // The answer of `start` may have been lost, and a refund needs the gateway's id.
    await trx
      .updateTable('payments')
      .set({ gateway_payment_id: report.gatewayPaymentId })
      .where('id', '=', payment.id)
      .where('gateway_payment_id', 'is', null)
      .execute();
  }
  await settleOrder(world, trx, payment.order_id);
}

/** By our reference first, then by the gateway's own id. */
async function findPayment(
  trx: Trx,
  gateway: string,
  report: PaymentReport,
): Promise<PaymentRow | undefined> {
  const all = trx.selectFrom('payments').selectAll();
  const { reference, gatewayPaymentId } = report;
  const byReference =
    reference !== null && isPaymentId(reference)
      ? await all.where('id', '=', reference).executeTakeFirst()
      : undefined;
  return (
    byReference ??
    (await all
      .where('gateway', '=', gateway)
      .where('gateway_payment_id', '=', gatewayPaymentId)
      .executeTakeFirst())
  );
}

/** For people and the log: what does not fit, as far as it is known when the event comes. */
async function doubts(
  trx: Trx,
  payment: PaymentRow,
  gateway: string,
  report: PaymentReport,
): Promise<string[]> {
  const facts = factsOf(payment);
  const before = await reportsOf(trx, payment);
  const known = before.find((each) => mismatches(facts, each).length === 0);
  const id = payment.gateway_payment_id ?? known?.gatewayPaymentId;
  return [
    ...mismatches(facts, { ...reportFacts(report), gateway, eventId: '', occurredAt: 0 }),
    ...(id !== undefined && id !== report.gatewayPaymentId ? ['gateway_payment_id'] : []),
    ...(known && known.account !== report.account ? ['account'] : []),
  ];
}
