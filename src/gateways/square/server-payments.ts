/** What both ways to pay by Square do with payments there: find, close, take, give back. */
import { StoreError } from '../../errors.js';
import type { Money } from '../../money.js';
import type { Attempt } from '../gateway-server.js';
import {
  isRefused,
  missing,
  refusalOf,
  toSquare,
  type Square,
  type SquareConnection,
} from './server-client.js';

type Payment = Square.Payment;

/** How many payments of a location are looked through for a lost one. */
const LOOK_THROUGH = 1000;

/** ms; the clocks of two machines may differ. */
const CLOCKS = 5 * 60_000;

export async function fetchPayment(
  square: SquareConnection,
  paymentId: string,
  signal: AbortSignal,
): Promise<Payment | undefined> {
  const answer = await square
    .twice(signal, (api, how) => api.payments.get({ paymentId }, how))
    .catch(missing);
  return answer?.payment;
}

/**
 * Square finds a payment by its id only, so the location's list is looked through from when the attempt was made. What is new
 * may take seconds to show there: "not in the list" is no proof.
 */
export function findPayment(
  square: SquareConnection,
  locationId: string,
  { createdAt, paymentId }: Attempt,
  signal: AbortSignal,
): Promise<Payment | undefined> {
  const beginTime = new Date(createdAt.getTime() - CLOCKS).toISOString();
  return square.twice(signal, async (api, how) => {
    const list = await api.payments.list({ locationId, beginTime, sortOrder: 'ASC', limit: 100 }, how);
    let looked = 0;
    for await (const payment of list) {
      if (payment.referenceId === paymentId) return payment;
      if (++looked >= LOOK_THROUGH)
        throw new StoreError('gateway_failed', 'Too many payments since, to find this one among them.');
    }
    return undefined;
  });
}

/** Cancels what is only approved; answers how it then stands. */
export async function closePayment(
  square: SquareConnection,
  payment: Payment,
  signal: AbortSignal,
): Promise<Payment> {
  const { id: paymentId = '', status } = payment;
  if (status !== 'APPROVED') return payment;
  try {
    const answer = await square.twice(signal, (api, how) => api.payments.cancel({ paymentId }, how));
    if (answer.payment) return answer.payment;
  } catch (error) {
    // Taken or canceled a moment ago: it is asked for below.
    if (!isRefused(error)) throw error;
  }
  return (await fetchPayment(square, paymentId, signal)) ?? payment;
}

/** Takes what is approved; answers how it then stands. */
export async function takePayment(
  square: SquareConnection,
  paymentId: string,
  signal: AbortSignal,
): Promise<Payment> {
  try {
    const answer = await square.twice(signal, (api, how) => api.payments.complete({ paymentId }, how));
    if (answer.payment) return answer.payment;
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  const now = await fetchPayment(square, paymentId, signal);
  if (!now) throw new StoreError('gateway_failed', 'Square does not know this payment.');
  return now;
}

/** @throws StoreError `refund_refused` if Square will never do it. */
export async function refundPayment(
  square: SquareConnection,
  wish: { readonly paymentId: string; readonly amount: Money; readonly key: string },
  signal: AbortSignal,
): Promise<string> {
  if (wish.key.length > 45) throw new TypeError('refund(): Square takes keys of 45 characters at most.');
  try {
    const { refund } = await square.twice(signal, (api, how) =>
      api.refunds.refundPayment(
        { idempotencyKey: wish.key, paymentId: wish.paymentId, amountMoney: toSquare(wish.amount) },
        how,
      ),
    );
    // PENDING is what Square answers first; the rest comes by callback.
    if (refund && refund.status !== 'REJECTED' && refund.status !== 'FAILED') return refund.id;
  } catch (cause) {
    const refusal = refusalOf(cause);
    const forGood = refusal?.errors.some(
      ({ category }) => category === 'REFUND_ERROR' || category === 'INVALID_REQUEST_ERROR',
    );
    if (!forGood) throw cause;
    throw new StoreError('refund_refused', undefined, { cause });
  }
  throw new StoreError('refund_refused', 'The card or bank did not take it.');
}
