/** Where the shopper is sent to pay, once it was made sure that they may be sent there: no open redirect (T-16). Pure. */
import type { Gateway } from '../api/types.js';
import type { WireNextStep } from '../api/wire.js';
import { StoreError } from '../errors.js';
import { isLoopback } from '../security/facts.js';

export interface Departure {
  readonly gateway: string;
  /** As the shopper reads it: `pay.example`, with its port unless that is the usual one. */
  readonly host: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Sent with a POST; of a GET they stand in `url` already. */
  readonly fields: Readonly<Record<string, string>>;
  /** The shopper has read this very host before they pressed the button. */
  readonly announced: boolean;
}

/**
 * @throws StoreError `gateway_settings` for anything but HTTPS (or this very device, in test mode) on a host that the
 *   gateway's definition names.
 */
export function departureOf(gateway: Gateway, next: WireNextStep): Departure {
  const url = next.type === 'redirect' && URL.canParse(next.url) ? new URL(next.url) : undefined;
  if (next.type !== 'redirect' || !url || !mayGo(gateway, url))
    throw new StoreError('gateway_settings', 'It sends shoppers to an address that is not its own.');
  const { method } = next;
  if (method === 'GET')
    for (const [name, value] of Object.entries(next.fields)) url.searchParams.append(name, value);
  return Object.freeze({
    gateway: gateway.name,
    host: url.host,
    method,
    url: url.href,
    fields: Object.freeze(method === 'POST' ? { ...next.fields } : {}),
    announced: gateway.redirectHosts.length === 1,
  });
}

function mayGo({ mode, redirectHosts }: Gateway, url: URL): boolean {
  const device = url.protocol === 'http:' && isLoopback(url.hostname) && mode === 'test';
  const safe = (url.protocol === 'https:' || device) && !url.username && !url.password;
  return safe && redirectHosts.includes(url.host);
}
