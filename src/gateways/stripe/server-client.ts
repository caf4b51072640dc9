/**
 * The official SDK, loaded at the first call, and what its failures mean here. Every call has a deadline below the store
 * server's own, and is repeated at most once by the SDK; what has to be made at most once goes under our stable key.
 */
import type StripeNode from 'stripe';
import { isStoreError, StoreError } from '../../errors.js';
import type { Money } from '../../money.js';
import type { Attempt } from '../gateway-server.js';
import { toStripeAmount, type StripeAmount } from './amounts.js';
import type { StripeServerOptions } from './server-options.js';
import { publishableMode } from './shapes.js';

export type Stripe = StripeNode;
export type { StripeNode };

export interface StripeClient {
  readonly mode: 'test' | 'live';
  /** Which account the money goes to, as our reports name it. */
  readonly account: string;
  /** Runs a call. @throws StoreError `gateway_timeout`, `gateway_settings`, or `gateway_failed`, with Stripe's error as cause. */
  call<T>(signal: AbortSignal, work: (stripe: Stripe) => Promise<T>): Promise<T>;
  /** Makes what belongs to the attempt under its key, or finds what was made under it before. */
  once<T>(attempt: Attempt, signal: AbortSignal, how: Making<T>): Promise<T>;
}

export interface Making<T> {
  readonly make: (stripe: Stripe, idempotencyKey: string) => Promise<T>;
  /** Looks for it among what there is, by our payment id. */
  readonly find: (stripe: Stripe) => Promise<T | undefined>;
}

/** Must be the version the SDK's types describe; another SDK version stops the build here. */
const API_VERSION = '2026-10-28.endive' satisfies StripeNode.LatestApiVersion;

/** ms; with the SDK's one repetition still below the 20 s a store server waits for a gateway. */
const TIMEOUT = 8000;

/** Stripe forgets a key after 24 hours, and the same key then makes another payment (docs.stripe.com/api/idempotent_requests). */
const KEY_LIFE = 23 * 3_600_000;

/** What reports say when the payment is on the account of the key itself. */
const OWN_ACCOUNT = 'own';

/** @throws TypeError for a key of the wrong kind or mode. Keys are never repeated in a message. */
export function createClient(options: StripeServerOptions, caller: string): StripeClient {
  const mode = modeOf(options, caller);
  const { clock = Date.now, account } = options;
  let loading: Promise<Stripe> | undefined;

  async function load(): Promise<Stripe> {
    const { default: Sdk } = await import('stripe').catch((cause: unknown) => {
      throw new StoreError('gateway_settings', 'The package "stripe" is needed: npm install stripe', {
        cause,
      });
    });
    return new Sdk(options.secretKey, {
      apiVersion: API_VERSION,
      appInfo: { name: 'store-elements' },
      maxNetworkRetries: 1,
      timeout: TIMEOUT,
      ...(account !== undefined && { stripeAccount: account }),
      ...options.api,
    });
  }

  async function call<T>(signal: AbortSignal, work: (stripe: Stripe) => Promise<T>): Promise<T> {
    const over = new AbortController();
    try {
      signal.throwIfAborted();
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      // The SDK does not listen to signals.
      return await Promise.race([loading.then(work), aborted(signal, over.signal)]);
    } catch (error) {
      throw failure(error);
    } finally {
      over.abort();
    }
  }

  return {
    mode,
    account: account ?? OWN_ACCOUNT,
    call,
    once: (attempt, signal, { make, find }) =>
      call(signal, async (stripe) => {
        const known = clock() - attempt.createdAt.getTime() > KEY_LIFE ? await find(stripe) : undefined;
        if (known) return known;
        try {
          return await make(stripe, attempt.key);
        } catch (error) {
          if (!isSpent(error)) throw error;
          // To make it charges nothing, so a second one beside one that nobody ever hears of does no harm.
          return (await find(stripe)) ?? (await make(stripe, `${attempt.key}-2`));
        }
      }),
  };
}

/** @throws StoreError `gateway_settings` if Stripe cannot take such an amount. */
export function amountOf(value: Money): StripeAmount {
  try {
    return toStripeAmount(value);
  } catch (cause) {
    throw new StoreError('gateway_settings', cause instanceof Error ? cause.message : undefined, { cause });
  }
}

