import { css, html, nothing } from 'lit';
import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * A product of the store as a card: picture, title, price, options, add to cart. What stands inside is shown until the
 * product is there, so put a link or form in it for browsers without JavaScript.
 *
 * @tag store-product
 * @slot - Shown until the product is loaded.
 * @csspart image - The picture.
 * @csspart title - The title.
 * @csspart price - The price of the chosen variant.
 * @csspart input - An option's field.
 * @csspart button-primary - Add to cart.
 * @csspart notice - Why the product can't be shown.
 * @cssprop [--store-product-ratio=4/5] - Width to height of the picture.
 * @cssstate busy - The product is being loaded.
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
      }
    `,
  ];

  static override properties = {
    product: { type: String },
  };

  /** The product's id in the store. */
  declare product: string | undefined;

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
