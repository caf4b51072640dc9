/**
 * Which client a request comes from, for the rate limits: by the option `clientAddress`, by what the trusted proxies say,
 * or by the connection, where the runtime shows it. Undefined where none of them tells.
 */
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';
import type { Settings } from './options.js';

/** IPv4 addresses as they are, IPv6 by their first 64 bits: a home has as many addresses as there are in the rest. */
export function clientOf(request: Request, env: unknown, settings: Settings): string | undefined {
  const { clientAddress, proxies } = settings;
  if (clientAddress) {
    const told = clientAddress(request, env);
    return told === undefined || told === '' ? undefined : (networkOf(told) ?? told);
  }
  if (proxies > 0) return networkOf(forwardedFor(request, proxies));
  const connected = networkOf(connectedFrom(env));
  // A connection from inside is a proxy's that nobody told us of: it stands for everybody, and must not be limited as one.
  const address = connected?.replace(/\/64$/, '');
  return address !== undefined && isPublicAddress(address) ? connected : undefined;
}

/** The entry that the outermost trusted proxy added; what stands before it, the client may have written. */
function forwardedFor(request: Request, proxies: number): string {
  const entries = (request.headers.get('x-forwarded-for') ?? '').split(',');
  const entry = entries.at(-proxies)?.trim() ?? '';
  // Some proxies add the port: 1.2.3.4:567, [2001:db8::1]:567
  return /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
}

/** As `@hono/node-server` passes it beside the request. */
function connectedFrom(env: unknown): string {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: unknown } } };
  const address = incoming?.socket?.remoteAddress;
  return typeof address === 'string' ? address : '';
}

function networkOf(text: string): string | undefined {
  const [address = ''] = text.trim().split('%');
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return undefined;
  // The URL standard's way of writing: lower case, IPv4 parts in hexadecimal, the longest run of zeros left out.
  const hex = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(hex) ?? [];
  if (high !== undefined && low !== undefined) {
    const bits = parseInt(high, 16) * 65_536 + parseInt(low, 16);
    return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
  }
  const [before = '', after] = hex.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = (after ?? '').split(':').filter(Boolean);
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
