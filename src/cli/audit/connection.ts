/** What the way a page came over the network leaves open. */
import { isLoopback } from '../../security/facts.js';
import type { Finding } from '../../security/csp/index.js';
import type { PageSeen } from './seen.js';

export function connectionFindings({ finalUrl, plainHttp, insecure }: PageSeen): Finding[] {
  const { protocol, hostname } = new URL(finalUrl);
  const found: string[] = [];
  if (protocol !== 'https:' && !isLoopback(hostname))
    found.push(
      'The page came over plain HTTP: whoever is on the way can read and change it. Serve it over HTTPS only.',
    );
  else if (/^\d/.test(plainHttp) && !/^30[1278] to https:/.test(plainHttp))
    found.push(`Over plain HTTP the address answers ${plainHttp}. Send shoppers on to HTTPS (308).`);
  else if (/^30[27] /.test(plainHttp))
    found.push('The way to HTTPS is told as temporary (302, 307): use 301 or 308, which browsers remember.');
  if (insecure.length)
    found.push('The page names or asks addresses over plain HTTP; they are listed under Connection.');
  return found.map((text) => ({ severity: 'weak', about: 'connection', text }));
}
