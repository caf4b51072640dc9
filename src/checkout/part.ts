/** An order that is paid in parts: what is held, what is left, and what can pay it. */
import type { Gateway, Order, StartedAttempt } from '../api/types.js';
import type { ConfirmResult, PaymentMethod } from '../gateways/gateway.js';
import { add, type Money } from '../money.js';

export interface Held {
  /** Where it is held; the rest is paid there, too. */
  readonly gateway: string;
  readonly amount: Money;
}

/** What is set aside for the order while its rest is to be paid; undefined when there is nothing. */
export function heldOf(order: Order | undefined): Held | undefined {
  if (order?.paymentStatus !== 'unpaid' || order.due.amount >= order.total.amount) return undefined;
  const [first, ...more] = order.payments.filter(({ status }) => status === 'held');
  return first && { gateway: first.gateway, amount: add(first.amount, ...more.map(({ amount }) => amount)) };
}

export const gatewaysFor = (gateways: readonly Gateway[], held: Held | undefined): readonly Gateway[] =>
  held ? gateways.filter(({ name }) => name === held.gateway) : gateways;

export const methodsFor = (
  methods: readonly PaymentMethod[],
  held: Held | undefined,
): readonly PaymentMethod[] => (held ? methods.filter(({ paysRest }) => paysRest) : methods);

/** What the server's answer to a token says, as a confirm result: the order's own status has the last word anyway. */
export function resultOf({ order, payment }: StartedAttempt): ConfirmResult {
  switch (payment.status) {
    case 'declined':
      return { kind: 'declined', code: payment.declineCode ?? 'card_declined' };
    case 'canceled':
      return { kind: 'canceled' };
    case 'held':
      return { kind: order.paymentStatus === 'unpaid' ? 'part' : 'processing' };
    case 'processing':
      return { kind: 'processing' };
    case 'paid':
      return { kind: 'submitted' };
    case 'open':
    case 'requires_action':
      return { kind: 'unknown' };
  }
}
