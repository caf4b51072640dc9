/** The items of a cart permalink. */
import { readBuyLink } from '../../src/api/buy.js';
import type { Cart } from '../../src/cart/cart.js';

/**
 * Puts what the page's address asks for into the cart, once: the address is cleaned at once, so a reload adds nothing. What was
 * in the cart stays. An item that is there already comes to the asked quantity if it was less, so that the same link opened
 * twice is no double order, and nothing has to be asked. Undefined where the address asks for nothing.
 */
export function takeLink(cart: Cart): 'cart.linked' | 'cart.link.broken' | undefined {
  const wish = readBuyLink(location.href);
  if (!wish) return undefined;
  history.replaceState(history.state, '', wish.clean);
  for (const { sku, quantity } of wish.lines) {
    const there = cart.get().lines.find((line) => line.sku === sku);
    if (!there) cart.add(sku, quantity);
    else if (there.quantity < quantity) cart.setQuantity(sku, quantity);
  }
  if (!wish.lines.length) return 'cart.link.broken';
  if (wish.coupon) cart.setCoupon(wish.coupon);
  return 'cart.linked';
}
