/**
 * The public events: one class each, bubbling and composed, `detail` a frozen whole snapshot. They announce what is already
 * so; only `store-item-add` and `store-payment-redirect` come before the deed and can be canceled.
 */
import type { CartSnapshot } from '../src/cart/cart.js';
import type { FlowState } from '../src/checkout/flow.js';
import type { Order } from '../src/api/types.js';
import type { StoreError } from '../src/errors.js';

class StoreEvent<Detail> extends Event {
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

/** The checkout entered another phase. */
export class StoreCheckoutStepEvent extends StoreEvent<FlowState> {
  constructor(flow: FlowState) {
    super('store-checkout-step', { ...flow });
  }
}

/** The gateway's form can be typed into. */
export class StorePaymentReadyEvent extends StoreEvent<{ readonly gateway: string }> {
  constructor(detail: { readonly gateway: string }) {
    super('store-payment-ready', detail);
  }
}

/**
 * The shopper is about to leave for the gateway's own page, whose host they have read. Cancelable: they stay, and nothing is
 * charged.
 */
export class StorePaymentRedirectEvent extends StoreEvent<{
  readonly gateway: string;
  readonly host: string;
}> {
  constructor(detail: { readonly gateway: string; readonly host: string }) {
    super('store-payment-redirect', detail, true);
  }
}

/** The server has the order; it is not paid yet. */
export class StoreOrderPlacedEvent extends StoreEvent<Order> {
  constructor(order: Order) {
    super('store-order-placed', order);
  }
}

/** The order's status changed, by the server's word. */
export class StoreOrderChangeEvent extends StoreEvent<Order> {
  constructor(order: Order) {
    super('store-order-change', order);
  }
}

/** The order is paid, by the server's word. Fired once per page load. */
export class StoreOrderPaidEvent extends StoreEvent<Order> {
  constructor(order: Order) {
    super('store-order-paid', order);
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
    'store-checkout-step': StoreCheckoutStepEvent;
    'store-payment-ready': StorePaymentReadyEvent;
    'store-payment-redirect': StorePaymentRedirectEvent;
    'store-order-placed': StoreOrderPlacedEvent;
    'store-order-change': StoreOrderChangeEvent;
    'store-order-paid': StoreOrderPaidEvent;
    'store-error': StoreErrorEvent;
  }
}
