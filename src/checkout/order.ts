/** An order as the server tells it: where it stands, and whether it may be paid. Pure; order-watch.ts asks. */
import type { Order } from '../api/types.js';

/** Whether the order will stay as it is without anybody doing something. A payment under way is not settled. */
export const isSettled = (order: Order): boolean =>
  order.paymentStatus === 'unpaid' ? lastDecline(order) !== undefined : order.paymentStatus !== 'processing';

/** Why the last attempt failed for good; undefined while an attempt is open or under way, or none failed. */
export function lastDecline(order: Order): string | undefined {
  const last = order.payments.at(-1);
  if (order.paymentStatus !== 'unpaid' || !last) return undefined;
  if (last.status === 'declined') return last.declineCode ?? 'card_declined';
  return last.status === 'canceled' ? 'canceled' : undefined;
}

/**
 * Whether the shopper may have gone away without paying: the last attempt waits for them, as far as the gateway has said.
 */
export function waitsForShopper(order: Order): boolean {
  const last = order.payments.at(-1)?.status;
  return order.paymentStatus === 'processing' && (last === 'open' || last === 'requires_action');
}

/**
 * Whether paying now can't be a second charge: no attempt is left, or the last one still waits for the shopper and is the
 * same payment again.
 */
export const isOpenToPay = (order: Order): boolean =>
  order.paymentStatus === 'unpaid' || waitsForShopper(order);
