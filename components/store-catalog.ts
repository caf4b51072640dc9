import { css, html } from 'lit';
import type { Product } from '../src/api/types.js';
import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * The products of the store in a grid: searched, by category, sorted, in pages. What is chosen stands in the page's address,
 * so that it can be linked to, and Back leads back. The room of the products is kept while they load, so nothing moves.
 * Put links to your products inside for browsers without JavaScript.
 *
 * @tag store-catalog
 * @attr {string} enquiry-href - Where to ask about a product that is not sold here: a page, or `mailto:hello@shop.example?subject={title}`.
 * @slot - Shown without JavaScript, and when the products can't be loaded.
 * @slot empty - Shown when nothing fits. Default: a sentence.
 * @slot enquiry - Below the products where they are shown and not sold.
 * @csspart input - The search field, and the order.
 * @csspart total - How many products there are.
 * @csspart line - A product.
 * @csspart image - Its picture.
 * @csspart title - Its title.
 * @csspart price - Its price, and the one before.
 * @csspart button-primary - Add to cart.
 * @csspart button-secondary - Choose options; ask about it; show all; try again.
 * @csspart notice - Nothing fits, or the products could not be loaded.
 * @cssprop [--store-catalog-columns=4] - The most columns.
 * @cssprop [--store-catalog-column=9.5rem] - The least width of a column.
 * @cssprop [--store-catalog-text=4.875rem] - Room for title and price, whatever they are: two lines and one.
 * @cssprop [--store-product-ratio=4/5] - Width to height of a picture.
 * @cssstate busy - Products are being loaded.
 * @cssstate empty - Nothing fits.
 * @cssstate error - The products could not be loaded.
 * @fires store-products-show {StoreProductsShowEvent} Products are shown: the ones in `products`.
 * @fires store-product-select {StoreProductSelectEvent} The shopper follows the link to a product's page.
 * @fires store-item-add {StoreItemAddEvent} Before an item is added; cancelable.
 * @fires store-error {StoreErrorEvent} The products could not be loaded.
 * @example
 * ```html
 * <store-catalog product-href="/product.html?id={id}"></store-catalog>
 * ```
 */
export class StoreCatalog extends LazyElement {
  static override styles = [
    base,
    css`
      i {
        display: block;
        block-size: 100vb;
      }
    `,
  ];

  static override properties = {
    category: {},
    sort: {},
    limit: { type: Number },
    expect: { type: Number },
    productHref: { attribute: 'product-href' },
    namespace: {},
    without: {},
  };

  protected override readonly parts = ['catalog'] as const;

  /** Shows only this category, and offers no other. */
  declare category: string | undefined;
  /** The order at first: `relevance` (the shop's own), `price_asc`, `price_desc`, `title` or `newest`. */
  declare sort: string | undefined;
  /** Products per page, 1…100. Default: 12. */
  declare limit: number | undefined;
  /** How many products to keep room for at first. Default: a whole page; a small shop says how many it has. */
  declare expect: number | undefined;
  /** Where a product leads to; `{id}`, `{sku}` and `{title}` stand for the product's. */
  declare productHref: string | undefined;
  /** Goes before the parameters in the page's address: `wine` makes `?wine-q=…`. For a second catalogue on a page. */
  declare namespace: string | undefined;
  /**
   * What to leave out, by name: `search`, `categories`, `sort`, `address` (the page's address is left alone), `prices`, `button`.
   * Prices that nobody may know are left out by the server: `catalogMode`.
   */
  declare without: string | undefined;
  /** What is shown now; set by the element. */
  declare products: readonly Product[] | undefined;
  protected override async load(): Promise<ViewModule<this>> {
    return import('./catalog/catalog-view.js');
  }

  /** Links for browsers without JavaScript would jump away when the products come. */
  protected override room(): unknown {
    return html`<i></i>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-catalog': StoreCatalog;
  }
}
