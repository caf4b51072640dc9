/**
 * Which addresses the server may connect to (security notes T-25). Asked of the address a connection is really made to,
 * after the name was looked up, so that a name cannot mean one address when it is checked and another when it is used.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isLoopback } from './option-checks.js';

/** IPv4 ranges that are not of the public internet (IANA special-purpose registry, RFC 6890 and its updates). */
const NOT_PUBLIC_4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';

/** Inside 2000::/3, the only range of IPv6 that is given out: tunnels (which hide an IPv4 address), tests, documentation. */
const NOT_PUBLIC_6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';

const listOf = (ranges: string, family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges.split(' ')) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
};

const notPublic4 = listOf(NOT_PUBLIC_4, 'ipv4');
const notPublic6 = listOf(NOT_PUBLIC_6, 'ipv6');
const given6 = listOf('2000::/3', 'ipv6');

/** Whether it is an address of the public internet; what is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublic4.check(address, 'ipv4');
    case 6:
      return given6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Thrown, or handed to the connection, when an address may not be connected to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Which addresses a host may lead to: its own machine for a name that says so, else public ones. */
function allowedFor(hostname: string): (address: string) => boolean {
  return isLoopback(hostname) ? (address) => /^(127\.|::1$)/.test(address) : isPublicAddress;
}

/** @throws AddressRefused if the host is itself an address that may not be connected to. */
export function checkHost(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) && !allowedFor(hostname)(address)) throw new AddressRefused(`${hostname} is not public.`);
}

/** Looks names up for `http.request`, and refuses those with any address that may not be connected to. */
export const guardedLookup =
  (lookup: typeof systemLookup = systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found as LookupAddress[] | undefined;
      const allowed = allowedFor(hostname);
      if (error) return callback(error, '', 0);
      const refused = !addresses?.length || addresses.some(({ address }) => !allowed(address));
      if (refused) return callback(new AddressRefused(`${hostname} leads to no public address.`), '', 0);
      if (options.all) return callback(null, addresses);
      return callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
