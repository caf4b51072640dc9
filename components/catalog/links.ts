/** Addresses that the page gives as a pattern: `/product.html?id={id}`. */
import { safeLink } from '../parts/safe-link.js';

/** The pattern with what a product says in its places, encoded; undefined for what is no page (or, for enquiries, no mail). */
export function linkOf(
  pattern: string | undefined,
  { id, title, sku = '' }: { readonly id: string; readonly title: string; readonly sku?: string | undefined },
): string | undefined {
  if (!pattern) return undefined;
  const values: Readonly<Record<string, string>> = { id, title, sku };
  const address = pattern.replace(/\{(id|title|sku)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  return /^mailto:[^\s@?]+@[^\s@?]+(\?|$)/i.test(address) ? address : safeLink(address);
}
