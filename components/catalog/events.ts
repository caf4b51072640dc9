/** The public events of products; see `components/events.ts`. */
import type { Product } from '../../src/api/types.js';
import { StoreEvent } from '../events.js';

/** The element shows these products now: one, or a page of the catalogue. */
export class StoreProductsShowEvent extends StoreEvent<{ readonly products: readonly Product[] }> {
  constructor(products: readonly Product[]) {
    super('store-products-show', { products });
  }
}

/** The shopper follows the link to a product's own page. */
export class StoreProductSelectEvent extends StoreEvent<{ readonly product: Product }> {
  constructor(product: Product) {
    super('store-product-select', { product });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'store-products-show': StoreProductsShowEvent;
    'store-product-select': StoreProductSelectEvent;
  }
}
