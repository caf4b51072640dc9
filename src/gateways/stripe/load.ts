/** Loads Stripe.js by our own loader and starts it by Stripe's, which then finds it there: one instance per key and page. */
import { loadStripe } from '@stripe/stripe-js/pure/index.mjs';
import type { Stripe, StripeConstructor } from '@stripe/stripe-js';
import { isStoreError, StoreError } from '../../errors.js';
import type { GatewayWorld } from '../gateway.js';
import { loadScript } from '../load-script.js';
import { STRIPE_ORIGIN, STRIPE_SCRIPT, type PublishableKey } from './shapes.js';

export interface StartOptions {
  readonly key: PublishableKey;
  /** `acct_…`, of Connect. */
  readonly account: string | undefined;
}

/** What other tools, and elements called so, may have put there. */
const page = globalThis as { Stripe?: unknown };

/** `typeof` calls an <object> a function too. */
const isFunction = (value: unknown): value is StripeConstructor & { readonly version?: unknown } =>
  value instanceof Function;

const isOurTrain = (value: unknown): boolean =>
  isFunction(value) && STRIPE_SCRIPT.includes(`/${String(value.version)}/`);

/** Each instance brings frames of its own that stay for the life of the page. */
const started = new Map<string, Promise<Stripe>>();

/** @throws StoreError as `loadScript`, and `gateway_settings` if Stripe refuses the key. */
export async function startStripe(
  options: StartOptions,
  world: GatewayWorld,
  signal: AbortSignal,
): Promise<Stripe> {
  const name = `${options.key} ${options.account ?? ''}`;
  const before = page.Stripe;
  if (!started.has(name)) await loadStripeScript(world, signal);
  // Of several who waited for the script the first starts it.
  const starting = started.get(name) ?? start(options, before);
  started.set(name, starting);
  // Nothing of a failed try is kept.
  starting.catch(() => started.delete(name));
  return starting;
}

async function loadStripeScript(world: GatewayWorld, signal: AbortSignal): Promise<void> {
  try {
    const ready = (): boolean => isOurTrain(page.Stripe);
    await loadScript({ url: STRIPE_SCRIPT, origin: STRIPE_ORIGIN, ready, world, signal });
  } catch (error) {
    // Stripe.js may leave an earlier one of another tool in its place; what we use has been the same for years.
    const wrong = isStoreError(error) && error.info['cause'] === 'wrong';
    if (!wrong || !isFunction(page.Stripe)) throw error;
  }
}

/** `before` is what another tool had there, and gets back. */
async function start({ key, account }: StartOptions, before: unknown): Promise<Stripe> {
  try {
    // Stripe's loader takes what stands on the page at this moment, and remembers it.
    const stripe = await loadStripe(key, account === undefined ? {} : { stripeAccount: account });
    stripe?.registerAppInfo({ name: 'store-elements' });
    if (stripe) return stripe;
  } catch (cause) {
    throw new StoreError('gateway_settings', undefined, { cause });
  } finally {
    if (isFunction(before)) page.Stripe = before;
  }
  throw new StoreError('gateway_failed', 'Stripe.js did not start.');
}
