/**
 * Searching and sorting, pure and the same for every source and database: all words must be there, whatever their case and
 * accents; what begins a title comes before what is only mentioned.
 */
import type { WireProductList, WireSort } from '../../api/wire.js';
import type { ProductRow, VariantRow } from '../db/tables.js';

/** A product as its rows say, without what orders have taken of it. */
export interface ShelfProduct {
  readonly row: ProductRow;
  readonly variants: readonly VariantRow[];
}

export interface ShelfQuery {
  readonly search: string;
  readonly category: string | undefined;
  readonly sort: WireSort;
  /** From 1. */
  readonly page: number;
  readonly limit: number;
}

export interface ShelfPage extends Pick<WireProductList, 'total' | 'page' | 'pages' | 'categories'> {
  readonly products: readonly ShelfProduct[];
}

interface Entry {
  readonly product: ShelfProduct;
  readonly title: string;
  /** Everything that can be found, in plain letters. */
  readonly words: string;
  readonly price: number;
  readonly category: string | null;
}

export type Shelf = readonly Entry[];

/** More words than this say nothing new. */
const TERM_LIMIT = 8;

/** Lower case without accents: `Crème Brûlée` → `creme brulee`. */
export const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

export const makeShelf = (products: readonly ShelfProduct[]): Shelf =>
  products.map((product) => {
    const { title, category, description } = product.row;
    const variants = product.variants.flatMap((variant) => [variant.title, variant.sku]);
    return {
      product,
      title: plain(title),
      words: plain([title, category ?? '', ...variants, description].join(' ')),
      price: Math.min(...product.variants.map(({ price }) => price)),
      category,
    };
  });

export function lookUp(shelf: Shelf, query: ShelfQuery): ShelfPage {
  const terms = plain(query.search).split(' ').filter(Boolean).slice(0, TERM_LIMIT);
  const found = shelf.filter(({ words }) => terms.every((term) => words.includes(term)));
  const counts = new Map<string, number>();
  for (const { category } of found)
    if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
  const chosen =
    query.category === undefined ? found : found.filter(({ category }) => category === query.category);
  const from = (query.page - 1) * query.limit;
  return {
    products: sorted(chosen, query.sort, terms)
      .slice(from, from + query.limit)
      .map(({ product }) => product),
    total: chosen.length,
    page: query.page,
    pages: Math.ceil(chosen.length / query.limit),
    categories: [...counts].map(([name, count]) => ({ name, count })),
  };
}

const collator = new Intl.Collator('en', { numeric: true });

/** Stable: what is equal stays as the shop has arranged it. */
function sorted(entries: readonly Entry[], sort: WireSort, terms: readonly string[]): readonly Entry[] {
  const by: Readonly<Record<WireSort, (a: Entry, b: Entry) => number>> = {
    relevance: (a, b) => weightOf(b, terms) - weightOf(a, terms),
    price_asc: (a, b) => a.price - b.price,
    price_desc: (a, b) => b.price - a.price,
    title: (a, b) => collator.compare(a.title, b.title),
    newest: (a, b) => b.product.row.added_at - a.product.row.added_at,
  };
  return entries.toSorted(by[sort]);
}

function weightOf({ title, category }: Entry, terms: readonly string[]): number {
  const kind = plain(category ?? '');
  return terms.reduce((sum, term) => {
    if (title.startsWith(term)) return sum + 8;
    if (` ${title}`.includes(` ${term}`)) return sum + 6;
    if (` ${kind}`.includes(` ${term}`)) return sum + 4;
    return sum + (title.includes(term) ? 2 : 0);
  }, 0);
}
