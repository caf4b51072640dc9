/**
 * HTTPS and headers for the pages of a shop, where one program serves them beside the store: plain HTTP is sent on to HTTPS for
 * good, and nothing but pages is sent on (security notes PCI-4, CSP-5). The store's own addresses refuse instead (guard.ts).
 */
import { isSecure } from './guard.js';

export interface SecurePagesOptions {
  /** As the store's: `https://shop.example`. Where plain HTTP is sent on to, whatever host a request names. */
  readonly publicUrl: string;
  /** As the store's. */
  readonly trustProxy?: boolean | number;
  /** Of every HTML page; `cspFor(…).headers`, say. A page that sets one of them itself keeps its own. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Serve = (request: Request, env?: unknown) => Response | Promise<Response>;

/** @throws TypeError for a `publicUrl` that is no address. */
export function securePages(serve: Serve, options: SecurePagesOptions): Serve {
  const url = URL.parse(options.publicUrl);
  if (!url)
    throw new TypeError('securePages(): `publicUrl` must be an address such as "https://shop.example".');
  const https = url.protocol === 'https:';
  const trustProxy = Number(options.trustProxy ?? 0) > 0;

  return async (request, env) => {
    const asked = new URL(request.url);
    if (!isSecure(request, asked, trustProxy)) return turnAway(request, asked, url.origin);
    const response = await serve(request, env);
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    const more = { ...(isPage && options.headers), ...(https && { 'strict-transport-security': YEAR }) };
    // A new one: those of `fetch` and `Response.redirect` can't be changed.
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries({ 'x-content-type-options': 'nosniff', ...more }))
      if (!headers.has(name)) headers.set(name, value);
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers });
  };
}

const YEAR = 'max-age=31536000';

/** A page's address may be asked for again; what was sent along has been readable on the way, and that should be noticed. */
function turnAway({ method }: Request, { pathname, search }: URL, origin: string): Response {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response('This address takes requests over HTTPS only.\n', {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  // Put together, not resolved: a path of `//evil.example` is a path.
  return new Response(null, { status: 308, headers: { location: `${origin}${pathname}${search}` } });
}
