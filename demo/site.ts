/** Serves the merchant's pages, the built script-tag files, and the store server under /store. */
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/** What a gateway needs of the page's Content-Security-Policy. */
export interface Sources {
  readonly script: string;
  readonly frame: string;
  readonly connect?: string;
  readonly image?: string;
  readonly style?: string;
  readonly font?: string;
  /** Where its own page is, if a form sends the shopper there. */
  readonly form?: string;
  /** Its script loads more scripts by plain addresses, which takes the Trusted Types policy `default`. */
  readonly defaultPolicy?: boolean;
  /** Its script is not known to run where Trusted Types are enforced. */
  readonly noTrustedTypes?: boolean;
}

/** docs.stripe.com/security/guide; link.com is Stripe's own wallet, which its form offers. */
export const STRIPE_SOURCES: Sources = {
  script: 'https://js.stripe.com https://*.js.stripe.com',
  frame:
    'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com https://link.com https://*.link.com',
  connect: 'https://api.stripe.com https://link.com https://*.link.com',
  image: 'https://*.link.com',
  defaultPolicy: true,
};

/**
 * developer.squareup.com/docs/web-payments/content-security-policy. Square styles its frame from the page, and frames the page
 * of the shopper's bank for 3-D Secure in the shop's own: any bank's, so the real one needs `https:` beside it.
 */
export const squareSources = (mode: 'test' | 'live'): Sources => {
  const web = mode === 'live' ? 'https://web.squarecdn.com' : 'https://sandbox.web.squarecdn.com';
  const site = mode === 'live' ? 'squareup.com' : 'squareupsandbox.com';
  return {
    script: web,
    frame: `${web} https://connect.${site} https://api.${site} https:`,
    connect: `${web} https://pci-connect.${site}`,
    style: `'unsafe-inline' ${web}`,
    font: 'https://square-fonts-production-f.squarecdn.com https://d1g145x70srn7h.cloudfront.net https://cash-f.squarecdn.com',
    noTrustedTypes: true,
  };
};

/** What the merchant's server sends with its pages: nothing inline, the gateways' scripts and frames, the store's API. */
const pageHeaders = (gateways: readonly Sources[]): Record<string, string> => {
  const all = (name: 'script' | 'frame' | 'connect' | 'image' | 'form' | 'style' | 'font'): string =>
    gateways.flatMap((each) => each[name] ?? []).join(' ');
  const policies = gateways.some(({ defaultPolicy }) => defaultPolicy) ? ' default' : '';
  const frames = gateways.map(({ frame }) => `"${frame.split(' ')[0] ?? ''}"`).join(' ');
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' ${all('script')}`,
      `frame-src ${all('frame')}`,
      `connect-src 'self' ${all('connect')}`,
      `img-src 'self' data: ${all('image')}`,
      `style-src 'self' ${all('style')}`,
      `font-src 'self' ${all('font')}`,
      "base-uri 'none'",
      "object-src 'none'",
      `form-action 'self' ${all('form')}`,
      "frame-ancestors 'none'",
      ...(gateways.some(({ noTrustedTypes }) => noTrustedTypes)
        ? []
        : ["require-trusted-types-for 'script'"]),
      `trusted-types lit-html store-elements${policies}`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': `payment=(self ${frames})`,
  };
};

export function createSite(parts: {
  readonly store: (request: Request, env?: unknown) => Promise<Response>;
  readonly gateways: readonly Sources[];
}): (request: Request, env?: unknown) => Promise<Response> {
  return async (request, env) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/store' || pathname.startsWith('/store/')) return parts.store(request, env);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET here.');
    const cdn = /^\/store-elements\/(.+)$/.exec(pathname)?.[1];
    const file = cdn
      ? inside('dist/cdn', cdn)
      : inside('demo/site', pathname === '/' ? 'index.html' : pathname);
    if (!file || !(await isFile(file))) return plain(404, 'There is nothing here.');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return new Response(await readFile(file), {
      headers: {
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'cache-control': pathname.includes('/chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(type.startsWith('text/html') && pageHeaders(parts.gateways)),
      },
    });
  };
}

/** The file's path, or undefined for a way out of the folder. */
function inside(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = normalize(join(folder, decoded));
  return decoded.includes('\0') || !file.startsWith(normalize(folder) + sep) ? undefined : file;
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
