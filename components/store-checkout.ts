import { css, html } from 'lit';
import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * The checkout: contact, address, delivery, payment, for a guest by e-mail. The card form is the gateway's own frame, in the
 * light DOM; what is typed there never reaches this page. It sends the shopper to `order-href` once the gateway has the
 * payment; whether the order is paid is told there, by the server.
 *
 * @tag store-checkout
 * @attr {boolean} express - Wallets' buttons on top of the form, where the shopper has a wallet; in place of a
 *   `<store-express-checkout>` beside it. Read when the checkout is loaded.
 * @slot - Shown until the checkout is loaded, and without JavaScript.
 * @slot payment - Taken by the card form, or the way to the gateway's page. Leave it alone.
 * @slot express - Taken by the wallets' buttons, with `express`. Leave it alone.
 * @csspart section - A group of fields.
 * @csspart input - A field.
 * @csspart error - What is wrong with a field.
 * @csspart notice - Why the payment did not go on.
 * @csspart total - The row of the total.
 * @csspart button-primary - Pay.
 * @csspart button-secondary - Try again.
 * @cssstate empty - Nothing is in the cart.
 * @cssstate busy - The order is being placed or paid.
 * @cssstate error - The checkout or the card form could not be loaded.
 * @cssstate secure - Everything that can be checked was checked and holds.
 * @fires store-checkout-step {StoreCheckoutStepEvent} The checkout entered another phase.
 * @fires store-payment-ready {StorePaymentReadyEvent} The card form can be typed into.
 * @fires store-payment-redirect {StorePaymentRedirectEvent} The page is about to be left for the gateway's own; cancelable.
 * @fires store-order-placed {StoreOrderPlacedEvent} The server has the order; it is not paid yet.
 * @fires store-security-change {StoreSecurityChangeEvent} Something lies over the card form, hides it, or asks for a card number beside it; or that is over.
 * @fires store-error {StoreErrorEvent} Something outside the page went wrong; `detail.money` says what became of the money.
 * @example
 * ```html
 * <store-checkout order-href="/order.html"></store-checkout>
 * ```
 */
export class StoreCheckout extends LazyElement {
  static override styles = [
    base,
    css`
      /* As the form will be: a row for each label and its field. */
      .skeleton {
        block-size: 38rem;
        mask: repeating-linear-gradient(#000 0 2.75rem, #0000 0 4.25rem);
      }
    `,
  ];

  static override properties = {
    orderHref: { attribute: 'order-href' },
    confirmRedirect: { type: Boolean, attribute: 'confirm-redirect' },
  };

  /** Address of the page with `<store-order>`. Without it the order is shown here. */
  declare orderHref: string | undefined;
  /** Ask once more, with the host's name, before a shopper is sent to the gateway's own page. Default: the button says it. */
  declare confirmRedirect: boolean | undefined;

  protected override async load(): Promise<ViewModule<this>> {
    return import('./checkout/checkout-view.js');
  }

  protected override placeholder(): unknown {
    return html`<div class="skeleton"></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-checkout': StoreCheckout;
  }
}
