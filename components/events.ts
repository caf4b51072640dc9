/**
 * The public events: one class each, bubbling and composed, `detail` a frozen whole snapshot. They announce what is already
 * so; only `store-item-add` and `store-payment-redirect` come before the deed and can be canceled. The checkout's load with it.
 */
import type { CartSnapshot } from '../src/cart/cart.js';
import type { StoreError } from '../src/errors.js';

/** What the events of the shop have in common. */
export class StoreEvent<Detail> extends Event {
  /** Frozen. */
  readonly detail: Detail;
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.detail = Object.freeze(detail);
  }
}

/** The cart changed: lines, or the prices for them. Fired on the provider, or the document. */
export class StoreCartChangeEvent extends StoreEvent<CartSnapshot> {
  constructor(cart: CartSnapshot) {
    super('store-cart-change', cart);
  }
}

/** Something is about to be added. Cancelable. */
export class StoreItemAddEvent extends StoreEvent<{ readonly sku: string; readonly quantity: number }> {
  constructor(item: { readonly sku: string; readonly quantity: number }) {
    super('store-item-add', item, true);
  }
}

/** Something outside the code went wrong. `detail.money` says what became of the shopper's money. */
export class StoreErrorEvent extends Event {
  readonly detail: StoreError;
  constructor(error: StoreError) {
    super('store-error', { bubbles: true, composed: true });
    this.detail = error;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'store-cart-change': StoreCartChangeEvent;
    'store-item-add': StoreItemAddEvent;
    'store-error': StoreErrorEvent;
  }
}
