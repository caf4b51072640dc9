/** Products: what only a page that shows some asks of our server. */
import type { Ask } from './client.js';
import { money, type Money } from '../money.js';
import type { Settable } from '../observable.js';
import { list, reader, text } from './parse.js';
import type { Product, ProductPage, ProductQuery } from './types.js';
import type { WireProduct, WireProductList } from './wire.js';

const amount = (value: number | null | undefined, currency: string): Money | undefined =>
  value === null || value === undefined ? undefined : money(value, currency);

const readProduct = (wire: WireProduct): Product => ({
  id: text(wire.id),
  title: text(wire.title),
  description: text(wire.description),
  image: wire.image,
  options: wire.options,
  variants: list(wire.variants, (v) => ({
    sku: text(v.sku),
    title: text(v.title),
    options: v.options,
    price: amount(v.price, wire.currency),
    available: v.available,
    compareAt: amount(v.compare_at_price, wire.currency),
    image: v.image ?? null,
    left: v.left,
  })),
  category: wire.category ?? null,
  images: wire.images ?? (wire.image ? [wire.image] : []),
  catalogOnly: wire.catalog_only === true,
});

const parseProduct = reader<Product>('product', readProduct);

const parsePage = reader<ProductPage>('list of products', (wire: WireProductList) => ({
  products: list(wire.products, readProduct),
  total: wire.total,
  page: wire.page,
  pages: wire.pages,
  categories: list(wire.categories, (category) => ({ ...category })),
}));

export interface Shelf {
  page(query: ProductQuery, signal?: AbortSignal): Promise<ProductPage>;
  /** The product, asked once per page load. */
  product(id: string): Promise<Product>;
}

/** A server that only shows its products says so with each: `catalogOnly` hears of it. */
export function createShelf(ask: Ask, catalogOnly: Settable<boolean>, closing: AbortSignal): Shelf {
  const asked = new Map<string, Promise<Product>>();
  const heed = (product: Product | undefined): void => {
    if (product?.catalogOnly) catalogOnly.set(true);
  };
  return {
    async page(query, signal = closing) {
      const page = await ask(`/products?${wordsOf(query)}`, parsePage, { signal });
      heed(page.products[0]);
      return page;
    },
    product(id) {
      let product = asked.get(id);
      if (!product) {
        product = ask(`/products/${encodeURIComponent(id)}`, parseProduct, { signal: closing });
        asked.set(id, product);
        // A failure must not stay for the life of the page.
        product.then(heed, () => asked.delete(id));
      }
      return product;
    },
  };
}

function wordsOf({ search, category, sort, page, limit }: ProductQuery): string {
  const words = new URLSearchParams();
  if (search) words.set('q', search);
  if (category !== undefined) words.set('category', category);
  if (sort !== 'relevance') words.set('sort', sort);
  if (page > 1) words.set('page', String(page));
  words.set('limit', String(limit));
  return words.toString();
}
