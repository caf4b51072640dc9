/**
 * The only code of the browser that calls our server. Every failure ends as a StoreError with a code from the table;
 * a request that may have moved money on the way is marked `unknown` by its caller, not here: no call below charges.
 */
import type { Env } from '../env.js';
import { isErrorCode, StoreError, type ErrorCode } from '../errors.js';
import { parseAttempt, parseConfig, parseOrder, parsePlaced, parseProduct, parseQuote } from './parse.js';
import type {
  Order,
  OrderRequest,
  PlacedOrder,
  Product,
  Quote,
  QuoteRequest,
  StartedAttempt,
  StoreConfig,
} from './types.js';
import type {
  WireOrderRequest,
  WirePaymentRequest,
  WireProblem,
  WireQuoteRequest,
  WireSubmitRequest,
} from './wire.js';

/** How an order is addressed and opened. */
export interface OrderAccess {
  readonly id: string;
  readonly token: string;
}

export interface Api {
  config(signal?: AbortSignal): Promise<StoreConfig>;
  product(id: string, signal?: AbortSignal): Promise<Product>;
  quote(request: QuoteRequest, signal?: AbortSignal): Promise<Quote>;
  /** Safe to repeat with the same key and request: it comes to the same order. */
  placeOrder(request: OrderRequest, key: string, signal?: AbortSignal): Promise<PlacedOrder>;
  order(access: OrderAccess, signal?: AbortSignal): Promise<Order>;
  /** A further attempt after a definite decline, or the open one again. Safe to repeat with the same key. */
  startPayment(
    access: OrderAccess,
    gateway: string,
    key: string,
    signal?: AbortSignal,
  ): Promise<StartedAttempt>;
  submitToken(
    access: OrderAccess,
    paymentId: string,
    token: string,
    signal?: AbortSignal,
  ): Promise<StartedAttempt>;
}

/** ms; a store server that needs longer is as good as down for a shopper who waits. */
const TIMEOUT = 20_000;

/** `endpoint` is the server kit's base address, without a slash at its end. */
export function createApi(endpoint: string, env: Env): Api {
  async function ask<T>(
    path: string,
    parse: (json: unknown) => T,
    init: { body?: unknown; key?: string; token?: string; signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (init.body !== undefined) headers['content-type'] = 'application/json';
    if (init.key) headers['idempotency-key'] = init.key;
    if (init.token) headers['authorization'] = `Bearer ${init.token}`;
    const timeout = AbortSignal.timeout(TIMEOUT);
    const request: RequestInit = {
      method: init.body === undefined ? 'GET' : 'POST',
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
    };
    if (init.body !== undefined) request.body = JSON.stringify(init.body);
    let response: Response;
    let json: unknown;
    try {
      response = await env.fetch(endpoint + path, request);
      json = await readJson(response);
    } catch (cause) {
      // The caller's own abort is not an error of the world.
      if (init.signal?.aborted) throw cause;
      throw new StoreError(
        timeout.aborted ? 'network_timeout' : env.isOnline() ? 'network_failed' : 'network_offline',
        undefined,
        { cause },
      );
    }
    if (!response.ok) throw problem(response.status, json);
    return parse(json);
  }

  const at = (access: OrderAccess): string => `/orders/${encodeURIComponent(access.id)}`;
  return {
    config: (signal) => ask('/config', parseConfig, { signal }),
    product: (id, signal) => ask(`/products/${encodeURIComponent(id)}`, parseProduct, { signal }),
    quote: (request, signal) => ask('/quotes', parseQuote, { body: quoteBody(request), signal }),
    placeOrder: (request, key, signal) =>
      ask('/orders', parsePlaced, { body: orderBody(request), key, signal }),
    order: (access, signal) => ask(at(access), parseOrder, { token: access.token, signal }),
    startPayment: (access, gateway, key, signal) =>
      ask(`${at(access)}/payments`, parseAttempt, {
        body: { gateway } satisfies WirePaymentRequest,
        key,
        token: access.token,
        signal,
      }),
    submitToken: (access, paymentId, token, signal) =>
      ask(`${at(access)}/payments/${encodeURIComponent(paymentId)}/submit`, parseAttempt, {
        body: { token } satisfies WireSubmitRequest,
        token: access.token,
        signal,
      }),
  };
}

const lineItems = (lines: QuoteRequest['lines']): WireQuoteRequest['line_items'] =>
  lines.map(({ sku, quantity }) => ({ item: { id: sku }, quantity }));

function quoteBody({ lines, country, optionId }: QuoteRequest): WireQuoteRequest {
  const fulfillment = { ...(country && { country }), ...(optionId && { option_id: optionId }) };
  return { line_items: lineItems(lines), ...(country && { fulfillment }) };
}

const orderBody = (request: OrderRequest): WireOrderRequest => ({
  line_items: lineItems(request.lines),
  fulfillment: { country: request.country, option_id: request.optionId },
  quote_hash: request.quoteHash,
  buyer: request.buyer,
  shipping_address: request.address,
  gateway: request.gateway,
  locale: request.locale,
});

/** A proxy's HTML error page is no JSON: its status still says what happened. */
async function readJson(response: Response): Promise<unknown> {
  const body = await response.text();
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function problem(status: number, json: unknown): StoreError {
  const body: Partial<WireProblem> = typeof json === 'object' && json ? json : {};
  const fallback: ErrorCode =
    status === 429
      ? 'rate_limited'
      : status === 413
        ? 'too_large'
        : status === 404
          ? 'not_found'
          : status < 500
            ? 'request_invalid'
            : 'server_failed';
  const code = isErrorCode(body.code) ? body.code : fallback;
  const info: Record<string, unknown> = { status };
  if (Array.isArray(body.errors)) info['errors'] = body.errors;
  if (body.quote) info['quote'] = parseQuote(body.quote);
  return new StoreError(code, typeof body.detail === 'string' ? body.detail : undefined, { info });
}
