/** What shoppers ask of the catalogue: a page of it, one product. */
import { StoreError } from '../../errors.js';
import type { WireProductList, WireSort } from '../../api/wire.js';
import { json } from '../problems.js';
import { readQuery } from '../query.js';
import type { Handler, World } from '../world.js';
import { readShelf, wireProducts } from './read.js';
import { lookUp } from './search.js';

const PAGE = 24;
const PAGE_LIMIT = 100;
const PAGES_LIMIT = 10_000;
const SEARCH_LIMIT = 100;

const SORTS: readonly WireSort[] = ['relevance', 'price_asc', 'price_desc', 'title', 'newest'];

/** What can be asked for, as JSON Schema. */
export const PRODUCTS_QUERY = {
  q: {
    type: 'string',
    description: 'Words that must all be in the product; the first 100 characters count.',
  },
  category: { type: 'string', description: 'One of `categories`, exactly.' },
  sort: { enum: SORTS, default: 'relevance' },
  page: { type: 'integer', minimum: 1, maximum: PAGES_LIMIT, default: 1 },
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: PAGE_LIMIT,
    default: PAGE,
    description: 'Products per page.',
  },
} as const;

export const getProducts: Handler = async (world, { request }) => {
  const query = readQuery(request);
  const sort = query.oneOf('sort', SORTS) ?? 'relevance';
  const byPrice = sort === 'price_asc' || sort === 'price_desc';
  const asked = {
    search: (query.text('q') ?? '').slice(0, SEARCH_LIMIT),
    category: query.text('category'),
    // The order would tell the prices that are not shown.
    sort: byPrice && world.settings.catalogMode?.prices === false ? ('relevance' as const) : sort,
    page: query.whole('page', PAGES_LIMIT) ?? 1,
    limit: query.whole('limit', PAGE_LIMIT) ?? PAGE,
  };
  await world.catalog.fresh();
  const { products, ...page } = lookUp(await world.catalog.shelf(), asked);
  return json({
    products: await wireProducts(world.db, world.settings, products),
    ...page,
  } satisfies WireProductList);
};

export const getProduct: Handler = async (world, { params }) => {
  await world.catalog.fresh();
  const products = await readShelf(world.db, [params['id'] ?? '']);
  const [product] = await wireProducts(world.db, world.settings, products);
  if (!product) throw new StoreError('product_unknown');
  return json(product);
};

/** @throws StoreError `not_selling` where products are only shown. */
export function requireSelling({ settings }: World): void {
  if (settings.catalogMode) throw new StoreError('not_selling');
}
