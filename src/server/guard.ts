/**
 * The guard at the door: HTTPS, the websites that may call, no card data in addresses; and the headers every answer
 * carries. It looks at nothing but method, address and headers, so what it refuses is never read.
 */
import { StoreError } from '../errors.js';
import { requireAdmin } from './admin/key.js';
import { hasCardNumber, isCardField } from './card-data.js';
import { isLoopback } from './option-checks.js';
import type { Settings } from './options.js';

/** What kind of caller a route is for: our pages, gateways (which have signatures instead of origins), probes, the merchant. */
export type Audience = 'page' | 'gateway' | 'probe' | 'admin';

/** @throws StoreError `insecure_request`, `origin_refused`, `not_found`, `card_data_refused` */
export function guard(request: Request, url: URL, audience: Audience, settings: Settings): void {
  if (audience === 'probe') return; // a load balancer asks over plain HTTP, and learns nothing but "ok"
  if (!isSecure(request, url, settings.proxies > 0)) {
    // Refused, not redirected: what was sent has already been readable on the way, and that should be noticed.
    throw new StoreError('insecure_request');
  }
  if (audience === 'gateway') return;
  if (audience === 'admin') {
    // A store without a key has no such address.
    if (settings.adminKeys.length === 0) throw new StoreError('not_found');
    const origin = request.headers.get('origin');
    if (origin !== null && !settings.adminOrigins.has(origin)) throw new StoreError('origin_refused');
    if (!isPreflight(request)) requireAdmin(request, settings.adminKeys);
  } else if (!isAllowed(request, settings)) throw new StoreError('origin_refused');
  const segments = url.pathname.split('/').map(decode);
  // No name of ours holds a NUL, and PostgreSQL could not even be asked for one.
  if (segments.some((segment) => segment.includes('\0'))) throw new StoreError('not_found');
  const inQuery = [...url.searchParams].some(
    ([key, value]) => isCardField(key) || hasCardNumber(key) || hasCardNumber(value),
  );
  if (inQuery || segments.some((segment) => hasCardNumber(segment, 'opaque')))
    throw new StoreError('card_data_refused');
}

/** Whether this is a browser's question what it may send. */
export const isPreflight = (request: Request): boolean =>
  request.method === 'OPTIONS' && request.headers.has('access-control-request-method');

export const preflightResponse = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, human-token, idempotency-key',
      'access-control-max-age': '600',
    },
  });

/** The answer with what every answer carries. It may be any page's script that reads it, so it is data and nothing else. */
export function withHeaders(
  response: Response,
  request: Request,
  audience: Audience,
  settings: Settings,
): Response {
  const { headers } = response;
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  headers.set('referrer-policy', 'no-referrer');
  headers.append('vary', 'Origin');
  // Over plain HTTP it would mean nothing (RFC 6797, 7.2).
  if (settings.hsts && isSecure(request, new URL(request.url), settings.proxies > 0))
    headers.set('strict-transport-security', 'max-age=31536000');
  const origin = request.headers.get('origin');
  const origins = audience === 'admin' ? settings.adminOrigins : settings.allowedOrigins;
  if (origin !== null && origins.has(origin)) {
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-expose-headers', 'retry-after');
  }
  return response;
}

/** Whether the request came over HTTPS, or from this machine itself. */
export function isSecure(request: Request, url: URL, trustProxy: boolean): boolean {
  // First: many a proxy asks as if it were on this machine (`Host: localhost`), whatever its client did.
  const forwarded = trustProxy ? request.headers.get('x-forwarded-proto') : null;
  // Behind two proxies there are two words; a client can have added the first, so all must be https.
  if (forwarded !== null) return forwarded.split(',').every((word) => word.trim().toLowerCase() === 'https');
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function isAllowed(request: Request, { allowedOrigins }: Settings): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return allowedOrigins.has(origin);
  // Programs send no Origin; a browser that sends none still tells when another site is behind it.
  const site = request.headers.get('sec-fetch-site');
  return request.method === 'GET' || site === null || site === 'same-origin' || site === 'none';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
