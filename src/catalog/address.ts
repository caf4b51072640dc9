/**
 * What of the catalogue stands in the page's address: `?q=bowl&category=Tea&sort=price_asc&page=2`. Only our own parameters
 * are touched; the page's others stay as they are written, letter for letter. A namespace keeps two catalogues apart.
 */
import type { ProductQuery } from '../api/types.js';
import type { WireSort } from '../api/wire.js';

/** What a shopper chooses. */
export type CatalogChoice = Omit<ProductQuery, 'limit'>;

export const SORTS: readonly WireSort[] = ['relevance', 'price_asc', 'price_desc', 'title', 'newest'];

type Name = 'q' | 'category' | 'sort' | 'page';

/** As the server's own bounds. */
const MAX_SEARCH = 100;
const MAX_PAGE = 10_000;

const full = (namespace: string, name: Name): string => (namespace ? `${namespace}-${name}` : name);

/** Reads `location.search`; whatever is not as we write it counts as not there, and `start` stands in. */
export function readChoice(search: string, namespace: string, start: CatalogChoice): CatalogChoice {
  const params = new URLSearchParams(search);
  const get = (name: Name): string | undefined => params.get(full(namespace, name)) ?? undefined;
  const page = /^[1-9]\d{0,4}$/.test(get('page') ?? '') ? Number(get('page')) : 1;
  return {
    search: (get('q') ?? start.search).slice(0, MAX_SEARCH),
    category: get('category') || start.category,
    sort: SORTS.find((sort) => sort === get('sort')) ?? start.sort,
    page: Math.min(page, MAX_PAGE),
  };
}

/** `location.search` with this choice in it; what is as at the start is left out. */
export function writeChoice(
  search: string,
  namespace: string,
  start: CatalogChoice,
  choice: CatalogChoice,
): string {
  const { page, sort, category } = choice;
  return withParams(search, {
    [full(namespace, 'q')]: choice.search === start.search ? undefined : choice.search,
    [full(namespace, 'category')]: category === start.category ? undefined : category,
    [full(namespace, 'sort')]: sort === start.sort ? undefined : sort,
    [full(namespace, 'page')]: page > 1 ? String(page) : undefined,
  });
}

/** Sets or (undefined) takes out parameters. Those that stay keep their place and spelling. */
export function withParams(search: string, ours: Readonly<Record<string, string | undefined>>): string {
  const left = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !Object.hasOwn(ours, nameOf(part)));
  const own = Object.entries(ours).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  const all = [...left, ...own];
  return all.length ? `?${all.join('&')}` : '';
}

/** The name in `name=value`, as the browser reads it. */
const nameOf = (part: string): string => new URLSearchParams(part).keys().next().value ?? '';
