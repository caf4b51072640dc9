import { css, html } from 'lit';
import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * An order: what was ordered and where its payment stands, by the server's word, live until it is settled. It reads the
 * order and its token from the address (`#order=…&token=…`, or `?store_order=…` when a gateway sends the shopper back), keeps
 * the token for this tab, and takes out of the address what must not stay there.
 *
 * @tag store-order
 * @slot - Shown until the order is loaded, and without JavaScript.
 * @csspart notice - Where the payment stands.
 * @csspart line - One line.
 * @csspart line-title - A line's title.
 * @csspart line-price - A line's amount.
 * @csspart total - The row of the total.
 * @csspart button-primary - Pay for an order that was not paid.
 * @csspart button-secondary - Go on with a payment that may not have been finished.
 * @cssstate busy - Waiting for the payment provider's word.
 * @cssstate paid - The order is paid.
 * @cssstate error - There is no such order, or it could not be read.
 * @fires store-order-change {StoreOrderChangeEvent} The order's status changed.
 * @fires store-order-paid {StoreOrderPaidEvent} The order is paid, by the server's word; once per page load.
 * @fires store-error {StoreErrorEvent} The order could not be read.
 * @example
 * ```html
 * <store-order checkout-href="/checkout.html"></store-order>
 * ```
 */
export class StoreOrder extends LazyElement {
  static override styles = [
    base,
    css`
      .skeleton {
        block-size: 31rem;
        mask: repeating-linear-gradient(#000 0 4rem, #0000 0 5.5rem);
      }
    `,
  ];

  static override properties = {
    order: {},
    token: {},
    checkoutHref: { attribute: 'checkout-href' },
  };

  /** The order's id. Default: from the page's address. */
  declare order: string | undefined;
  /** The order's token. Default: from the page's address, or kept for this tab. */
  declare token: string | undefined;
  /** Address of the page with `<store-checkout>`, for an order that is still to be paid. */
  declare checkoutHref: string | undefined;

  protected override async load(): Promise<ViewModule<this>> {
    return import('./checkout/order-view.js');
  }

  protected override placeholder(): unknown {
    return html`<div class="skeleton"></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-order': StoreOrder;
  }
}
