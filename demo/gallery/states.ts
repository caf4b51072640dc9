/** Every element in every state there is to look at. What a state needs of the world stands beside it. */
import type { State } from './state.js';
import { CART_STATES } from './states-cart.js';
import { CHECKOUT_STATES } from './states-checkout.js';
import { MERCHANT_STATES } from './states-merchant.js';
import { ORDER_STATES } from './states-order.js';
import { SHOP_STATES } from './states-shop.js';

export const STATES: readonly State[] = [
  ...SHOP_STATES,
  ...CART_STATES,
  ...CHECKOUT_STATES,
  ...ORDER_STATES,
  ...MERCHANT_STATES,
];
