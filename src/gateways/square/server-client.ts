/**
 * The official SDK, loaded at the first call since it is slow to load, and what its failures mean here. It is told not to
 * repeat anything: its own waits follow Retry-After up to a minute and no signal. What may be repeated safely is repeated
 * once, here.
 */
import type { Square, SquareClient } from 'square';
import { isStoreError, StoreError } from '../../errors.js';
import { money, type Money } from '../../money.js';
import type { SquareServerOptions } from './server-options.js';
import { applicationMode, isLocation } from './shapes.js';

export type { Square, SquareClient };

export interface SquareConnection {
  readonly mode: 'test' | 'live';
  /** Runs a call. @throws StoreError `gateway_timeout`, `gateway_settings` or `gateway_failed`, with Square's error as cause. */
  call<T>(signal: AbortSignal, work: (square: SquareClient, how: CallOptions) => Promise<T>): Promise<T>;
  /** The same, and once more when the first answer got lost: only for what Square does once per key, or what only reads. */
  twice<T>(signal: AbortSignal, work: (square: SquareClient, how: CallOptions) => Promise<T>): Promise<T>;
}

export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** The version the SDK's types describe; another SDK version stops the build here. */
const API_VERSION = '2026-09-16' satisfies NonNullable<SquareClient.Options['version']>;

/** Seconds; twice that is still below the 20 s a store server waits for a gateway. */
const TIMEOUT = 8;

/** @throws TypeError for ids and tokens of the wrong kind. They are never repeated in a message. */
export function connect(options: SquareServerOptions, caller: string): SquareConnection {
  const mode = modeOf(options, caller);
  let loading: Promise<SquareClient> | undefined;

  async function load(): Promise<SquareClient> {
    const { SquareClient: Client, SquareEnvironment } = await import('square').catch((cause: unknown) => {
      const detail = 'The package "square" is needed: npm install square';
      throw new StoreError('gateway_settings', detail, { cause });
    });
    return new Client({
      token: options.accessToken,
      version: API_VERSION,
      baseUrl: options.api ?? (mode === 'live' ? SquareEnvironment.Production : SquareEnvironment.Sandbox),
      timeoutInSeconds: TIMEOUT,
      maxRetries: 0,
    });
  }

  const call: SquareConnection['call'] = async (signal, work) => {
    try {
      signal.throwIfAborted();
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return await work(await loading, { abortSignal: signal });
    } catch (error) {
      throw failure(error, signal);
    }
  };

  return {
    mode,
    call,
    twice: async (signal, work) => {
      try {
        return await call(signal, work);
      } catch (error) {
        if (signal.aborted || !isLost(error)) throw error;
        return call(signal, work);
      }
    },
  };
}

/** The caller's mistakes, told when the server starts. */
function modeOf(options: SquareServerOptions, caller: string): 'test' | 'live' {
  const { accessToken, applicationId, locationId, webhook } = options;
  const need = (holds: boolean, problem: string): void => {
    if (!holds) throw new TypeError(`${caller}(): ${problem}`);
  };
  const mode = applicationMode(applicationId);
  need(/^(EAAA|sq0atp-)[\w-]+$/.test(accessToken), 'accessToken must be an access token, EAAA…');
  need(isLocation(locationId), 'locationId must be the id of a location.');
  need(
    webhook.signatureKeys.length > 0 && webhook.signatureKeys.every((key) => /^[\w-]{8,}$/.test(key)),
    'webhook.signatureKeys must hold the signature key of the webhook subscription.',
  );
  need(!webhook.signatureKeys.includes(accessToken), 'webhook.signatureKeys must not hold the access token.');
  need(
    isCallbackUrl(webhook.notificationUrl),
    'webhook.notificationUrl must be the https address that stands in the webhook subscription.',
  );
  if (!mode) throw new TypeError(`${caller}(): applicationId must begin with sandbox-sq0idb- or sq0idp-.`);
  return mode;
}

function isCallbackUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  return url?.protocol === 'https:' || local;
}

/** The currency has to be the location's; Square says so itself if it is not. */
export const toSquare = ({ amount, currency }: Money): Square.Money => ({
  amount: BigInt(amount),
  currency: currency as Square.Currency,
});

/** @throws StoreError `gateway_failed` for no amount at all, or one that a number can't hold exactly. */
export function fromSquare(value: Square.Money | undefined): Money {
  const amount = Number(value?.amount ?? Number.NaN);
  if (!Number.isSafeInteger(amount) || !value?.currency)
    throw new StoreError('gateway_failed', 'Square reported an amount that can’t be read exactly.');
  return money(amount, value.currency);
}

/** What the SDK throws, as far as it is looked at here; its classes are not at hand before it is loaded. */
interface SquareFailure extends Error {
  readonly statusCode?: number;
  readonly body?: unknown;
  readonly errors: readonly { readonly category?: string; readonly code?: string }[];
}

/** Square's own error behind ours. */
export function refusalOf(error: unknown): SquareFailure | undefined {
  const cause = isStoreError(error) ? error.cause : error;
  if (!(cause instanceof Error) || cause.name !== 'SquareError') return undefined;
  return Array.isArray((cause as Partial<SquareFailure>).errors) ? (cause as SquareFailure) : undefined;
}

export const codesOf = (error: unknown): readonly string[] =>
  refusalOf(error)?.errors.map(({ code }) => code ?? '') ?? [];

/** Whether Square refused what was asked, for good, and not the caller, its speed or its own state. */
export const isRefused = (error: unknown): boolean => [400, 402, 404, 409, 422].includes(statusOf(error));

/** For `catch`: what Square has never heard of is undefined. */
export const missing = (error: unknown): undefined => {
  if (statusOf(error) !== 404) throw error;
  return undefined;
};

const statusOf = (error: unknown): number => refusalOf(error)?.statusCode ?? 0;

/** Whether it is not known what became of the request. */
const isLost = (error: unknown): boolean =>
  (isStoreError(error) && error.code === 'gateway_timeout') ||
  (refusalOf(error) !== undefined && (statusOf(error) === 0 || statusOf(error) >= 500));

function failure(error: unknown, signal: AbortSignal): unknown {
  if (isStoreError(error)) return error;
  if (signal.aborted) {
    const reason: unknown = signal.reason;
    if (isStoreError(reason)) return reason;
    return new StoreError('gateway_timeout', undefined, { cause: error });
  }
  if (error instanceof Error && error.name === 'SquareTimeoutError')
    return new StoreError('gateway_timeout', undefined, { cause: error });
  const refusal = refusalOf(error);
  if (!refusal) return error;
  const { statusCode = 0, errors } = refusal;
  const options = { cause: error, info: { square: errors[0]?.code ?? statusCode } };
  const settings = [400, 401, 403, 404].includes(statusCode);
  return new StoreError(settings ? 'gateway_settings' : 'gateway_failed', undefined, options);
}