/** For `catch`: what Stripe has never heard of is undefined. */
export const missing = (error: unknown): undefined => {
  if (!isRefusal(error, 'resource_missing')) throw error;
  return undefined;
};

/** @throws StoreError `refund_refused` if Stripe will never do it. */
export async function refundIntent(
  client: StripeClient,
  wish: { readonly intentId: string; readonly amount: Money; readonly key: string },
  signal: AbortSignal,
): Promise<StripeNode.Refund> {
  const { amount } = amountOf(wish.amount);
  try {
    const refund = await client.call(signal, (stripe) =>
      stripe.refunds.create({ payment_intent: wish.intentId, amount }, { idempotencyKey: wish.key }),
    );
    if (refund.status !== 'failed' && refund.status !== 'canceled') return refund;
  } catch (cause) {
    if (!isInvalid(cause)) throw cause;
    throw new StoreError('refund_refused', undefined, { cause });
  }
  throw new StoreError('refund_refused', 'The card or bank did not take it.');
}

function modeOf(options: StripeServerOptions, caller: string): 'test' | 'live' {
  const mode = publishableMode(options.publishableKey);
  const secret = /^[sr]k_(test|live)_\w+$/.exec(options.secretKey)?.[1];
  const need = (holds: boolean, problem: string): void => {
    if (!holds) throw new TypeError(`${caller}(): ${problem}`);
  };
  need(secret !== undefined, 'secretKey must begin with sk_test_, sk_live_, rk_test_ or rk_live_.');
  if (!mode) throw new TypeError(`${caller}(): publishableKey must begin with pk_test_ or pk_live_.`);
  need(secret === mode, 'secretKey and publishableKey must be of the same mode, test or live.');
  need(
    options.webhookSecrets.length > 0 && options.webhookSecrets.every((each) => /^whsec_\w+$/.test(each)),
    'webhookSecrets must hold the signing secrets of the callback endpoint, whsec_…',
  );
  need(options.account === undefined || /^acct_\w+$/.test(options.account), 'account must begin with acct_.');
  return mode;
}

/** What the SDK throws, as far as it is looked at here; its classes are not at hand before it is loaded. */
interface StripeFailure extends Error {
  readonly type: `Stripe${string}Error`;
  /** Stripe's own word for it; the SDK's `type` does not know a conflict of keys in every answer. */
  readonly rawType?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly detail?: unknown;
}

const isFailure = (error: unknown): error is StripeFailure =>
  error instanceof Error && /^Stripe\w*Error$/.test(String((error as Partial<StripeFailure>).type));

/** Whether Stripe refused with this code: `resource_missing`, `payment_intent_unexpected_state` … */
export const isRefusal = (error: unknown, ...codes: readonly string[]): boolean => {
  const cause = isStoreError(error) ? error.cause : error;
  return isFailure(cause) && cause.code !== undefined && codes.includes(cause.code);
};

/** Whether Stripe refused what was asked, for good: the same request again is refused again. */
export const isInvalid = (error: unknown): boolean => {
  const cause = isStoreError(error) ? error.cause : error;
  return isFailure(cause) && cause.type === 'StripeInvalidRequestError';
};

/**
 * The key is used up for what we want of it: by a request of ours that read differently (an earlier version of this software),
 * or by a failure inside Stripe, which it keeps and repeats for the life of the key.
 */
const isSpent = (error: unknown): boolean =>
  isFailure(error) &&
  ((error.rawType === 'idempotency_error' && error.code !== 'idempotency_key_in_use') ||
    ((error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true'));

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over });
  });
}

function failure(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new StoreError('gateway_timeout', undefined, { cause: error });
  if (!isFailure(error)) return error;
  const options = { cause: error, info: { stripe: error.code ?? error.type } };
  switch (error.type) {
    case 'StripeConnectionError': {
      const { code } = (error.detail ?? {}) as { code?: unknown };
      return new StoreError(code === 'ETIMEDOUT' ? 'gateway_timeout' : 'gateway_failed', undefined, options);
    }
    case 'StripeAuthenticationError':
    case 'StripePermissionError':
    case 'StripeInvalidRequestError':
      return new StoreError('gateway_settings', undefined, options);
    default:
      return new StoreError('gateway_failed', undefined, options);
  }
}
