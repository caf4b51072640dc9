/** What a redirect gateway needs the page to allow: to send the shopper there by a form. A link needs nothing. */
import type { PageSources } from '../page-sources.js';

/** @param hosts the gateway's own pages, as in the server half's `hosts`: `https://pay.example`. */
export function redirectSources(hosts: readonly string[]): PageSources {
  return { name: 'redirect', form: hosts, trustedTypes: 'safe', records: [] };
}
