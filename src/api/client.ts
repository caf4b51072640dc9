/**
 * The only way the browser calls our server. Every failure ends as a StoreError with a code from the table;
 * a request that may have moved money on the way is marked `unknown` by its caller, not here: no call below charges.
 */
import type { Env } from '../env.js';
import { isErrorCode, StoreError, type ErrorCode } from '../errors.js';
import { parseQuote } from './parse.js';
import type { WireProblem } from './wire.js';

/** One request, parsed. The path is relative to the endpoint; a body makes it a POST. */
export type Ask = <T>(
  path: string,
  parse: (json: unknown) => T,
  init?: {
    readonly body?: unknown;
    readonly key?: string;
    readonly token?: string;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<T>;

/** ms; a store server that needs longer is as good as down for a shopper who waits. */
const TIMEOUT = 20_000;

/** `endpoint` is the server kit's base address, without a slash at its end. */
export function createAsk(endpoint: string, env: Env): Ask {
  return async (path, parse, init) => {
    // Without a prototype: what a page has put on Object.prototype is neither read here nor by fetch (T-04).
    const { body, key, token, signal } = bare(init ?? {});
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key) headers['idempotency-key'] = key;
    if (token) headers['authorization'] = `Bearer ${token}`;
    const timeout = AbortSignal.timeout(TIMEOUT);
    const request: RequestInit = bare({
      method: body === undefined ? 'GET' : 'POST',
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (body !== undefined) request.body = JSON.stringify(body);
    let response: Response;
    let json: unknown;
    try {
      response = await env.fetch(endpoint + path, request);
      json = await readJson(response);
    } catch (cause) {
      // The caller's own abort is not an error of the world.
      if (signal?.aborted) throw cause;
      throw new StoreError(
        timeout.aborted ? 'network_timeout' : env.isOnline() ? 'network_failed' : 'network_offline',
        undefined,
        { cause },
      );
    }
    if (!response.ok) throw problem(response, json);
    return parse(json);
  };
}

const bare = <T extends object>(own: T): T => ({ __proto__: null, ...own });

/** A proxy's HTML error page is no JSON: its status still says what happened. */
async function readJson(response: Response): Promise<unknown> {
  const body = await response.text();
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function problem({ status, headers }: Response, json: unknown): StoreError {
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
  // Seconds to wait; our server sends no dates.
  const info: Record<string, unknown> = { status, retryAfter: Number(headers.get('retry-after')) };
  if (Array.isArray(body.errors)) info['errors'] = body.errors;
  if (body.quote) info['quote'] = parseQuote(body.quote);
  return new StoreError(code, typeof body.detail === 'string' ? body.detail : undefined, { info });
}
