/**
 * The two addresses by which a shopper comes to an order, in one place for the page, the server and the e-mail:
 *
 * - `/order.html?store_order=<id>`: where gateways send shoppers back to. It opens nothing: the token stays in the browser that
 *   placed the order. Built from configuration, never from a request; what stands behind it was added by the gateway.
 * - `/order.html#order=<id>&token=<token>`: the link in an e-mail. It opens the order in any browser. A fragment reaches no
 *   server, no log and no Referer; the page takes the token out of its address at once.
 */
import type { OrderAccess } from './orders.js';

/** The query parameter that brings an order's id back. */
const RETURN_PARAMETER = 'store_order';

/** What the page's address says. Only which order is meant: nothing here says that something was paid. */
export interface Arrival {
  readonly id: string;
  readonly token: string | undefined;
  /** The address to keep: without the token, and without anything the gateway added. */
  readonly clean: string;
}

/** Where a gateway sends the shopper back to. `page` keeps its own query and fragment. */
export function returnUrl(page: string, orderId: string): string {
  const url = new URL(page);
  // Last, so that what follows it is the gateway's.
  url.searchParams.delete(RETURN_PARAMETER);
  url.searchParams.append(RETURN_PARAMETER, orderId);
  return url.href;
}

/** The link that opens an order in any browser: for its e-mail, and from one page of the shop to another. */
export function orderLink(page: string, { id, token }: OrderAccess): string {
  const url = new URL(page);
  url.hash = new URLSearchParams({ order: id, token }).toString();
  return url.href;
}

/** Undefined when the address names no order. */
export function readArrival(href: string): Arrival | undefined {
  const url = new URL(href);
  const hash = new URLSearchParams(url.hash.slice(1));
  const linked = named(hash.get('order'));
  if (linked) {
    const token = named(hash.get('token'));
    hash.delete('token');
    url.hash = hash.toString();
    return { id: linked, token, clean: url.href };
  }
  const query = url.search.slice(1).split('&');
  const at = query.findIndex((pair) => pair.startsWith(`${RETURN_PARAMETER}=`));
  const returned = named(query[at]?.slice(RETURN_PARAMETER.length + 1));
  if (!returned) return undefined;
  url.search = query.slice(0, at + 1).join('&');
  return { id: returned, token: undefined, clean: url.href };
}

/** Ids and tokens are letters, digits, dashes and underscores; anything else names nothing. */
const named = (text: string | null | undefined): string | undefined =>
  text && /^[\w-]{1,128}$/.test(text) ? text : undefined;
