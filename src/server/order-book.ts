/**
 * The order book: the only code that writes what a gateway said and what follows from it. It keeps every report as an
 * event that is never changed, and in the same transaction derives where the payment and the order stand from all
 * events there are (order-status.ts). Nothing a browser says comes here.
 */
import type { GatewayEvent, PaymentReport } from '../gateways/gateway-server.js';
import { StoreError } from '../errors.js';
import type { Transaction } from 'kysely';
import type { PaymentEventRow, PaymentRow, Tables } from './db/tables.js';
import { attemptOf, callGateway } from './gateway-call.js';
import { canonical, isPaymentId, sha256, type OrderId, type PaymentId } from './ids.js';
import { mismatches, isActive, orderStatus, paymentStatus } from './order-status.js';
import { columnsOf, factsOf, insertEvent, reportFacts, reportsOf } from './payment-events.js';
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
export async function record(world: World, gateway: string, events: readonly GatewayEvent[]): Promise<void> {
  const notes = await world.db.transaction().execute(async (trx) => {
    const all: Note[] = [];
    for (const event of events) all.push(await recordEvent(world, trx, gateway, event));
    return all;
  });
  // After the commit: what was rolled back has not happened.
  for (const { verdict, reasons, payment } of notes) {
    if (verdict === 'mismatch')
      world.log.error('payment_mismatch', { gateway, reasons, ...(payment && { payment }) });
    if (verdict === 'unplaced') world.log.warn('payment_unplaced', { gateway });
  }
}

/** Asks the gateway where an attempt stands and records what it says, if it has heard of it. */
export async function askGateway(world: World, id: PaymentId): Promise<void> {
  const row = await world.db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const report = await callGateway(world, row.gateway, (gateway, signal) =>
    gateway.retrieve(attemptOf(world, row), signal),
  );
  if (report) await world.db.transaction().execute((trx) => recordReport(world, trx, row, report));
}

/** Records what the gateway answered to a call of ours about this payment. The same answer again changes nothing. */
export async function recordReport(
  world: World,
  trx: Trx,
  payment: PaymentRow,
  report: PaymentReport,
): Promise<void> {
  const now = world.now();
  await lockOrder(trx, payment.order_id);
  const reasons = await doubts(trx, payment, payment.gateway, report);
  const inserted = await insertEvent(trx, {
    id: world.ids.event(),
    gateway: payment.gateway,
    event_id: `api:${sha256(canonical([payment.id, report]))}`,
    type: 'api',
    via: 'api',
    occurred_at: now,
    received_at: now,
    payment_id: payment.id,
    verdict: reasons.length > 0 ? 'mismatch' : 'placed',
    reasons: reasons.join(','),
    ...columnsOf(report),
  });
  if (inserted) await settleOrder(trx, payment.order_id);
  if (inserted && reasons.length > 0) {
    world.log.error('payment_mismatch', { gateway: payment.gateway, payment: payment.id, reasons });
  }
}

/** Keeps a second transaction on the same order waiting, on every kind of database. */
export async function lockOrder(trx: Trx, id: OrderId): Promise<void> {
  await trx
    .updateTable('orders')
    .set((eb) => ({ payment_status: eb.ref('payment_status') }))
    .where('id', '=', id)
    .execute();
}

/** Derives where the order and its payments stand and writes it down. The order must be locked. */
export async function settleOrder(trx: Trx, id: OrderId): Promise<void> {
  const order = await trx
    .selectFrom('orders')
    .select('canceled_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const payments = await trx
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('number')
    .execute();
  const standings = [];
  for (const payment of payments) {
    const reports = await reportsOf(trx, payment);
    const standing = paymentStatus(factsOf(payment), reports);
    standings.push(standing);
    await trx
      .updateTable('payments')
      .set({
        status: standing.status,
        decline_code: standing.declineCode,
        refunded: standing.refunded,
        ...(!isActive(standing.status) && { next: null }),
      })
      .where('id', '=', payment.id)
      .execute();
  }
  const payment_status = orderStatus(standings, order.canceled_at !== null);
  await trx.updateTable('orders').set({ payment_status }).where('id', '=', id).execute();
}

interface Note {
  readonly verdict: PaymentEventRow['verdict'] | 'known';
  readonly reasons: readonly string[];
  readonly payment?: PaymentId;
}

async function recordEvent(world: World, trx: Trx, gateway: string, event: GatewayEvent): Promise<Note> {
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
  const inserted = await insertEvent(trx, {
    id: world.ids.event(),
    gateway,
    event_id: event.eventId,
    type: event.type,
    via: 'callback',
    occurred_at: event.occurredAt.getTime(),
    received_at: now,
    payment_id: payment?.id ?? null,
    verdict,
    reasons: reasons.join(','),
    ...columnsOf(report),
  });
  if (!inserted) return { verdict: 'known', reasons: [] };
  if (payment) await settleOrder(trx, payment.order_id);
  return { verdict, reasons, ...(payment && { payment: payment.id }) };
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
