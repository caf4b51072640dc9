/** Calls to gateways: never inside a database transaction, always with a deadline, and every failure with a code. */
import { returnUrl } from '../api/arrival.js';
import { StoreError, isStoreError, type ErrorCode } from '../errors.js';
import { money } from '../money.js';
import type { Attempt, ServerGateway } from '../gateways/gateway-server.js';
import type { PaymentRow } from './db/tables.js';
import type { World } from './world.js';

/** What the gateway is told of an attempt; the same at every repetition. */
export function attemptOf(world: World, payment: PaymentRow, email?: string): Attempt {
  return Object.freeze({
    paymentId: payment.id,
    orderId: payment.order_id,
    key: payment.key,
    amount: money(payment.amount, payment.currency),
    gatewayPaymentId: payment.gateway_payment_id,
    createdAt: new Date(payment.created_at),
    returnUrl: returnUrl(world.settings.orderPageUrl, payment.order_id),
    ...(payment.part !== null && { part: payment.part }),
    ...(email !== undefined && {
      buyer: { email, ...(payment.locale !== null && { locale: payment.locale }) },
    }),
  });
}

/** What a gateway may say in our words; anything else it throws is its failure. */
const OWN: ReadonlySet<ErrorCode> = new Set([
  'gateway_failed',
  'gateway_settings',
  'gateway_timeout',
  'refund_refused',
]);

/** @throws StoreError `gateway_failed`, `gateway_settings`, or `gateway_timeout`, also if the gateway ignores the signal. */
export async function callGateway<T>(
  world: World,
  name: string,
  work: (gateway: ServerGateway, signal: AbortSignal) => Promise<T>,
  timeout = world.settings.gatewayTimeout,
): Promise<T> {
  const gateway = world.gateways.get(name);
  if (!gateway) throw new StoreError('gateway_unknown', `The store no longer offers "${name}".`);
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new StoreError('gateway_timeout', undefined, { info: { gateway: name } })),
    timeout,
  );
  try {
    return await Promise.race([work(gateway, abort.signal), rejectedBy(abort.signal)]);
  } catch (cause) {
    const code = isStoreError(cause) ? cause.code : undefined;
    if (code !== undefined && OWN.has(code)) throw cause;
    throw new StoreError('gateway_failed', undefined, { cause, info: { gateway: name } });
  } finally {
    clearTimeout(timer);
  }
}

/** Never resolves; rejects with the signal's reason, for gateways that do not listen to it. */
const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
