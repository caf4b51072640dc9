/** Waiting for an element of Stripe's, and what its failures mean. */
import type { StripeError } from '@stripe/stripe-js';
import { isStoreError, StoreError } from '../../errors.js';
import type { GatewayWorld } from '../gateway.js';

/** ms until an element must be ready. */
const READY_TIMEOUT = 15_000;

/** What all elements have in common, as far as it is used here. */
export interface Readying<Ready> {
  once(type: 'ready', listener: (event: Ready) => void): unknown;
  once(type: 'loaderror', listener: (event: { readonly error: StripeError }) => void): unknown;
  mount(target: HTMLElement): void;
}

/** Mounts it, and waits until the shopper can use it. @throws StoreError `mount_failed`, `gateway_timeout`, `gateway_settings`, `gateway_failed`. */
export async function whenReady<Ready>(
  element: Readying<Ready>,
  target: HTMLElement,
  world: GatewayWorld,
  signal: AbortSignal,
): Promise<Ready> {
  const over = new AbortController();
  const tooLate = world
    .wait(READY_TIMEOUT, AbortSignal.any([over.signal, signal]))
    .then(() => Promise.reject(new StoreError('gateway_timeout', 'The payment form did not get ready.')));
  try {
    return await Promise.race([
      new Promise<Ready>((resolve, reject) => {
        element.once('ready', resolve);
        element.once('loaderror', ({ error }) => reject(failure(error)));
        element.mount(target);
      }),
      tooLate,
    ]);
  } catch (cause) {
    throw signal.aborted ? signal.reason : failed(cause);
  } finally {
    over.abort();
  }
}

/** What an element says when it can't load. */
export function failure({
  type,
  message,
}: {
  readonly type: StripeError['type'];
  readonly message?: string;
}): StoreError {
  const ours = type === 'invalid_request_error' || type === 'authentication_error';
  return new StoreError(ours ? 'gateway_settings' : 'gateway_failed', message);
}

/** What Stripe.js throws at once: it was used in a way it refuses. */
export const failed = (cause: unknown): StoreError =>
  isStoreError(cause)
    ? cause
    : new StoreError('mount_failed', cause instanceof Error ? cause.message : undefined, { cause });
