import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * Wallets' buttons (Apple Pay, Google Pay, Link, PayPal …), as far as a gateway of the store offers them and this shopper has
 * one; otherwise it shows nothing. The wallet brings name, address and delivery choice, the store's server prices them, and
 * the order is placed and paid like any other. Stands beside `<store-checkout>`, or alone on a page with a cart.
 *
 * @tag store-express-checkout
 * @slot express - Taken by the buttons. Leave it alone.
 * @csspart notice - Why the payment did not go on.
 * @cssstate empty - There is no wallet to show.
 * @cssstate busy - The order is being placed or paid.
 * @fires store-payment-ready {StorePaymentReadyEvent} The buttons can be pressed.
 * @fires store-order-placed {StoreOrderPlacedEvent} The server has the order; it is not paid yet.
 * @fires store-error {StoreErrorEvent} The buttons could not be loaded.
 * @example
 * ```html
 * <store-express-checkout order-href="/order.html"></store-express-checkout>
 * ```
 */
export class StoreExpressCheckout extends LazyElement {
  static override styles = [base];

  static override properties = {
    orderHref: { attribute: 'order-href' },
  };

  /** Address of the page with `<store-order>`. Needed where no `<store-checkout>` stands on the same page. */
  declare orderHref: string | undefined;

  protected override async load(): Promise<ViewModule<this>> {
    return import('./checkout/express-view.js');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-express-checkout': StoreExpressCheckout;
  }
}
