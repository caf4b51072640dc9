/** Orders as the page sees them: the frozen quote, where the payments stand, and of the buyer only a hint. */
import type { WireNextStep, WireOrder, WirePayment, WireQuote } from '../api/wire.js';
import type { OrderRow, PaymentRow } from './db/tables.js';
import { isOpenOrder, isPaidOrder } from './order-status.js';
import { amountDue, worth } from './part-plan.js';

export function orderView(order: OrderRow, payments: readonly PaymentRow[]): WireOrder {
  const quote = JSON.parse(order.quote) as WireQuote;
  return {
    id: order.id,
    number: String(order.number),
    status: statusOf(order),
    payment_status: order.payment_status,
    mode: order.mode,
    placed_at: new Date(order.placed_at).toISOString(),
    currency: order.currency,
    line_items: quote.line_items,
    totals: quote.totals,
    ...(quote.discounts && { discounts: quote.discounts }),
    fulfillment: quote.fulfillment,
    ...(order.gift_note !== null && { gift_note: order.gift_note }),
    quote_hash: quote.hash,
    buyer: { email_hint: emailHint(order.email) },
    amount_due: amountDue(order.payment_status, payments, order.total),
    payments: payments.map(paymentView),
  };
}

export const paymentView = (payment: PaymentRow): WirePayment => ({
  id: payment.id,
  number: payment.number,
  gateway: payment.gateway,
  status: payment.status,
  amount: worth(payment),
  currency: payment.currency,
  decline_code: payment.decline_code,
  ...instructionsOf(payment),
});

/** As they were when the shopper chose to pay so: a change of the shop's bank account changes no order placed before. */
function instructionsOf({ next }: PaymentRow): Pick<WirePayment, 'instructions'> {
  const step = next === null ? undefined : (JSON.parse(next) as WireNextStep);
  return step?.type === 'wait' && step.instructions ? { instructions: step.instructions } : {};
}

/** What the browser has to do: nothing, once the attempt is under way or over, or the order needs no more payment. */
export function nextStep(order: OrderRow, payment: PaymentRow): WireNextStep {
  const open = waitsForShopper(payment) && isOpenOrder(order.payment_status);
  if (!open || payment.next === null) return { type: 'wait' };
  return JSON.parse(payment.next) as WireNextStep;
}

/** Whether the attempt can still be confirmed: nothing was charged, and nothing is on its way. */
export const waitsForShopper = ({ status, closing_at }: Pick<PaymentRow, 'status' | 'closing_at'>): boolean =>
  closing_at === null && (status === 'open' || status === 'requires_action');

/** `a…@example.com` */
function emailHint(email: string): string {
  const [first = ''] = email;
  return `${first}…${email.slice(email.lastIndexOf('@'))}`;
}

function statusOf({ payment_status: state }: OrderRow): WireOrder['status'] {
  if (state === 'canceled' || state === 'expired') return 'canceled';
  return isPaidOrder(state) ? 'completed' : 'complete_in_progress';
}
