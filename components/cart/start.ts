/** What `StoreElements` does seldom: it opens the cart, and leads to the checkout. */
import { askDrawer } from '../base/drawer.js';
import { safeLink } from '../parts/safe-link.js';

/** @throws TypeError if the page has no drawer. */
export function openCart(): void {
  if (!askDrawer(document))
    throw new TypeError('StoreElements.openCart(): this page has no <store-cart mode="drawer">.');
}

/** To the checkout, where the page has it or says it is. @throws TypeError if neither. */
export function startCheckout(): void {
  const here = document.querySelector('store-checkout');
  if (here) {
    here.scrollIntoView();
    const { shadowRoot } = here;
    shadowRoot?.querySelector<HTMLElement>('input, select, button, a')?.focus();
    return;
  }
  const cart = [...document.querySelectorAll('store-cart')].find(({ checkoutHref }) => checkoutHref);
  const address = safeLink(cart?.checkoutHref);
  if (!address)
    throw new TypeError(
      'StoreElements.startCheckout(): this page has no <store-checkout>, and no <store-cart checkout-href="…"> says where it is.',
    );
  location.assign(address);
}
