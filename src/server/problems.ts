/**
 * Errors on the wire: RFC 9457 problem details with the codes of the one error table. What went wrong inside is told to
 * the log under a number, and to the asker by that number only.
 */
import { ERRORS, isStoreError, type ErrorCode, type StoreError } from '../errors.js';
import type { WireProblem } from '../api/wire.js';
import { TROUBLE, troubleOf } from './db/trouble.js';
import type { World } from './world.js';

/** The HTTP status of each code; a code that is not here is none the server sends, and would be a 500. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  request_invalid: 400,
  callback_refused: 400,
  insecure_request: 403,
  origin_refused: 403,
  not_found: 404,
  product_unknown: 404,
  not_selling: 403,
  catalog_failed: 503,
  order_not_found: 404,
  access_refused: 401,
  refund_refused: 422,
  gateway_unknown: 404,
  quote_changed: 409,
  quote_blocked: 409,
  consent_missing: 422,
  key_reused: 409,
  order_closed: 409,
  payment_in_progress: 409,
  too_large: 413,
  card_data_refused: 422,
  rate_limited: 429,
  gateway_failed: 502,
  gateway_settings: 502,
  gateway_timeout: 504,
};

/** Turns whatever was thrown into an answer, and logs what the asker must not see. */
export function problemResponse(error: unknown, world: Pick<World, 'log' | 'ids'>): Response {
  // What a gateway could not be reached for is told by its own code.
  const own = !isStoreError(error) || error.code === 'server_failed';
  const trouble = own ? troubleOf(error) : undefined;
  const status = trouble ? 503 : isStoreError(error) ? statusOf(error) : 500;
  if (!isStoreError(error) || status >= 500) {
    const fault = world.ids.fault();
    const code = isStoreError(error) ? error.code : 'server_failed';
    const gateway = isStoreError(error) ? error.info['gateway'] : undefined;
    world.log.error('request_failed', {
      fault,
      code,
      error,
      ...(trouble && { database: trouble }),
      ...(typeof gateway === 'string' && { gateway }),
    });
    // A gateway's own words may name anything; only what the table says goes out.
    const detail = `${trouble ? `${TROUBLE[trouble]} ` : ''}The store's log has more under ${fault}.`;
    return respond({ code, status, detail });
  }
  const { errors, quote, retryAfter } = error.info as Pick<WireProblem, 'errors' | 'quote'> & {
    readonly retryAfter?: number;
  };
  const detail = error.message.slice(ERRORS[error.code].summary.length).trim();
  const response = respond({
    code: error.code,
    status,
    ...(detail && { detail }),
    ...(errors && { errors }),
    ...(quote && { quote }),
  });
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter));
  return response;
}

/** JSON, with the status. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** The status that goes with a code, unless the case at hand has another. */
export const statusOfCode = (code: ErrorCode): number => STATUS[code] ?? 500;

function statusOf(error: StoreError): number {
  const { status } = error.info;
  return typeof status === 'number' ? status : statusOfCode(error.code);
}

function respond(
  problem: Pick<WireProblem, 'status' | 'detail' | 'errors' | 'quote'> & { code: ErrorCode },
): Response {
  const body: WireProblem = {
    type: `urn:store-elements:error:${problem.code}`,
    title: ERRORS[problem.code].summary,
    ...problem,
  };
  return json(body, problem.status, { 'content-type': 'application/problem+json' });
}
