/** Serves the merchant's pages, the built script-tag files, the store server under /store, and under /docs what `npm run docs` built. */
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { cspFor, type PageSources } from '../src/security/csp/index.js';
import { securePages } from '../src/server/index.js';

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

export function createSite(parts: {
  readonly store: (request: Request, env?: unknown) => Promise<Response>;
  readonly gateways: readonly PageSources[];
  /** Where shoppers reach it. */
  readonly publicUrl: string;
  readonly trustProxy: boolean;
}): (request: Request, env?: unknown) => Promise<Response> {
  const { gateways, publicUrl, trustProxy } = parts;
  const https = new URL(publicUrl).protocol === 'https:';
  // Browsers send their reports over HTTPS only.
  const { headers } = cspFor({ gateways, https, ...(https && { reports: '/store/reports' }) });
  const pages = securePages(serveFile, { publicUrl, trustProxy, headers });
  // Its pages have headers of their own.
  const gallery = securePages(serveFile, { publicUrl, trustProxy });
  return async (request, env) => {
    const { pathname } = new URL(request.url);
    // The store refuses plain HTTP itself, and sends nobody on.
    if (pathname === '/store' || pathname.startsWith('/store/')) return parts.store(request, env);
    return pathname.startsWith('/gallery') ? gallery(request) : pages(request);
  };
}

const SITE = normalize('demo/site');

/** A page with what all pages share (`demo/parts`) in its places; the way to itself says so. */
async function whole(page: string, pathname: string): Promise<string> {
  const names = [...new Set([...page.matchAll(/^<!-- part: ([a-z]+) -->$/gm)].map(([, name = '']) => name))];
  for (const name of names) {
    const part = await readFile(join('demo/parts', `${name}.html`), 'utf8');
    const own = part.replace(`<li><a href="${pathname}">`, `<li><a href="${pathname}" aria-current="page">`);
    page = page.replace(`<!-- part: ${name} -->\n`, () => own);
  }
  return page;
}

async function serveFile(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET here.');
  const [, folder = '', rest = ''] = /^\/(store-elements|docs)\/(.*)$/.exec(pathname) ?? [];
  const file = folder
    ? inside(folder === 'docs' ? 'build/docs' : 'dist/cdn', rest || 'index.html')
    : ((await galleryFile(pathname)) ?? inside(SITE, pathname === '/' ? 'index.html' : pathname));
  if (!file || !(await isFile(file))) return plain(404, 'There is nothing here.');
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const body = await readFile(file);
  return new Response(
    file.startsWith(SITE) && file.endsWith('.html') ? await whole(body.toString(), pathname) : body,
    {
      headers: {
        'content-type': type,
        'cache-control': pathname.includes('/chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(type.startsWith('text/html') && pathname.startsWith('/gallery') && galleryHeaders(request.url)),
      },
    },
  );
}

/** The gallery (demo/gallery): its page and sheets as they are, its scripts as they were built. */
async function galleryFile(pathname: string): Promise<string | undefined> {
  const path = /^\/gallery(?:\/(.*))?$/.exec(pathname);
  if (!path) return undefined;
  const name = path[1] || 'index.html';
  const own = inside('demo/gallery', name);
  return own && !name.endsWith('.ts') && (await isFile(own)) ? own : inside('build/gallery', name);
}

/** Its card form is of loopback's other name, so that it stands on an origin of its own; only that page may be framed. */
function galleryHeaders(address: string): Readonly<Record<string, string>> {
  const other = new URL(address);
  if (other.pathname.endsWith('/card.html'))
    return { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'" };
  other.hostname = other.hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1';
  return cspFor({ gateways: [], also: { frame: [other.origin] }, https: false }).headers;
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
