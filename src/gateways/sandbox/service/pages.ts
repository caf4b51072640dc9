/** The sandbox's own pages and files. Pages carry a CSP of their own: nothing inline, nothing from elsewhere. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { TEST_CARDS } from '../cards.js';
import type { SandboxPayment } from '../shapes.js';
import type { Delivery } from './callbacks.js';

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const csp = (ancestors: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; ` +
  `frame-ancestors ${ancestors}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** A page of a frame: any merchant may show it, and nothing else may run in it. */
export const framePage = (name: 'frame' | 'challenge', title: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title}</title><link rel="stylesheet" href="/v1/frame.css"><script src="/v1/${name}.js" defer></script></head>` +
      `<body class="${name}"></body></html>`,
    { headers: { ...PAGE_HEADERS, 'content-security-policy': csp('*') } },
  );

/** The sandbox's home page: what it is, the cards, what happened so far. */
export const homePage = (payments: readonly SandboxPayment[], deliveries: readonly Delivery[]): Response => {
  const row = (cells: readonly (string | number)[]): string =>
    `<tr>${cells.map((c) => `<td>${escape(String(c))}</td>`).join('')}</tr>`;
  const cards = TEST_CARDS.map(({ number, label }) => row([grouped(number), label])).join('');
  const paid = payments
    .slice(-20)
    .reverse()
    .map((p) => row([p.id, `${p.amount} ${p.currency}`, p.status, p.reference]))
    .join('');
  const calls = deliveries
    .slice(-20)
    .reverse()
    .map((d) => row([d.type, d.answer]))
    .join('');
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Sandbox gateway</title><link rel="stylesheet" href="/v1/frame.css"></head><body class="home"><main>` +
      `<h1>Sandbox gateway</h1><p>It imitates a card processor. No real money moves here; never type a real card.</p>` +
      `<h2>Test cards</h2><p>Any date ahead, any security code.</p><table>${cards}</table>` +
      `<h2>Last payments</h2><table>${paid || row(['none yet'])}</table>` +
      `<h2>Last callbacks</h2><table>${calls || row(['none yet'])}</table></main></body></html>`,
    { headers: { ...PAGE_HEADERS, 'content-security-policy': csp("'none'") } },
  );
};

/** The scripts are bundled beside the package's modules; from a build folder they lie in dist/. */
const scriptFolder = (): URL =>
  ['../../../../sandbox/', '../../../../../dist/sandbox/']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(new URL('sandbox.js', url))) ??
  new URL('../../../../sandbox/', import.meta.url);

export async function fileResponse(
  name: 'sandbox.js' | 'frame.js' | 'challenge.js' | 'frame.css',
): Promise<Response> {
  const url =
    name === 'frame.css' ? new URL('./browser/frame.css', import.meta.url) : new URL(name, scriptFolder());
  const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
  return new Response(await readFile(url), {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      // The merchant's page loads sandbox.js from here, also when it isolates itself by COEP.
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}

export const grouped = (digits: string): string => (digits.match(/.{1,4}/g) ?? []).join(' ');

export const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
