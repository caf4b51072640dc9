import { css, html, nothing } from 'lit';
import type { Product } from '../src/api/types.js';
import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * A product of the store: a card with picture, title, price, options and the button that buys it; with `full` all of it, as
 * its own page shows it, with a link to each variant and the data that search engines read. What stands inside is shown until
 * the product is there, so put a link or form in it for browsers without JavaScript.
 *
 * @tag store-product
 * @attr {string} enquiry-href - Where to ask about a product that is not sold here: a page, or `mailto:hello@shop.example?subject={title}`.
 * @slot - Shown until the product is loaded, and without JavaScript.
 * @slot enquiry - In place of the button where products are shown and not sold. Default: a link by `enquiry-href`.
 * @slot more - With `full`: below the description.
 * @csspart image - The picture.
 * @csspart title - The title.
 * @csspart price - The price of the chosen variant, and the one before.
 * @csspart input - An option's field.
 * @csspart quantity - With `full`: how many.
 * @csspart button-primary - Add to cart.
 * @csspart button-secondary - The enquiry's link; try again.
 * @csspart notice - With `full`: whether there is any left. Why the product can't be shown.
 * @cssprop [--store-product-ratio=4/5] - Width to height of the picture.
 * @cssstate busy - The product is being loaded.
 * @cssstate error - The product could not be loaded.
 * @fires store-products-show {StoreProductsShowEvent} Products are shown: the ones in `products`.
 * @fires store-product-select {StoreProductSelectEvent} The shopper follows the link to a product's page.
 * @fires store-item-add {StoreItemAddEvent} Before the item is added; cancelable.
 * @fires store-error {StoreErrorEvent} The product could not be loaded.
 * @example
 * ```html
 * <store-product product="tea-bowl"><a href="/tea-bowl.html">Tea bowl</a></store-product>
 * ```
 */
export class StoreProduct extends LazyElement {
  static override styles = [
    base,
    css`
      .skeleton {
        aspect-ratio: var(--store-product-ratio, 4 / 5);
        margin-block-end: 8.75rem;
      }
    `,
  ];

  static override properties = {
    product: {},
    productParam: { attribute: 'product-param' },
    full: { type: Boolean },
    href: {},
    variantParam: { attribute: 'variant-param' },
    without: {},
  };

  /** The product's id in the store. */
  declare product: string | undefined;
  /** The parameter of the page's address that names the product, where `product` does not: `product-param="id"`. */
  declare productParam: string | undefined;
  /** All of the product: every picture, options as buttons, quantity, description. */
  declare full: boolean | undefined;
  /** Where the card leads to; `{id}`, `{sku}` and `{title}` stand for the product's. */
  declare href: string | undefined;
  /** With `full`: the parameter of the page's address that names the chosen variant. Default: `variant`; empty: none. */
  declare variantParam: string | undefined;
  /** What to leave out, by name: `prices`, `button` (an enquiry takes its place). What nobody may know: `catalogMode` of the server. */
  declare without: string | undefined;
  /** What is shown now; set by the element. */
  declare products: readonly Product[] | undefined;
  protected override readonly parts = ['catalog'] as const;

  protected override async load(): Promise<ViewModule<this>> {
    return import('./catalog/product-view.js');
  }

  /** What stands inside keeps its own room. */
  protected override placeholder(): unknown {
    return this.childElementCount ? nothing : html`<div class="skeleton"></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-product': StoreProduct;
  }
}
