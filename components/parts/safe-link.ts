import { baseUrl } from '../base/place.js';

/** The absolute address of a page that a link may lead to, or undefined for what is no page: `javascript:`, `data:` … */
export function safeLink(address: string | null | undefined): string | undefined {
  const base = baseUrl();
  if (!address || !URL.canParse(address, base)) return undefined;
  const { protocol, href } = new URL(address, base);
  return /^https?:$/.test(protocol) ? href : undefined;
}
