/** Pages of the catalogue: what only a page with `<store-catalog>` asks of our server. */
import type { Ask } from './client.js';
import { list, reader, readProduct } from './parse.js';
import type { ProductPage, ProductQuery } from './types.js';
import type { WireProductList } from './wire.js';

const parsePage = reader<ProductPage>('list of products', (wire: WireProductList) => ({
  products: list(wire.products, readProduct),
  total: wire.total,
  page: wire.page,
  pages: wire.pages,
  categories: list(wire.categories, (category) => ({ ...category })),
}));

export function askForPage(ask: Ask, query: ProductQuery, signal?: AbortSignal): Promise<ProductPage> {
  const { search, category, sort, page, limit } = query;
  const words = new URLSearchParams();
  if (search) words.set('q', search);
  if (category !== undefined) words.set('category', category);
  if (sort !== 'relevance') words.set('sort', sort);
  if (page > 1) words.set('page', String(page));
  words.set('limit', String(limit));
  return ask(`/products?${words.toString()}`, parsePage, { signal });
}
