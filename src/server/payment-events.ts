/** What gateways said about payments, between the database and the pure functions of order-status.ts. Rows are only added. */
import type { Transaction } from 'kysely';
import type { PaymentReport } from '../gateways/gateway-server.js';
import type { PaymentEventRow, PaymentRow, Tables } from './db/tables.js';
import type { PaymentFacts, ReportFacts } from './order-status.js';

/** Whether it is new; one that is known already changes nothing. */
export async function insertEvent(trx: Transaction<Tables>, row: PaymentEventRow): Promise<boolean> {
  const inserted = await trx
    .insertInto('payment_events')
    .values(row)
    .onConflict((conflict) => conflict.columns(['gateway', 'account', 'event_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Everything said about a payment, also what came before it could be told whose it was. */
export async function reportsOf(trx: Transaction<Tables>, payment: PaymentRow): Promise<ReportFacts[]> {
  const rows = await trx
    .selectFrom('payment_events')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('payment_id', '=', payment.id),
        eb.and([
          eb('payment_id', 'is', null),
          eb('gateway', '=', payment.gateway),
          eb('reference', '=', payment.id),
        ]),
        eb.and([
          eb('payment_id', 'is', null),
          eb('gateway', '=', payment.gateway),
          eb('gateway_payment_id', '=', payment.gateway_payment_id),
          eb('reference', 'is', null),
        ]),
      ]),
    )
    .execute();
  return rows.flatMap((row): ReportFacts[] => {
    const { status, mode, amount, currency, gateway_payment_id: gatewayPaymentId } = row;
    if (!status || !mode || amount === null || currency === null || gatewayPaymentId === null) return [];
    const { refunded, refunded_currency: refundedIn } = row;
    return [
      {
        eventId: row.event_id,
        occurredAt: row.occurred_at,
        gateway: row.gateway,
        account: row.account,
        gatewayPaymentId,
        reference: row.reference,
        status,
        mode,
        amount,
        currency,
        declineCode: row.decline_code,
        refunded:
          refunded === null || refundedIn === null ? null : { amount: refunded, currency: refundedIn },
        dispute: row.dispute_status,
      },
    ];
  });
}

/** What was fixed when the attempt was made. */
export const factsOf = (row: PaymentRow): PaymentFacts => ({
  id: row.id,
  gateway: row.gateway,
  mode: row.mode,
  amount: row.amount,
  currency: row.currency,
  gatewayPaymentId: row.gateway_payment_id,
  closed: row.closed_at !== null,
  part: row.part,
  undone: row.undone_at !== null,
});

/** A report as order-status.ts compares it. */
export const reportFacts = (
  report: PaymentReport,
): Omit<ReportFacts, 'gateway' | 'eventId' | 'occurredAt'> => ({
  account: report.account,
  gatewayPaymentId: report.gatewayPaymentId,
  reference: report.reference,
  status: report.status,
  mode: report.mode,
  amount: report.amount.amount,
  currency: report.amount.currency,
  declineCode: report.declineCode,
  refunded: report.refunded,
  dispute: report.dispute?.status ?? null,
});

type ReportColumns = Pick<
  PaymentEventRow,
  | 'account'
  | 'gateway_payment_id'
  | 'reference'
  | 'status'
  | 'amount'
  | 'currency'
  | 'mode'
  | 'decline_code'
  | 'refunded'
  | 'refunded_currency'
  | 'dispute_status'
  | 'dispute_amount'
  | 'dispute_currency'
>;

/** A report as it is kept; of an event that says nothing about a payment, nothing. */
export const columnsOf = (report: PaymentReport | undefined): ReportColumns => ({
  account: report?.account ?? '',
  gateway_payment_id: report?.gatewayPaymentId ?? null,
  reference: report?.reference ?? null,
  status: report?.status ?? null,
  amount: report?.amount.amount ?? null,
  currency: report?.amount.currency ?? null,
  mode: report?.mode ?? null,
  decline_code: report?.declineCode ?? null,
  refunded: report?.refunded?.amount ?? null,
  refunded_currency: report?.refunded?.currency ?? null,
  dispute_status: report?.dispute?.status ?? null,
  dispute_amount: report?.dispute?.amount.amount ?? null,
  dispute_currency: report?.dispute?.amount.currency ?? null,
});
