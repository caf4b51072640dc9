/** The public events of checkout and orders; see `components/events.ts`. */
import type { Order } from '../../src/api/types.js';
import type { FlowState } from '../../src/checkout/flow.js';
import type { SecurityFacts } from '../../src/security/facts.js';
import type { Verdict } from '../../src/security/guard.js';
import { StoreEvent } from '../events.js';

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

/**
 * Something around the card form is not as it should be, or is well again: `verdict.refusals` and `verdict.warnings` say what,
 * and are empty then. The shopper was told. A banner can be the cause of a warning as well as an attack.
 */
export class StoreSecurityChangeEvent extends StoreEvent<{
  readonly facts: SecurityFacts;
  readonly verdict: Verdict;
}> {
  constructor(detail: { readonly facts: SecurityFacts; readonly verdict: Verdict }) {
    super('store-security-change', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'store-checkout-step': StoreCheckoutStepEvent;
    'store-payment-ready': StorePaymentReadyEvent;
    'store-payment-redirect': StorePaymentRedirectEvent;
    'store-order-placed': StoreOrderPlacedEvent;
    'store-order-change': StoreOrderChangeEvent;
    'store-order-paid': StoreOrderPaidEvent;
    'store-security-change': StoreSecurityChangeEvent;
  }
}
