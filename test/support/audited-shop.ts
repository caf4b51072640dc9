/** A payment page with a known set of scripts, from two origins, that a test can tamper with. */
import type { PageSeen } from '../../src/cli/audit/seen.js';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface File {
  type: string;
  body: string;
}
export interface AuditedShop {
  readonly origin: string;
  /** A second origin: the tag manager's and the card form's. */
  readonly other: string;
  /** By path; the other origin's with `other` before it. */
  readonly files: Map<string, File>;
  /** Of the page alone. */
  readonly headers: Map<string, string>;
  /** Puts markup before the end of the page's body. */
  add(markup: string): void;
  replace(path: string, from: string, to: string): void;
  reset(): void;
  close(): Promise<void>;
}

export const INLINE = `
  const blob = new Blob(['window.fromBlob = 1;'], { type: 'text/javascript' });
  const put = (src) => document.head.append(Object.assign(document.createElement('script'), { src }));
  put(URL.createObjectURL(blob));
  put('/dynamic.js');
  navigator.serviceWorker.register('/worker.js');
`;

const PAGE = (other: string): string => `<!doctype html><html><head><title>Checkout</title>
<script>${INLINE}</script>
<script type="module" src="/module.js"></script>
<script type="application/json">{"data": "runs nowhere"}</script>
<script src="${other}/tags.js"></script>
</head><body><h1>Pay</h1><input name="email" autocomplete="email">
<iframe src="/child.html"></iframe><iframe src="${other}/card.html"></iframe>
</body></html>`;

const html = (body: string): File => ({ type: 'text/html', body });
const script = (body: string): File => ({ type: 'text/javascript', body });

export async function startAuditedShop(lateAfter: number): Promise<AuditedShop> {
  const files = new Map<string, File>();
  const headers = new Map<string, string>();
  const serve = async (prefix: string): Promise<http.Server> => {
    const server = http.createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const file = files.get(prefix + path);
      response.statusCode = file ? 200 : 404;
      response.setHeader('content-type', file?.type ?? 'text/plain');
      if (prefix + path === '/pay')
        for (const [name, value] of headers) response.setHeader(name, value.split('\n'));
      response.end(file?.body ?? 'There is no such file.');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const servers = [await serve(''), await serve('other')];
  const [origin = '', other = ''] = servers.map(
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  const reset = (): void => {
    files.clear();
    headers.clear();
    files.set('/pay', html(PAGE(other)));
    files.set('/module.js', script('import "./imported.js";'));
    files.set('/imported.js', script('export {};'));
    files.set('/dynamic.js', script('window.dynamic = 1;'));
    files.set('/child.html', html('<script src="/child.js"></script>'));
    files.set('/child.js', script('window.child = 1;'));
    files.set('/worker.js', script('self.onfetch = null;'));
    files.set('/favicon.ico', { type: 'image/x-icon', body: '' });
    const put = "document.head.append(Object.assign(document.createElement('script'),";
    files.set(
      'other/tags.js',
      script(`setTimeout(() => ${put} { src: '${other}/late.js' })), ${lateAfter});`),
    );
    files.set('other/late.js', script('window.late = 1;'));
    files.set('other/card.html', html('<input autocomplete="cc-number"><script>1</script>'));
    files.set('other/evil.js', script('window.evil = 1;'));
    headers.set(
      'content-security-policy',
      `script-src 'self' 'unsafe-inline' blob: ${other}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`,
    );
    headers.set('x-frame-options', 'DENY');
    headers.set('permissions-policy', 'payment=(self)');
    headers.set('referrer-policy', 'strict-origin');
    headers.set('set-cookie', 'session=secret-value; HttpOnly; SameSite=Lax');
  };
  reset();
  const file = (path: string): File => {
    const found = files.get(path);
    if (!found) throw new Error(`${path} is no file of this shop`);
    return found;
  };
  return {
    origin,
    other,
    files,
    headers,
    reset,
    add(markup) {
      const page = file('/pay');
      page.body = page.body.replace('</body>', () => `${markup}</body>`);
    },
    replace(path, from, to) {
      const changed = file(path);
      if (!changed.body.includes(from)) throw new Error(`${path} does not hold ${from}`);
      changed.body = changed.body.replace(from, () => to);
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** A visit that saw nothing; what a test is about is put over it. */
export const NOTHING_SEEN: PageSeen = {
  url: '',
  finalUrl: '',
  browser: '',
  tls: undefined,
  plainHttp: '',
  headers: {},
  metaPolicies: [],
  scripts: [],
  frames: [],
  cardFields: [],
  insecure: [],
  hosts: [],
  frameHosts: [],
  violations: [],
};
