/** The headers of a document that matter to its security, as a baseline keeps them: nothing in them changes by itself. */
import { withoutNonce } from '../../server/evidence/read-reports.js';

const SECURITY = new Set([
  ...['content-security-policy', 'content-security-policy-report-only', 'strict-transport-security'],
  ...['x-frame-options', 'permissions-policy', 'referrer-policy', 'x-content-type-options'],
  ...['cross-origin-opener-policy', 'cross-origin-embedder-policy', 'cross-origin-resource-policy'],
  ...['reporting-endpoints', 'report-to', 'integrity-policy', 'integrity-policy-report-only'],
  ...['access-control-allow-origin', 'document-policy', 'set-cookie'],
]);

export function securityHeaders(
  received: readonly { readonly name: string; readonly value: string }[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, value } of received) {
    const key = name.toLowerCase();
    if (!SECURITY.has(key)) continue;
    const stable =
      key === 'set-cookie' ? value.split('\n').map(cookieFlags).sort().join(', ') : withoutNonce(value);
    headers[key] = headers[key] === undefined ? stable : `${headers[key]}, ${stable}`;
  }
  return Object.fromEntries(Object.entries(headers).sort());
}

/** Without its value, which is a secret, and without its times. */
function cookieFlags(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const kept = attributes.filter((each) => !/^(expires|max-age)\b/i.test(each)).sort();
  return [pair.split('=', 1)[0], ...kept].join('; ');
}
